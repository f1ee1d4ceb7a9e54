#include "app/wiring/network_access.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/detection/ssd_network.h"
#include "core/detection/tensor_input.h"
#include "core/media/video_source.h"
#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/text_graph.h"

namespace followspot::wiring {
namespace {

class Runner final : public model::NetworkRunner {
 public:
  explicit Runner(SsdNetwork network) : network_(std::move(network)) {}

  Result<void> run(std::span<const float> input, const std::vector<std::string>& names,
                   std::vector<std::span<const float>>& outputs) override {
    return network_.run(input, names, outputs);
  }

 private:
  SsdNetwork network_;
};

class Access final : public model::NetworkAccess {
 public:
  Result<std::unique_ptr<model::NetworkRunner>> load(const model::ModelManifest& manifest,
                                                     const model::Graph& binary,
                                                     const model::Graph& text) override {
    if (auto valid = model::validateForOpenCv(binary, text); !valid) {
      return fail(valid.error());
    }
    SsdModel network;
    network.name = manifest.name;
    network.inputSize = manifest.inputSize;
    network.graph = model::serializeGraph(binary);
    if (!text.nodes.empty()) {
      network.textGraph = model::writeTextGraph(text);
    }
    auto read = SsdNetwork::read(network);
    if (!read) {
      return fail(read.error());
    }
    return std::make_unique<Runner>(std::move(*read));
  }

  Result<std::vector<std::vector<float>>> readPictures(const std::string& location,
                                                       const model::ModelManifest& manifest,
                                                       std::size_t most,
                                                       const std::stop_token& stop) override {
    const auto source = openVideoSource({.location = location}, stop);
    if (!source) {
      return fail(source.error());
    }
    TensorInput input({manifest.inputSize, manifest.mean, manifest.scale,
                       manifest.rgb ? ChannelOrder::Rgb : ChannelOrder::Bgr});
    std::vector<std::vector<float>> pictures;
    // Every picture until there are enough, then every second, fourth, ...: even, however long the
    // video is.
    std::size_t step = 1;
    for (std::size_t at = 0;; ++at) {
      const auto frame = (*source)->read(stop);
      if (!frame) {
        return fail(frame.error());
      }
      if (!*frame) {
        return pictures;
      }
      if (at % step != 0) {
        continue;
      }
      if (pictures.size() == most) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < pictures.size(); i += 2) {
          std::swap(pictures[kept++], pictures[i]);
        }
        pictures.resize(kept);
        step *= 2;
        if (at % step != 0) {
          continue;
        }
      }
      std::vector<float> picture(input.elementCount());
      if (auto filled = input.fill((*frame)->view(), picture); !filled) {
        return fail(filled.error());
      }
      pictures.push_back(std::move(picture));
    }
  }
};

}  // namespace

std::unique_ptr<model::NetworkAccess> makeNetworkAccess() { return std::make_unique<Access>(); }

}  // namespace followspot::wiring
