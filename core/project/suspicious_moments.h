#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/project/project_types.h"

namespace followspot {

/// Why a person should look.
enum class MomentKind {
  Birth,     ///< A track begins away from the picture's border.
  Loss,      ///< A track ends away from the picture's border.
  Gap,       ///< A track has no box for some pictures, or only computed ones.
  Crossing,  ///< Two tracks of one class cover each other: they may have changed places.
};

struct SuspiciousMoment {
  FrameId frame{};
  MomentKind kind = MomentKind::Birth;
  TrackId track = TrackId::None;
  TrackId other = TrackId::None;  ///< Of a crossing.
  friend bool operator==(const SuspiciousMoment&, const SuspiciousMoment&) = default;
};

/// What counts, in parts of the picture and in pictures.
struct MomentSettings {
  /// A box nearer to the border than this part of the picture's width or height has come from, or
  /// gone, out of sight.
  double border = 0.04;
  /// Boxes of two tracks that overlap so much (IoU) cover each other ...
  double crossing = 0.4;
  /// ... until they overlap less than this.
  double parted = 0.1;
  std::int64_t gap = 3;  ///< Pictures that were tracked, without a detected box.
};

/// Finds where tracks probably went wrong, from their boxes in order; holds only what is under way.
/// @threading one thread at a time.
class MomentFinder {
 public:
  /// @param size    of the pictures; {0, 0}: unknown, then births and losses are not looked for.
  /// @param step    of the run: every step-th picture was tracked; > 0.
  /// @param tracks  by id, as stored.
  MomentFinder(FrameSize size, std::int64_t step, std::span<const TrackInfo> tracks,
               MomentSettings settings = {});

  /// The boxes on the next pictures, by frame, then track.
  void add(std::span<const BoxRow> boxes);

  /// All moments by frame; ends the search.
  /// @param pictures  that were tracked: what begins with the first or ends with the last of them
  ///                  is not suspicious.
  [[nodiscard]] std::vector<SuspiciousMoment> finish(FrameRange pictures);

 private:
  struct Life {
    FrameId first{};
    FrameId detected{};  // its last box that was not computed
    FrameId last{};
    Box firstBox;
    Box lastBox;
    ClassId classId = ClassId::Unknown;
  };
  using Pair = std::pair<TrackId, TrackId>;
  void addPicture(std::span<const BoxRow> boxes);
  void findCrossings(std::span<const BoxRow> boxes);
  [[nodiscard]] bool isInside(const Box& box) const;

  FrameSize size_;
  std::int64_t step_;
  std::span<const TrackInfo> tracks_;
  MomentSettings settings_;
  std::unordered_map<std::uint64_t, Life> lives_;
  std::map<Pair, FrameId> together_;  // that cover each other, and when they last did
  std::vector<SuspiciousMoment> found_;
  std::vector<BoxRow> waiting_;  // of a picture that may go on in the next call
  std::vector<const BoxRow*> byLeft_;
};

}  // namespace followspot
