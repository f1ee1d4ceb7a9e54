#include "core/analytics/evaluation_setup.h"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/base/assignment.h"

namespace followspot {
namespace {

constexpr double kMinIou = 0.5;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

/// Boxes of one picture.
struct Picture {
  std::vector<const LabelledBox*> truths;
  std::vector<const LabelledBox*> tracks;
};

Result<void> sortIn(std::span<const LabelledBox> boxes, std::vector<Picture>& pictures,
                    std::vector<const LabelledBox*> Picture::*side, const char* what,
                    const KeptFrames& kept) {
  for (const LabelledBox& box : boxes) {
    if (box.frame < 1 || box.frame > static_cast<std::int64_t>(pictures.size())) {
      return fail(ErrorCode::CorruptData, std::string(what) + ": frame " +
                                              std::to_string(box.frame) +
                                              " is not in the sequence, which has " +
                                              std::to_string(pictures.size()) + " pictures.");
    }
    if (kept.keeps(box.frame)) {
      (pictures[static_cast<std::size_t>(box.frame - 1)].*side).push_back(&box);
    }
  }
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    ids.clear();
    for (const LabelledBox* const box : pictures[i].*side) {
      if (box->classId != KittiDontCare || box->id >= 0) {
        ids.push_back(box->id);
      }
    }
    std::ranges::sort(ids);
    const auto twice = std::ranges::adjacent_find(ids);
    if (twice != ids.end()) {
      return fail(ErrorCode::CorruptData, std::string(what) + ": frame " + std::to_string(i + 1) +
                                              " has id " + std::to_string(*twice) + " twice.");
    }
  }
  return {};
}

bool isDistractor(Benchmark benchmark, int classId) {
  constexpr int kPersonOnVehicle = 2;
  constexpr int kNonMotorised = 6;
  constexpr int kStaticPerson = 7;
  constexpr int kDistractor = 8;
  constexpr int kReflection = 12;
  return classId == kPersonOnVehicle || classId == kStaticPerson || classId == kDistractor ||
         classId == kReflection || (benchmark == Benchmark::Mot20 && classId == kNonMotorised);
}

class Preprocessor {
 public:
  Preprocessor(Benchmark benchmark, int kittiClass)
      : benchmark_(benchmark), kittiClass_(kittiClass) {}

  void apply(Picture& picture) {
    if (benchmark_ == Benchmark::Kitti) {
      applyKitti(picture);
      return;
    }
    if (benchmark_ != Benchmark::Mot15) {
      removed_.assign(picture.tracks.size(), 0);
      match(picture.truths, picture.tracks);
      for (std::size_t r = 0; r < picture.truths.size(); ++r) {
        if (partner_[r] >= 0 && isDistractor(benchmark_, picture.truths[r]->classId)) {
          removed_[static_cast<std::size_t>(partner_[r])] = 1;
        }
      }
      dropRemoved(picture.tracks);
    }
    std::erase_if(picture.truths, [&](const LabelledBox* truth) {
      return !truth->considered || (benchmark_ != Benchmark::Mot15 && truth->classId != 1);
    });
  }

 private:
  /// Best assignment of pairs at IoU 0.5; partner_ of each truth, -1: none.
  void match(const std::vector<const LabelledBox*>& truths,
             const std::vector<const LabelledBox*>& tracks) {
    partner_.assign(truths.size(), -1);
    cost_.resize(truths.size() * tracks.size());
    for (std::size_t r = 0; r < truths.size(); ++r) {
      for (std::size_t c = 0; c < tracks.size(); ++c) {
        const double overlap = iou(truths[r]->box, tracks[c]->box);
        cost_[r * tracks.size() + c] = overlap >= kMinIou - kEpsilon ? -overlap : 0;
      }
    }
    const auto paired = solver_.solve(cost_, truths.size(), tracks.size());
    for (std::size_t r = 0; r < truths.size(); ++r) {
      if (paired[r] != AssignmentSolver::kNone &&
          -cost_[r * tracks.size() + static_cast<std::size_t>(paired[r])] > kEpsilon) {
        partner_[r] = paired[r];
      }
    }
  }

  void dropRemoved(std::vector<const LabelledBox*>& tracks) const {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      if (removed_[i] == 0) {
        tracks[kept++] = tracks[i];
      }
    }
    tracks.resize(kept);
  }

  void applyKitti(Picture& picture) {
    constexpr int kMaxOcclusion = 2;
    constexpr int kMaxTruncation = 0;
    constexpr double kMinHeight = 25;
    constexpr double kMinInside = 0.5;
    const int neighbour = kittiClass_ == KittiCar ? KittiVan : KittiPersonSitting;
    std::vector<const LabelledBox*> regions;
    std::ranges::copy_if(picture.truths, std::back_inserter(regions),
                         [](const LabelledBox* truth) { return truth->classId == KittiDontCare; });
    std::erase_if(picture.truths, [&](const LabelledBox* truth) {
      return truth->classId != kittiClass_ && truth->classId != neighbour;
    });
    std::erase_if(picture.tracks,
                  [&](const LabelledBox* track) { return track->classId != kittiClass_; });
    match(picture.truths, picture.tracks);
    removed_.assign(picture.tracks.size(), 0);
    std::vector<char> matched(picture.tracks.size(), 0);
    const auto hidden = [&](const LabelledBox* truth) {
      return truth->classId == neighbour || truth->occluded > kMaxOcclusion ||
             truth->truncated > kMaxTruncation;
    };
    for (std::size_t r = 0; r < picture.truths.size(); ++r) {
      if (partner_[r] >= 0) {
        const auto c = static_cast<std::size_t>(partner_[r]);
        matched[c] = 1;
        removed_[c] = hidden(picture.truths[r]) ? 1 : 0;
      }
    }
    for (std::size_t c = 0; c < picture.tracks.size(); ++c) {
      const Box& box = picture.tracks[c]->box;
      const bool inside = std::ranges::any_of(regions, [&](const LabelledBox* region) {
        return intersectionArea(box, region->box) > (kMinInside + kEpsilon) * box.area();
      });
      if (matched[c] == 0 && (box.h <= kMinHeight + kEpsilon || inside)) {
        removed_[c] = 1;
      }
    }
    dropRemoved(picture.tracks);
    std::erase_if(picture.truths, hidden);
  }

  Benchmark benchmark_;
  int kittiClass_;
  AssignmentSolver solver_;
  std::vector<double> cost_;
  std::vector<int> partner_;
  std::vector<char> removed_;
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

}  // namespace

bool KeptFrames::keeps(std::int64_t frame) const {
  return listed.empty() ? (frame - 1) % every == 0 : std::ranges::binary_search(listed, frame);
}

Result<EvaluatedSequence> setUpEvaluation(std::span<const LabelledBox> truths,
                                          std::span<const LabelledBox> tracks, Benchmark benchmark,
                                          std::int64_t frames, const KeptFrames& kept,
                                          int kittiClass) {
  std::vector<Picture> pictures(static_cast<std::size_t>(frames));
  if (auto sorted = sortIn(truths, pictures, &Picture::truths, "ground truth", kept); !sorted) {
    return fail(sorted.error());
  }
  if (auto sorted = sortIn(tracks, pictures, &Picture::tracks, "tracks", kept); !sorted) {
    return fail(sorted.error());
  }
  EvaluatedSequence sequence;
  Numbering truthNumbers(sequence.truthIds);
  Numbering trackNumbers(sequence.trackIds);
  Preprocessor preprocessor(benchmark, kittiClass);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    Picture& picture = pictures[i];
    if (!kept.keeps(static_cast<std::int64_t>(i) + 1)) {
      continue;
    }
    preprocessor.apply(picture);
    EvaluatedFrame frame;
    frame.number = static_cast<std::int64_t>(i) + 1;
    for (const LabelledBox* const truth : picture.truths) {
      frame.truths.push_back(truthNumbers.of(truth->id));
      frame.truthBoxes.push_back(truth->box);
    }
    for (const LabelledBox* const track : picture.tracks) {
      frame.tracks.push_back(trackNumbers.of(track->id));
      frame.trackBoxes.push_back(track->box);
    }
    frame.similarity.reserve(picture.truths.size() * picture.tracks.size());
    for (const LabelledBox* const truth : picture.truths) {
      for (const LabelledBox* const track : picture.tracks) {
        frame.similarity.push_back(iou(truth->box, track->box));
      }
    }
    sequence.frames.push_back(std::move(frame));
  }
  sequence.truthCount = static_cast<int>(sequence.truthIds.size());
  sequence.trackCount = static_cast<int>(sequence.trackIds.size());
  return sequence;
}

}  // namespace followspot
