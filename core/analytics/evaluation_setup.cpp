#include "core/analytics/evaluation_setup.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/analytics/frame_matcher.h"
#include "core/analytics/overlap_finder.h"

namespace followspot {
namespace {

constexpr double kMinIou = 0.5;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

std::size_t at(int index) { return static_cast<std::size_t>(index); }

using Boxes = std::vector<const LabelledBox*>;

enum class Side { Truth, Tracks };

const char* nameOf(Side side) { return side == Side::Truth ? "ground truth" : "tracks"; }

/// Which boxes a benchmark looks at, before any is matched.
struct Scope {
  Benchmark benchmark = Benchmark::Mot17;
  int kittiClass = KittiCar;

  /// KITTI's class whose objects are neither to be found nor mistakes.
  [[nodiscard]] int kittiNeighbour() const {
    return kittiClass == KittiCar ? KittiVan : KittiPersonSitting;
  }
  [[nodiscard]] bool isRegion(const LabelledBox& box) const {
    return benchmark == Benchmark::Kitti && box.classId == KittiDontCare;
  }
  [[nodiscard]] bool holds(const LabelledBox& box, Side side) const {
    if (benchmark != Benchmark::Kitti) {
      return true;
    }
    if (side == Side::Tracks) {
      return box.classId == kittiClass && box.id >= 0;
    }
    return isRegion(box) ||
           ((box.classId == kittiClass || box.classId == kittiNeighbour()) && box.id >= 0);
  }
};

/// The boxes of one side that are looked at, by frame.
/// @errors a frame out of range, or an id twice in a frame.
Result<Boxes> byFrame(std::span<const LabelledBox> boxes, Side side, std::int64_t frames,
                      const KeptFrames& kept, const Scope& scope) {
  Boxes sorted;
  sorted.reserve(boxes.size());
  for (const LabelledBox& box : boxes) {
    if (box.frame < 1 || box.frame > frames) {
      return fail(ErrorCode::CorruptData,
                  std::string(nameOf(side)) + ": frame " + std::to_string(box.frame) +
                      " is not in the sequence, which has " + std::to_string(frames) +
                      " pictures. Check that both files are of the same sequence.");
    }
    if (kept.keeps(box.frame) && scope.holds(box, side)) {
      sorted.push_back(&box);
    }
  }
  if (!std::ranges::is_sorted(sorted, {}, &LabelledBox::frame)) {
    std::ranges::stable_sort(sorted, {}, &LabelledBox::frame);
  }
  std::vector<std::int64_t> ids;
  for (auto first = sorted.begin(); first != sorted.end();) {
    const std::int64_t frame = (*first)->frame;
    ids.clear();
    for (; first != sorted.end() && (*first)->frame == frame; ++first) {
      if (!scope.isRegion(**first)) {
        ids.push_back((*first)->id);
      }
    }
    std::ranges::sort(ids);
    const auto twice = std::ranges::adjacent_find(ids);
    if (twice != ids.end()) {
      return fail(ErrorCode::CorruptData,
                  std::string(nameOf(side)) + ": frame " + std::to_string(frame) + " has id " +
                      std::to_string(*twice) + " twice. Every id may occur once a picture.");
    }
  }
  return sorted;
}

/// Boxes of one picture, with what overlaps.
struct Picture {
  Boxes truths;
  Boxes tracks;
  std::vector<Overlap> overlaps;
};

bool isDistractor(Benchmark benchmark, int classId) {
  constexpr int kPersonOnVehicle = 2;
  constexpr int kNonMotorised = 6;
  constexpr int kStaticPerson = 7;
  constexpr int kDistractor = 8;
  constexpr int kReflection = 12;
  return classId == kPersonOnVehicle || classId == kStaticPerson || classId == kDistractor ||
         classId == kReflection || (benchmark == Benchmark::Mot20 && classId == kNonMotorised);
}

/// Removes from a picture what a benchmark does not count. Works on one picture after the other.
class Preprocessor {
 public:
  explicit Preprocessor(const Scope& scope) : scope_(scope) {}

  /// Finds the overlaps and leaves those of the boxes that stay.
  void apply(Picture& picture) {
    putRegionsAside(picture);
    findOverlaps(picture);
    truthStays_.assign(picture.truths.size(), 1);
    trackStays_.assign(picture.tracks.size(), 1);
    if (scope_.benchmark == Benchmark::Kitti) {
      judgeKitti(picture);
    } else {
      judgeMot(picture);
    }
    removeRest(picture);
  }

 private:
  void putRegionsAside(Picture& picture) {
    regions_.clear();
    std::erase_if(picture.truths, [&](const LabelledBox* truth) {
      const bool region = scope_.isRegion(*truth);
      if (region) {
        regions_.push_back(truth);
      }
      return region;
    });
  }

  void findOverlaps(Picture& picture) {
    const auto copyBoxes = [](const Boxes& from, std::vector<Box>& to) {
      to.clear();
      for (const LabelledBox* const box : from) {
        to.push_back(box->box);
      }
    };
    copyBoxes(picture.truths, truthBoxes_);
    copyBoxes(picture.tracks, trackBoxes_);
    picture.overlaps.clear();
    finder_.find(truthBoxes_, trackBoxes_, picture.overlaps);
  }

  /// Best assignment of pairs at IoU 0.5: for each truth its overlap's index, or none.
  std::span<const int> match(const Picture& picture) {
    gains_.clear();
    for (const Overlap& overlap : picture.overlaps) {
      gains_.push_back(overlap.iou >= kMinIou - kEpsilon ? overlap.iou : 0);
    }
    return matcher_.match(picture.truths.size(), picture.tracks.size(), picture.overlaps, gains_);
  }

  void judgeMot(const Picture& picture) {
    const bool mot15 = scope_.benchmark == Benchmark::Mot15;
    if (!mot15) {
      const auto chosen = match(picture);
      for (std::size_t r = 0; r < chosen.size(); ++r) {
        if (chosen[r] != FrameMatcher::kNone &&
            isDistractor(scope_.benchmark, picture.truths[r]->classId)) {
          trackStays_[at(picture.overlaps[at(chosen[r])].track)] = 0;
        }
      }
    }
    for (std::size_t r = 0; r < picture.truths.size(); ++r) {
      const LabelledBox& truth = *picture.truths[r];
      truthStays_[r] = truth.considered && (mot15 || truth.classId == 1) ? 1 : 0;
    }
  }

  void judgeKitti(const Picture& picture) {
    constexpr int kMaxOcclusion = 2;
    constexpr int kMaxTruncation = 0;
    constexpr double kMinHeight = 25;
    constexpr double kMinInside = 0.5;
    const auto chosen = match(picture);
    matched_.assign(picture.tracks.size(), 0);
    for (std::size_t r = 0; r < picture.truths.size(); ++r) {
      const LabelledBox& truth = *picture.truths[r];
      const bool hidden = truth.classId == scope_.kittiNeighbour() ||
                          truth.occluded > kMaxOcclusion || truth.truncated > kMaxTruncation;
      truthStays_[r] = hidden ? 0 : 1;
      if (chosen[r] != FrameMatcher::kNone) {
        const std::size_t c = at(picture.overlaps[at(chosen[r])].track);
        matched_[c] = 1;
        trackStays_[c] = hidden ? 0 : 1;
      }
    }
    for (std::size_t c = 0; c < picture.tracks.size(); ++c) {
      const Box& box = picture.tracks[c]->box;
      // As the benchmark's program rounds it: from corner to corner.
      const double height = box.bottom() - box.y;
      const double area = (box.right() - box.x) * height;
      const bool inside = std::ranges::any_of(regions_, [&](const LabelledBox* region) {
        return area > kEpsilon && intersectionArea(box, region->box) / area > kMinInside + kEpsilon;
      });
      if (matched_[c] == 0 && (height <= kMinHeight + kEpsilon || inside)) {
        trackStays_[c] = 0;
      }
    }
  }

  /// New positions of the boxes that stay, -1 for the others; the others go.
  static void removeFrom(Boxes& boxes, const std::vector<char>& stays, std::vector<int>& place) {
    place.clear();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      place.push_back(stays[i] != 0 ? static_cast<int>(kept) : -1);
      if (stays[i] != 0) {
        boxes[kept++] = boxes[i];
      }
    }
    boxes.resize(kept);
  }

  void removeRest(Picture& picture) {
    removeFrom(picture.truths, truthStays_, truthPlace_);
    removeFrom(picture.tracks, trackStays_, trackPlace_);
    std::size_t kept = 0;
    for (Overlap overlap : picture.overlaps) {
      overlap.truth = truthPlace_[at(overlap.truth)];
      overlap.track = trackPlace_[at(overlap.track)];
      if (overlap.truth >= 0 && overlap.track >= 0) {
        picture.overlaps[kept++] = overlap;
      }
    }
    picture.overlaps.resize(kept);
  }

  Scope scope_;
  OverlapFinder finder_;
  FrameMatcher matcher_;
  std::vector<Box> truthBoxes_, trackBoxes_;
  std::vector<double> gains_;
  std::vector<char> truthStays_, trackStays_, matched_;
  std::vector<int> truthPlace_, trackPlace_;
  Boxes regions_;
};

/// The files' ids as 0, 1, 2, ... in order of appearance.
class Numbering {
 public:
  explicit Numbering(std::vector<std::int64_t>& ids) : ids_(ids) {}
  int of(std::int64_t id) {
    const auto [found, fresh] = numbers_.try_emplace(id, static_cast<int>(ids_.size()));
    if (fresh) {
      ids_.push_back(id);
    }
    return found->second;
  }

 private:
  std::vector<std::int64_t>& ids_;
  std::unordered_map<std::int64_t, int> numbers_;
};

/// The pairs of an object and a track that meet, numbered.
class PairNumbering {
 public:
  explicit PairNumbering(std::vector<MetPair>& pairs) : pairs_(pairs) {}
  int of(int truth, int track) {
    const auto key = static_cast<std::uint64_t>(truth) << 32U | static_cast<std::uint64_t>(track);
    const auto [found, fresh] = numbers_.try_emplace(key, static_cast<int>(pairs_.size()));
    if (fresh) {
      pairs_.push_back({truth, track});
    }
    return found->second;
  }

 private:
  std::vector<MetPair>& pairs_;
  std::unordered_map<std::uint64_t, int> numbers_;
};

/// Gives preprocessed pictures the sequence's numbers of objects, tracks and pairs.
class SequenceBuilder {
 public:
  void add(std::int64_t number, const Picture& picture) {
    EvaluatedFrame frame;
    frame.number = number;
    for (const LabelledBox* const truth : picture.truths) {
      frame.truths.push_back(truthNumbers_.of(truth->id));
      frame.truthBoxes.push_back(truth->box);
    }
    for (const LabelledBox* const track : picture.tracks) {
      frame.tracks.push_back(trackNumbers_.of(track->id));
      frame.trackBoxes.push_back(track->box);
    }
    frame.overlaps = picture.overlaps;
    for (Overlap& overlap : frame.overlaps) {
      overlap.pair =
          pairNumbers_.of(frame.truths[at(overlap.truth)], frame.tracks[at(overlap.track)]);
    }
    sequence_.frames.push_back(std::move(frame));
  }

  EvaluatedSequence finish() {
    sequence_.truthCount = static_cast<int>(sequence_.truthIds.size());
    sequence_.trackCount = static_cast<int>(sequence_.trackIds.size());
    return std::move(sequence_);
  }

 private:
  EvaluatedSequence sequence_;
  Numbering truthNumbers_{sequence_.truthIds};
  Numbering trackNumbers_{sequence_.trackIds};
  PairNumbering pairNumbers_{sequence_.pairs};
};

/// Moves the boxes of `frame` from the front of a sorted list.
void take(std::span<const LabelledBox* const>& sorted, std::int64_t frame, Boxes& boxes) {
  boxes.clear();
  while (!sorted.empty() && sorted.front()->frame == frame) {
    boxes.push_back(sorted.front());
    sorted = sorted.subspan(1);
  }
}

}  // namespace

bool KeptFrames::keeps(std::int64_t frame) const {
  return listed.empty() ? (frame - 1) % every == 0 : std::ranges::binary_search(listed, frame);
}

Result<EvaluatedSequence> setUpEvaluation(std::span<const LabelledBox> truths,
                                          std::span<const LabelledBox> tracks, Benchmark benchmark,
                                          std::int64_t frames, const KeptFrames& kept,
                                          int kittiClass) {
  const Scope scope{benchmark, kittiClass};
  const auto sortedTruths = byFrame(truths, Side::Truth, frames, kept, scope);
  if (!sortedTruths) {
    return fail(sortedTruths.error());
  }
  const auto sortedTracks = byFrame(tracks, Side::Tracks, frames, kept, scope);
  if (!sortedTracks) {
    return fail(sortedTracks.error());
  }
  SequenceBuilder builder;
  Preprocessor preprocessor(scope);
  Picture picture;
  std::size_t overlaps = 0;
  std::span<const LabelledBox* const> truthsLeft = *sortedTruths;
  std::span<const LabelledBox* const> tracksLeft = *sortedTracks;
  while (!truthsLeft.empty() || !tracksLeft.empty()) {
    constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
    const std::int64_t number = std::min(truthsLeft.empty() ? kNever : truthsLeft.front()->frame,
                                         tracksLeft.empty() ? kNever : tracksLeft.front()->frame);
    take(truthsLeft, number, picture.truths);
    take(tracksLeft, number, picture.tracks);
    constexpr std::size_t kMostPairs = 100'000'000;
    if (picture.truths.size() > kMostPairs / std::max<std::size_t>(picture.tracks.size(), 1)) {
      return fail(ErrorCode::CorruptData,
                  "frame " + std::to_string(number) + " has " +
                      std::to_string(picture.truths.size()) + " boxes of ground truth and " +
                      std::to_string(picture.tracks.size()) +
                      " tracks, more than make sense. Check the frame numbers of both files.");
    }
    preprocessor.apply(picture);
    overlaps += picture.overlaps.size();
    if (overlaps > kMostPairs) {
      return fail(ErrorCode::CorruptData, "more than " + std::to_string(kMostPairs) +
                                              " overlaps up to frame " + std::to_string(number) +
                                              ". Score the sequence in parts.");
    }
    if (!picture.truths.empty() || !picture.tracks.empty()) {
      builder.add(number, picture);
    }
  }
  return builder.finish();
}

}  // namespace followspot
