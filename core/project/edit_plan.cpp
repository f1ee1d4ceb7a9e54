#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/project/track_edit.h"

namespace followspot {
namespace {

constexpr std::int64_t kMostFrame = 100'000'000;
constexpr std::int64_t kMostBoxes = 1'000'000;
constexpr double kMostCoordinate = 1e9;

tl::unexpected<Error> refuse(const std::string& sentence) {
  return fail(ErrorCode::InvalidArgument, sentence);
}

std::string nameOf(TrackId id) { return "Track " + std::to_string(numberOf(id)); }

bool isUsable(const Box& box) {
  return isProper(box) &&
         std::max({std::abs(box.x), std::abs(box.y), box.w, box.h}) <= kMostCoordinate;
}

bool isComputed(const BoxRow& row) { return row.value.origin == BoxOrigin::Interpolated; }

/// The box at a share `t` of the way from a to b.
Box between(const Box& a, const Box& b, double t) {
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.w + (b.w - a.w) * t,
          a.h + (b.h - a.h) * t};
}

/// A track while an edit works on it.
struct Draft {
  TrackContent content;

  [[nodiscard]] TrackId id() const { return content.info.id; }
  std::vector<BoxRow>& boxes() { return content.boxes; }
  [[nodiscard]] std::vector<BoxRow>::iterator from(FrameId frame) {
    return std::ranges::lower_bound(content.boxes, frame, {}, &BoxRow::frame);
  }

  void add(BoxRow row) {
    row.track = id();
    content.boxes.insert(from(row.frame), row);
  }

  /// Computes the computed boxes anew: straight between their neighbours, held at the ends.
  void interpolate() {
    std::vector<BoxRow>& rows = content.boxes;
    std::optional<std::size_t> last;
    for (std::size_t k = 0; k <= rows.size(); ++k) {
      if (k < rows.size() && isComputed(rows[k])) {
        continue;
      }
      const bool hasNext = k < rows.size();
      for (std::size_t i = last ? *last + 1 : 0; i < k && (last || hasNext); ++i) {
        const BoxRow& a = rows[last ? *last : k];
        const BoxRow& b = rows[hasNext ? k : *last];
        const auto length = static_cast<double>(indexOf(b.frame) - indexOf(a.frame));
        const double t =
            length > 0 ? static_cast<double>(indexOf(rows[i].frame) - indexOf(a.frame)) / length
                       : 0;
        rows[i].value.box = between(a.value.box, b.value.box, t);
        rows[i].value.score = std::min(a.value.score, b.value.score);
      }
      last = k;
    }
  }

  /// Adds computed boxes, still without a place, on every step-th picture before `end`.
  void fill(std::int64_t first, FrameId end, std::int64_t step) {
    std::vector<BoxRow> added;
    for (std::int64_t frame = first; frame < indexOf(end); frame += step) {
      added.push_back({FrameId{frame}, id(), {{}, 0, BoxOrigin::Interpolated}});
    }
    content.boxes.insert(from(end), added.begin(), added.end());
  }

  void finish() {
    if (!content.boxes.empty()) {
      content.info.first = content.boxes.front().frame;
      content.info.last = content.boxes.back().frame;
    }
    content.info.boxes = static_cast<std::int64_t>(content.boxes.size());
  }
};

/// The tracks of an edit: as they are, and as they become.
class Planner {
 public:
  explicit Planner(const EditInput& input) : input_(input) {
    for (const TrackContent& track : input.tracks) {
      drafts_.push_back({track});
    }
  }

  Result<void> operator()(const SplitTrack& edit) {
    Draft& track = draft(edit.track);
    const auto at = track.from(edit.at);
    if (at == track.boxes().begin() || at == track.boxes().end()) {
      return refuse(nameOf(edit.track) +
                    " has no boxes on both sides of that picture. Go to a "
                    "picture within it.");
    }
    Draft rest;
    rest.content.info = track.content.info;
    rest.content.info.id = input_.nextId;
    rest.content.info.name.clear();
    rest.content.info.review = Review::Open;
    rest.content.boxes.assign(at, track.boxes().end());
    track.boxes().erase(at, track.boxes().end());
    relabel(rest);
    drafts_.push_back(std::move(rest));
    return {};
  }

  Result<void> operator()(const MergeTracks& edit) {
    if (edit.into == edit.from) {
      return refuse("A track cannot be merged with itself. Choose two.");
    }
    Draft& into = draft(edit.into);
    Draft& from = draft(edit.from);
    std::vector<BoxRow> all;
    // Of equal frames the first range's comes first, and is kept.
    std::ranges::merge(into.boxes(), from.boxes(), std::back_inserter(all), {}, &BoxRow::frame,
                       &BoxRow::frame);
    all.erase(std::unique(all.begin(), all.end(),
                          [](const BoxRow& a, const BoxRow& b) { return a.frame == b.frame; }),
              all.end());
    into.boxes() = std::move(all);
    from.boxes().clear();
    relabel(into);
    into.interpolate();
    return {};
  }

  Result<void> operator()(const SwapTracks& edit) {
    if (edit.a == edit.b) {
      return refuse("A track cannot change with itself. Choose two.");
    }
    Draft& a = draft(edit.a);
    Draft& b = draft(edit.b);
    const std::vector<BoxRow> tailOfA(a.from(edit.at), a.boxes().end());
    const std::vector<BoxRow> tailOfB(b.from(edit.at), b.boxes().end());
    if (tailOfA.empty() && tailOfB.empty()) {
      return refuse("Neither track has a box from that picture on. Go to an earlier one.");
    }
    a.boxes().erase(a.from(edit.at), a.boxes().end());
    b.boxes().erase(b.from(edit.at), b.boxes().end());
    a.boxes().insert(a.boxes().end(), tailOfB.begin(), tailOfB.end());
    b.boxes().insert(b.boxes().end(), tailOfA.begin(), tailOfA.end());
    relabel(a);
    relabel(b);
    return {};
  }

  Result<void> operator()(const DeleteTrack& edit) {
    draft(edit.track).boxes().clear();
    return {};
  }

  Result<void> operator()(const TrimTrack& edit) {
    Draft& track = draft(edit.track);
    std::erase_if(track.boxes(), [&](const BoxRow& row) {
      return row.frame < edit.keep.first || row.frame >= edit.keep.end;
    });
    return {};
  }

  Result<void> operator()(const ExtendTrack& edit) {
    Draft& track = draft(edit.track);
    if (auto fits = frameFits(edit.to); !fits) {
      return fits;
    }
    const FrameId first = track.boxes().front().frame;
    const FrameId last = track.boxes().back().frame;
    if (edit.to >= first && edit.to <= last) {
      return refuse(nameOf(edit.track) + " is already there. Go beyond its first or last picture.");
    }
    if (auto few = fewEnough(edit.to, edit.to < first ? first : last); !few) {
      return few;
    }
    leadTo(track, edit.to);
    track.add({edit.to, track.id(), {{}, 0, BoxOrigin::Interpolated}});
    track.interpolate();
    return {};
  }

  Result<void> operator()(const RenameTrack& edit) {
    constexpr std::size_t kLongest = 200;
    if (edit.name.size() > kLongest || !isUtf8(edit.name) ||
        std::ranges::any_of(
            edit.name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; })) {
      return refuse("A name has at most 200 bytes and no line ends. Give a shorter one.");
    }
    draft(edit.track).content.info.name = trimmed(edit.name);
    return {};
  }

  Result<void> operator()(const SetTrackClass& edit) {
    if (auto known = classFits(edit.classId); !known) {
      return known;
    }
    draft(edit.track).content.info.classId = edit.classId;
    return {};
  }

  Result<void> operator()(const ReviewTrack& edit) {
    draft(edit.track).content.info.review = edit.review;
    return {};
  }

  Result<void> operator()(const SetKeyBox& edit) {
    Draft& track = draft(edit.track);
    if (auto fits = placeFits(edit.frame, edit.box); !fits) {
      return fits;
    }
    const StoredBox key = {edit.box, 1, BoxOrigin::Key};
    const auto at = track.from(edit.frame);
    if (at != track.boxes().end() && at->frame == edit.frame) {
      at->value = key;
    } else {
      const FrameId first = track.boxes().front().frame;
      const FrameId last = track.boxes().back().frame;
      if (edit.frame < first || edit.frame > last) {
        if (auto few = fewEnough(edit.frame, edit.frame < first ? first : last); !few) {
          return few;
        }
        leadTo(track, edit.frame);
      }
      track.add({edit.frame, track.id(), key});
    }
    track.interpolate();
    return {};
  }

  Result<void> operator()(const AddTrack& edit) {
    if (auto known = classFits(edit.classId); !known) {
      return known;
    }
    if (auto fits = placeFits(edit.frame, edit.box); !fits) {
      return fits;
    }
    Draft track;
    track.content.info.id = input_.nextId;
    track.content.info.classId = edit.classId;
    track.add({edit.frame, input_.nextId, {edit.box, 1, BoxOrigin::Key}});
    drafts_.push_back(std::move(track));
    return {};
  }

  Result<void> operator()(const FillGaps& edit) {
    Draft& track = draft(edit.track);
    const std::vector<BoxRow> rows = track.boxes();
    std::int64_t missing = 0;
    for (std::size_t k = 1; k < rows.size(); ++k) {
      missing += (indexOf(rows[k].frame) - indexOf(rows[k - 1].frame) - 1) / input_.frameStep;
    }
    if (missing > kMostBoxes) {
      return refuse("More than a million boxes would be needed. Split the track first.");
    }
    for (std::size_t k = 1; k < rows.size(); ++k) {
      track.fill(indexOf(rows[k - 1].frame) + input_.frameStep, rows[k].frame, input_.frameStep);
    }
    track.interpolate();
    return {};
  }

  Result<TrackDelta> finish() {
    std::vector<TrackContent> after;
    for (Draft& track : drafts_) {
      track.finish();
      if (!track.boxes().empty()) {
        after.push_back(std::move(track.content));
      }
    }
    TrackDelta delta = deltaBetween(input_.tracks, after);
    if (delta == TrackDelta{}) {
      return refuse("Nothing would change.");
    }
    return delta;
  }

 private:
  Draft& draft(TrackId id) {
    return *std::ranges::find(drafts_, id, [](const Draft& track) { return track.id(); });
  }

  static void relabel(Draft& track) {
    for (BoxRow& row : track.boxes()) {
      row.track = track.id();
    }
  }

  /// Computed boxes from the near end of a track up to, without, a picture outside.
  void leadTo(Draft& track, FrameId frame) const {
    const FrameId first = track.boxes().front().frame;
    const std::int64_t step = input_.frameStep;
    if (frame < first) {
      const std::int64_t odd = (indexOf(first) - indexOf(frame)) % step;
      track.fill(indexOf(frame) + (odd == 0 ? step : odd), first, step);
    } else {
      track.fill(indexOf(track.boxes().back().frame) + step, frame, step);
    }
  }

  [[nodiscard]] Result<void> fewEnough(FrameId a, FrameId b) const {
    if (std::abs(indexOf(a) - indexOf(b)) / input_.frameStep > kMostBoxes) {
      return refuse("More than a million boxes would be needed. Choose a nearer picture.");
    }
    return {};
  }
  static Result<void> frameFits(FrameId frame) {
    if (indexOf(frame) < 0 || indexOf(frame) >= kMostFrame) {
      return refuse("There is no picture " + std::to_string(numberOf(frame)) + ".");
    }
    return {};
  }
  static Result<void> placeFits(FrameId frame, const Box& box) {
    if (!isUsable(box)) {
      return refuse("A box needs a width and a height above 0, in pixels.");
    }
    return frameFits(frame);
  }
  [[nodiscard]] Result<void> classFits(ClassId id) const {
    constexpr int kMostClass = 100'000;
    const int most = input_.classCount > 0 ? static_cast<int>(input_.classCount) - 1 : kMostClass;
    if (indexOf(id) < -1 || indexOf(id) > most) {
      return refuse("There is no class " + std::to_string(indexOf(id)) + " among the labels.");
    }
    return {};
  }

  const EditInput& input_;
  std::vector<Draft> drafts_;
};

}  // namespace

Result<TrackDelta> planEdit(const TrackEdit& edit, const EditInput& input) {
  for (const TrackId id : tracksOf(edit)) {
    const auto found = std::ranges::find(input.tracks, id,
                                         [](const TrackContent& track) { return track.info.id; });
    if (id == TrackId::None || found == input.tracks.end() || found->boxes.empty()) {
      return fail(ErrorCode::NotFound, nameOf(id) + " is not there (any more). Choose another.");
    }
  }
  if (kindOf(edit) != EditKind::Add && subjectOf(edit).track == TrackId::None) {
    return fail(ErrorCode::NotFound, "No track is named. Choose one.");
  }
  Planner planner(input);
  if (auto planned = std::visit(planner, edit); !planned) {
    return fail(planned.error());
  }
  return planner.finish();
}

}  // namespace followspot
