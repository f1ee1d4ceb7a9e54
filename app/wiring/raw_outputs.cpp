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
constexpr std::int64_t kRoundedPictures = 2;

/// A network in OpenCV and its input.
class Heads {
 public:
  static Result<Heads> load(const model::ModelLocation& location) {
    auto package = model::loadModelPackage(location);
    if (!package) {
      return fail(package.error());
    }
    auto network = SsdNetwork::read(ssdModelOf(*package));
    if (!network) {
      return fail(network.error());
    }
    return Heads(std::move(*package), std::move(*network));
  }

  Result<model::RawAnswer> run(const Frame& picture) {
    if (auto filled = input_.fill(picture.view(), tensor_); !filled) {
      return fail(filled.error());
    }
    std::vector<std::span<const float>> outputs;
    if (auto ran = network_.run(tensor_, {model_.boxEncodings, model_.classScores}, outputs);
        !ran) {
      return fail(ran.error());
    }
    model::RawAnswer answer{
        {outputs[0].begin(), outputs[0].end()}, {outputs[1].begin(), outputs[1].end()}, {}};
    if (model_.scoresAreLogits) {
      for (double& score : answer.scores) {
        score = 1 / (1 + std::exp(-score));
      }
    }
    if (answer.boxes.size() == 4 * anchors_.size()) {
      answer.decoded = model::decodeBoxes(answer.boxes, anchors_, model_.boxCoder);
    }
    return answer;
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
  Heads(model::ModelPackage package, SsdNetwork network)
      : model_(ssdModelOf(package)),
        anchors_(std::move(package.anchors)),
        network_(std::move(network)),
        input_({model_.inputSize, model_.mean, model_.scale, model_.order}),
        tensor_(input_.elementCount()) {}

  SsdModel model_;
  std::vector<model::AnchorBox> anchors_;
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
void widen(const std::vector<double>& before, const std::vector<double>& after, double& largest) {
  double size = 1;
  double difference = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    size = std::max(size, std::abs(before[i]));
    const double apart = std::abs(before[i] - after[i]);
    // Not a number is as far apart as can be.
    difference = std::isfinite(apart) ? std::max(difference, apart) : INFINITY;
  }
  largest = std::max(largest, difference / size);
}

/// Adds what two networks say about a picture.
void add(const model::RawAnswer& before, const model::RawAnswer& after, RawDifference& difference) {
  if (before.boxes.size() != after.boxes.size() || before.scores.size() != after.scores.size()) {
    difference.obstacle = "their raw outputs have other sizes";
    return;
  }
  widen(before.boxes, after.boxes, difference.boxes);
  widen(before.scores, after.scores, difference.scores);
  if (!before.decoded.empty() && before.decoded.size() == after.decoded.size()) {
    double decoded = difference.decoded.value_or(0);
    widen(before.decoded, after.decoded, decoded);
    difference.decoded = decoded;
  }
  ++difference.pictures;
}

/// @param answer  what the first network says about a picture.
template <class F>
Result<RawDifference> compare(F answer, Heads& after, FrameSize size,
                              const ObservationOptions& options) {
  const auto pictures = picturesFor(size, options);
  if (!pictures) {
    return fail(pictures.error());
  }
  RawDifference difference;
  for (const Frame& picture : *pictures) {
    if (options.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "The comparison was stopped.");
    }
    const Result<model::RawAnswer> first = answer(picture);
    const auto second = first ? after.run(picture) : first;
    if (!second) {
      return fail(second.error());
    }
    add(*first, *second, difference);
    if (!difference.obstacle.empty()) {
      break;
    }
  }
  return difference;
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
  return compare([&](const Frame& picture) { return first->run(picture); }, *second,
                 first->model().inputSize, options);
}

Result<RawDifference> compareRawOutputs(const model::ParentGraph& before,
                                        const model::ModelLocation& after,
                                        const ObservationOptions& options) {
  auto second = Heads::load(after);
  if (!second) {
    return fail(second.error());
  }
  RawDifference difference;
  difference.obstacle = second->missingHead();
  if (!difference.obstacle.empty()) {
    return difference;
  }
  // Values 0..255: the parent prepares them itself.
  TensorInput input({before.inputSize, {0, 0, 0}, 1, second->model().order});
  std::vector<float> pixels(input.elementCount());
  RawDifference rounded;
  const auto answer = [&](const Frame& picture) -> Result<model::RawAnswer> {
    if (auto filled = input.fill(picture.view(), pixels); !filled) {
      return fail(filled.error());
    }
    auto exact = model::answerOf(before, pixels, options.stop);
    if (exact && rounded.pictures < kRoundedPictures) {
      auto single = model::answerOf(before, pixels, options.stop, model::Precision::Single);
      if (!single) {
        return single;
      }
      add(*exact, *single, rounded);
    }
    return exact;
  };
  auto compared = compare(answer, *second, before.inputSize, options);
  if (compared) {
    compared->witness = "the reference executor";
    compared->rounding = std::max({rounded.boxes, rounded.scores, rounded.decoded.value_or(0)});
  }
  return compared;
}

}  // namespace followspot::wiring
