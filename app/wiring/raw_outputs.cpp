#include "app/wiring/raw_outputs.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "app/wiring/made_up_picture.h"
#include "core/detection/ssd_network.h"
#include "core/detection/tensor_input.h"
#include "core/media/video_source.h"

namespace followspot::wiring {
namespace {

constexpr std::int64_t kPictures = 8;

/// A network and its input.
class Heads {
 public:
  static Result<Heads> load(const model::ModelLocation& location) {
    auto package = model::loadModelPackage(location);
    if (!package) {
      return fail(package.error());
    }
    SsdModel model = ssdModelOf(*package);
    auto network = SsdNetwork::read(model);
    if (!network) {
      return fail(network.error());
    }
    return Heads(std::move(model), std::move(*network));
  }

  /// Box encodings and scores, the latter as probabilities.
  Result<void> run(const Frame& picture, std::vector<float>& boxes, std::vector<float>& scores) {
    if (auto filled = input_.fill(picture.view(), tensor_); !filled) {
      return filled;
    }
    std::vector<std::span<const float>> outputs;
    if (auto ran = network_.run(tensor_, {model_.boxEncodings, model_.classScores}, outputs);
        !ran) {
      return ran;
    }
    boxes.assign(outputs[0].begin(), outputs[0].end());
    scores.assign(outputs[1].begin(), outputs[1].end());
    if (model_.scoresAreLogits) {
      for (float& score : scores) {
        score = 1 / (1 + std::exp(-score));
      }
    }
    return {};
  }

  [[nodiscard]] const SsdModel& model() const { return model_; }
  [[nodiscard]] std::string missingHead() const {
    if (model_.boxEncodings.empty()) {
      return model_.name + " does not name its raw outputs";
    }
    for (const std::string& head : {model_.boxEncodings, model_.classScores}) {
      if (!network_.hasLayer(head)) {
        return model_.name + " has no layer " + head;
      }
    }
    return {};
  }

 private:
  Heads(SsdModel model, SsdNetwork network)
      : model_(std::move(model)),
        network_(std::move(network)),
        input_({model_.inputSize, model_.mean, model_.scale, model_.order}),
        tensor_(input_.elementCount()) {}

  SsdModel model_;
  SsdNetwork network_;
  TensorInput input_;
  std::vector<float> tensor_;
};

std::string obstacleTo(const Heads& before, const Heads& after) {
  for (const Heads* const heads : {&before, &after}) {
    if (std::string missing = heads->missingHead(); !missing.empty()) {
      return missing;
    }
  }
  const SsdModel& a = before.model();
  const SsdModel& b = after.model();
  if (a.anchors.size() != b.anchors.size()) {
    return "the models have " + std::to_string(a.anchors.size()) + " and " +
           std::to_string(b.anchors.size()) + " anchors";
  }
  if (a.classCount != b.classCount) {
    return "the models have " + std::to_string(a.classCount) + " and " +
           std::to_string(b.classCount) + " classes";
  }
  return {};
}

/// Some pictures of a source, spread over its beginning, or made-up ones.
Result<std::vector<Frame>> picturesFor(FrameSize size, const ObservationOptions& options) {
  std::vector<Frame> pictures;
  if (options.source.location.empty()) {
    for (std::int64_t i = 0; i < kPictures; ++i) {
      pictures.push_back(madeUpPicture(size, i));
    }
    return pictures;
  }
  auto source = openVideoSource(options.source, options.stop);
  if (!source) {
    return fail(source.error());
  }
  const std::int64_t known = (*source)->info().frameCount.value_or(kPictures);
  const std::int64_t span = options.pictures > 0 ? std::min(options.pictures, known) : known;
  const std::int64_t step = std::max<std::int64_t>(span / kPictures, 1);
  for (std::int64_t i = 0; static_cast<std::int64_t>(pictures.size()) < kPictures; ++i) {
    auto frame = (*source)->read(options.stop);
    if (!frame) {
      return fail(frame.error());
    }
    if (!*frame) {
      break;
    }
    if (i % step == 0) {
      pictures.push_back(std::move(**frame));
    }
  }
  return pictures;
}

/// Raises `largest` to the largest difference, by the largest size of `before` where above 1.
void widen(const std::vector<float>& before, const std::vector<float>& after, double& largest) {
  double size = 1;
  double difference = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    size = std::max(size, std::abs(static_cast<double>(before[i])));
    const double apart = std::abs(static_cast<double>(before[i]) - static_cast<double>(after[i]));
    // Not a number is as far apart as can be.
    difference = std::isfinite(apart) ? std::max(difference, apart) : INFINITY;
  }
  largest = std::max(largest, difference / size);
}

}  // namespace

Result<RawDifference> compareRawOutputs(const model::ModelLocation& before,
                                        const model::ModelLocation& after,
                                        const ObservationOptions& options) {
  auto first = Heads::load(before);
  auto second = Heads::load(after);
  if (!first || !second) {
    return fail(first ? second.error() : first.error());
  }
  RawDifference difference;
  difference.obstacle = obstacleTo(*first, *second);
  if (!difference.obstacle.empty()) {
    return difference;
  }
  const auto pictures = picturesFor(first->model().inputSize, options);
  if (!pictures) {
    return fail(pictures.error());
  }
  std::vector<float> boxes, otherBoxes, scores, otherScores;
  for (const Frame& picture : *pictures) {
    if (options.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "The comparison was stopped.");
    }
    auto ran = first->run(picture, boxes, scores);
    if (ran) {
      ran = second->run(picture, otherBoxes, otherScores);
    }
    if (!ran) {
      return fail(ran.error());
    }
    if (boxes.size() != otherBoxes.size() || scores.size() != otherScores.size()) {
      difference.obstacle = "their raw outputs have other sizes";
      return difference;
    }
    widen(boxes, otherBoxes, difference.boxes);
    widen(scores, otherScores, difference.scores);
    ++difference.pictures;
  }
  return difference;
}

}  // namespace followspot::wiring
