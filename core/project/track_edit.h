#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_types.h"
#include "core/project/track_delta.h"

namespace followspot {

// What a person can do to the tracks of a run. Boxes set by hand are key boxes; those computed
// between (or held before the first and after the last) are interpolated, and computed anew when
// their neighbours change.

/// The boxes from `at` on become a track of their own, of the same class, without a name.
struct SplitTrack {
  TrackId track = TrackId::None;
  FrameId at{};
};
/// `from` becomes part of `into`; where both have a box, that of `into` stays.
struct MergeTracks {
  TrackId into = TrackId::None;
  TrackId from = TrackId::None;
};
/// From `at` on, each goes on with the other's boxes.
struct SwapTracks {
  TrackId a = TrackId::None;
  TrackId b = TrackId::None;
  FrameId at{};
};
struct DeleteTrack {
  TrackId track = TrackId::None;
};
/// Boxes outside `keep` go.
struct TrimTrack {
  TrackId track = TrackId::None;
  FrameRange keep;
};
/// The first or last box is held up to and including `to`.
struct ExtendTrack {
  TrackId track = TrackId::None;
  FrameId to{};
};
struct RenameTrack {
  TrackId track = TrackId::None;
  std::string name;  ///< UTF-8, at most 200 bytes, no control characters; outer blanks go.
};
struct SetTrackClass {
  TrackId track = TrackId::None;
  ClassId classId = ClassId::Unknown;
};
struct ReviewTrack {
  TrackId track = TrackId::None;
  Review review = Review::Open;
};
/// A box by hand: replaces one, fills a place, or leads the track on to that picture.
struct SetKeyBox {
  TrackId track = TrackId::None;
  FrameId frame{};
  Box box;  ///< w, h > 0.
};
/// A track by hand, of one key box.
struct AddTrack {
  ClassId classId = ClassId::Unknown;
  FrameId frame{};
  Box box;  ///< w, h > 0.
};
/// Pictures between a track's boxes that have none get interpolated ones.
struct FillGaps {
  TrackId track = TrackId::None;
};

using TrackEdit =
    std::variant<SplitTrack, MergeTracks, SwapTracks, DeleteTrack, TrimTrack, ExtendTrack,
                 RenameTrack, SetTrackClass, ReviewTrack, SetKeyBox, AddTrack, FillGaps>;

/// Position in TrackEdit; stored in projects, so that it never changes.
enum class EditKind {
  Split,
  Merge,
  Swap,
  Delete,
  Trim,
  Extend,
  Rename,
  SetClass,
  SetReview,
  SetKeyBox,
  Add,
  FillGaps,
};

[[nodiscard]] inline EditKind kindOf(const TrackEdit& edit) {
  return static_cast<EditKind>(edit.index());
}
/// "split", "merge", ...
[[nodiscard]] std::string_view nameOf(EditKind kind);

/// What an undo menu names.
struct EditSubject {
  EditKind kind = EditKind::Split;
  TrackId track = TrackId::None;  ///< The first track; None for Add.
  TrackId other = TrackId::None;  ///< The second one, where there is one.
  FrameId frame{};                ///< Where it happened; 0 for edits of whole tracks.
};
[[nodiscard]] EditSubject subjectOf(const TrackEdit& edit);

/// The tracks that an edit reads, each once.
[[nodiscard]] std::vector<TrackId> tracksOf(const TrackEdit& edit);

/// What a plan is made from.
struct EditInput {
  std::vector<TrackContent> tracks;  ///< Those of `tracksOf` that exist.
  TrackId nextId = TrackId::None;    ///< For a new track.
  std::int64_t frameStep = 1;        ///< Of the run.
  std::size_t classCount = 0;        ///< Lines of the run's labels; 0: unknown.
};

/// What an edit comes to. A track without boxes is no track: it goes.
/// @errors NotFound: a track that is not there. InvalidArgument: an edit without effect or sense,
/// with the reason; more than 1,000,000 boxes at once.
/// @threading pure function; any thread.
[[nodiscard]] Result<TrackDelta> planEdit(const TrackEdit& edit, const EditInput& input);

}  // namespace followspot
