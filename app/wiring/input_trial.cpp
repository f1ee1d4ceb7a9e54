#include "app/wiring/input_trial.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "app/wiring/detector_pool.h"
#include "core/detection/ssd_detector.h"
#include "core/media/video_source.h"

namespace followspot::wiring {
namespace {

constexpr std::int64_t kPictures = 5;
constexpr std::int64_t kApart = 20;  // Pictures between them.
constexpr double kShownScore = 0.3;
constexpr double kLeastScore = 0.01;

std::vector<InputCandidate> candidatesFor(const model::ModelManifest& manifest) {
  const std::array<float, 3> swapped = {manifest.mean[2], manifest.mean[1], manifest.mean[0]};
  constexpr float kHalf = 127.5F;
  const bool plusMinusOne = std::abs(manifest.scale - 1 / kHalf) < 1e-6F;
  const std::array<float, 3> other =
      plusMinusOne ? std::array<float, 3>{} : std::array<float, 3>{kHalf, kHalf, kHalf};
  const float otherScale = plusMinusOne ? 1 / 255.0F : 1 / kHalf;
  const auto make = [](const char* key, const std::array<float, 3>& mean, float scale, bool rgb) {
    InputCandidate candidate;
    candidate.key = key;
    candidate.mean = mean;
    candidate.scale = scale;
    candidate.rgb = rgb;
    return candidate;
  };
  return {make("as-is", manifest.mean, manifest.scale, manifest.rgb),
          make("swapped", swapped, manifest.scale, !manifest.rgb),
          make("other-range", other, otherScale, manifest.rgb),
          make("swapped-other-range", other, otherScale, !manifest.rgb)};
}

/// Some pictures of the beginning, apart from each other.
Result<std::vector<Frame>> picturesOf(const SourceSpec& spec, const std::stop_token& stop) {
  auto source = openVideoSource(spec, stop);
  if (!source) {
    return fail(source.error());
  }
  std::vector<Frame> pictures;
  for (std::int64_t i = 0; static_cast<std::int64_t>(pictures.size()) < kPictures; ++i) {
    auto frame = (*source)->read(stop);
    if (!frame) {
      return fail(frame.error());
    }
    if (!*frame) {
      break;
    }
    if (i % kApart == 0) {
      pictures.push_back(std::move(**frame));
    }
  }
  if (pictures.empty()) {
    return fail(ErrorCode::CorruptData,
                (*source)->info().name + ": there is no picture in it. Give another video.");
  }
  return pictures;
}

double topScore(const DetectionSet& set) {
  double top = 0;
  for (const Detection& each : set.items) {
    top = std::max(top, each.score);
  }
  return top;
}

}  // namespace

Result<InputTrial> tryInputs(const model::ModelLocation& location, const SourceSpec& source,
                             const std::stop_token& stop) {
  const auto package = model::loadModelPackage(location);
  if (!package) {
    return fail(package.error());
  }
  InputTrial trial;
  trial.candidates = candidatesFor(package->manifest);
  if (source.location.empty()) {
    return trial;
  }
  // Also has the model tried, so that no crash is met here.
  if (const auto pool = DetectorPool::open(location, stop); !pool) {
    return fail(pool.error());
  }
  const auto pictures = picturesOf(source, stop);
  if (!pictures) {
    return fail(pictures.error());
  }
  DetectionFilter filter;
  filter.minScore = kLeastScore;
  std::vector<std::vector<DetectionSet>> seen(trial.candidates.size());
  std::vector<double> tops(pictures->size());
  for (std::size_t c = 0; c < trial.candidates.size(); ++c) {
    InputCandidate& candidate = trial.candidates[c];
    SsdModel model = ssdModelOf(*package);
    model.mean = candidate.mean;
    model.scale = candidate.scale;
    model.order = candidate.rgb ? ChannelOrder::Rgb : ChannelOrder::Bgr;
    const auto detector = SsdDetector::load(model);
    if (!detector) {
      return fail(detector.error());
    }
    for (std::size_t p = 0; p < pictures->size(); ++p) {
      if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "stopped");
      }
      DetectionSet set;
      if (auto detected = (*detector)->detect((*pictures)[p], filter, set); !detected) {
        return fail(detected.error());
      }
      const double top = topScore(set);
      tops[p] = std::max(tops[p], top);
      candidate.topScore = std::max(candidate.topScore, top);
      candidate.meanTopScore += top / static_cast<double>(pictures->size());
      seen[c].push_back(std::move(set));
    }
  }
  const auto shown = static_cast<std::size_t>(std::ranges::max_element(tops) - tops.begin());
  for (std::size_t c = 0; c < trial.candidates.size(); ++c) {
    trial.candidates[c].shown = std::move(seen[c][shown]);
    std::erase_if(trial.candidates[c].shown.items,
                  [](const Detection& each) { return each.score < kShownScore; });
  }
  trial.picture.push_back((*pictures)[shown]);
  trial.best = static_cast<std::size_t>(
      std::ranges::max_element(trial.candidates, {}, &InputCandidate::meanTopScore) -
      trial.candidates.begin());
  return trial;
}

}  // namespace followspot::wiring
