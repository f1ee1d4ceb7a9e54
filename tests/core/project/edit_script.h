#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "core/project/track_edit.h"
#include "core/types/track.h"

namespace followspot::test {

/// A run's tracks in memory, kept as plainly as can be.
struct TrackBook {
  std::map<TrackId, TrackInfo> tracks;
  std::map<std::pair<FrameId, TrackId>, StoredBox> boxes;
  friend bool operator==(const TrackBook&, const TrackBook&) = default;

  [[nodiscard]] std::vector<TrackContent> contents(const std::vector<TrackId>& ids) const {
    std::vector<TrackContent> contents;
    for (const TrackId id : ids) {
      if (const auto info = tracks.find(id); info != tracks.end()) {
        TrackContent content{info->second, {}};
        for (const auto& [key, value] : boxes) {
          if (key.second == id) {
            content.boxes.push_back({key.first, id, value});
          }
        }
        contents.push_back(std::move(content));
      }
    }
    return contents;
  }

  /// False where the delta does not fit.
  bool apply(const TrackDelta& delta) {
    bool fits = true;
    for (const auto& change : delta.boxes) {
      if (change.before) {
        const auto found = boxes.find({change.frame, change.track});
        fits = fits && found != boxes.end() && found->second == *change.before;
        boxes.erase({change.frame, change.track});
      }
    }
    std::vector<StoredBox> moved;
    for (const auto& move : delta.moves) {
      const auto found = boxes.find({move.frame, move.from});
      fits = fits && found != boxes.end();
      moved.push_back(found != boxes.end() ? found->second : StoredBox{});
      boxes.erase({move.frame, move.from});
    }
    for (std::size_t k = 0; k < moved.size(); ++k) {
      fits = boxes.emplace(std::pair(delta.moves[k].frame, delta.moves[k].to), moved[k]).second &&
             fits;
    }
    for (const auto& change : delta.boxes) {
      if (change.after) {
        fits = boxes.emplace(std::pair(change.frame, change.track), *change.after).second && fits;
      }
    }
    for (const auto& change : delta.tracks) {
      if (change.before) {
        const auto found = tracks.find(change.id);
        fits = fits && found != tracks.end() && found->second == *change.before;
        tracks.erase(change.id);
      }
      if (change.after) {
        fits = tracks.emplace(change.id, *change.after).second && fits;
      }
    }
    return fits;
  }

  /// Whether the table of tracks says what the boxes say.
  [[nodiscard]] bool isConsistent() const {
    std::map<TrackId, TrackInfo> counted;
    for (const auto& [key, value] : boxes) {
      TrackInfo& info = counted[key.second];
      info.first = info.boxes == 0 ? key.first : std::min(info.first, key.first);
      info.last = info.boxes == 0 ? key.first : std::max(info.last, key.first);
      ++info.boxes;
    }
    return counted.size() == tracks.size() && std::ranges::all_of(tracks, [&](const auto& entry) {
             const auto found = counted.find(entry.first);
             return found != counted.end() && found->second.first == entry.second.first &&
                    found->second.last == entry.second.last &&
                    found->second.boxes == entry.second.boxes && entry.second.id == entry.first;
           });
  }
};

/// Pictures 0 to 29 with tracks 1 to 6, some with gaps.
inline std::vector<TrackSet> scriptedPictures() {
  std::vector<TrackSet> pictures;
  std::mt19937 random(11);
  for (std::int64_t frame = 0; frame < 30; ++frame) {
    TrackSet set;
    set.frame = FrameId{frame};
    set.time = timestampAt(static_cast<double>(frame) / 10);
    for (std::uint64_t id = 1; id <= 6; ++id) {
      if (random() % 4 != 0) {
        Track track;
        track.id = TrackId{id};
        track.classId = ClassId{static_cast<int>(id % 3)};
        track.score = static_cast<double>(random() % 1000) / 1000;
        track.box = {static_cast<double>(random() % 6400) / 10,
                     static_cast<double>(random() % 4800) / 7, 10 + static_cast<double>(id), 20.5};
        set.items.push_back(track);
      }
    }
    pictures.push_back(std::move(set));
  }
  return pictures;
}

inline TrackBook bookOf(const std::vector<TrackSet>& pictures) {
  TrackBook book;
  for (const TrackSet& picture : pictures) {
    for (const Track& track : picture.items) {
      TrackInfo& info = book.tracks[track.id];
      info.first = info.boxes == 0 ? picture.frame : info.first;
      info.classId = info.boxes == 0 ? track.classId : info.classId;
      info.id = track.id;
      info.last = picture.frame;
      ++info.boxes;
      book.boxes[{picture.frame, track.id}] = {track.box, track.score, BoxOrigin::Detected};
    }
  }
  return book;
}

/// Steps as a hurried person takes them: edits, good and bad ones, undo, redo; the same for the
/// same seed.
class EditScript {
 public:
  enum class Kind { Edit, Undo, Redo };
  struct Step {
    Kind kind = Kind::Edit;
    TrackEdit edit;
  };

  explicit EditScript(unsigned seed) : random_(seed), book_(bookOf(scriptedPictures())) {}

  [[nodiscard]] const TrackBook& book() const { return book_; }
  [[nodiscard]] std::size_t undoable() const { return done_; }
  [[nodiscard]] std::size_t journalSize() const { return journal_.size(); }
  [[nodiscard]] bool isSound() const { return sound_; }

  Step next() {
    Step step;
    const auto dice = random_() % 10;
    step.kind = dice < 2 ? Kind::Undo : dice < 3 ? Kind::Redo : Kind::Edit;
    step.edit = randomEdit();
    return step;
  }

  /// Does in memory what the store shall do; false where that is nothing.
  bool perform(const Step& step) {
    if (step.kind == Kind::Undo) {
      if (done_ == 0) {
        return false;
      }
      sound_ = book_.apply(inverse(journal_[--done_])) && sound_;
      return true;
    }
    if (step.kind == Kind::Redo) {
      if (done_ == journal_.size()) {
        return false;
      }
      sound_ = book_.apply(journal_[done_++]) && sound_;
      return true;
    }
    const auto delta = planEdit(step.edit, {book_.contents(tracksOf(step.edit)), next_, 1, 5});
    if (!delta) {
      return false;
    }
    journal_.resize(done_);
    journal_.push_back(*delta);
    ++done_;
    sound_ = book_.apply(*delta) && sound_ && book_.isConsistent();
    for (const auto& [id, info] : book_.tracks) {
      next_ = std::max(next_, TrackId{numberOf(id) + 1});
    }
    return true;
  }

 private:
  TrackId anyTrack() {
    // Now and then one that is not there.
    if (book_.tracks.empty() || random_() % 20 == 0) {
      return TrackId{999'999};
    }
    auto found = book_.tracks.begin();
    std::advance(found, random_() % book_.tracks.size());
    return found->first;
  }
  FrameId anyFrame() { return FrameId{static_cast<std::int64_t>(random_() % 40)}; }
  Box anyBox() {
    return {static_cast<double>(random_() % 600) / 3, static_cast<double>(random_() % 400) / 3,
            1 + static_cast<double>(random_() % 50), 2.5};
  }

  TrackEdit randomEdit() {
    const TrackId a = anyTrack();
    const TrackId b = anyTrack();
    const FrameId frame = anyFrame();
    switch (random_() % 12) {
      case 0:
        return SplitTrack{a, frame};
      case 1:
        return MergeTracks{a, b};
      case 2:
        return SwapTracks{a, b, frame};
      case 3:
        // Rarely, or soon nothing is left.
        return random_() % 3 == 0 ? TrackEdit(DeleteTrack{a}) : TrackEdit(SplitTrack{b, frame});
      case 4:
        return TrimTrack{a, {frame, FrameId{indexOf(frame) + 25}}};
      case 5:
        return ExtendTrack{a, frame};
      case 6:
        return RenameTrack{a, "Anna " + std::to_string(random_() % 9)};
      case 7:
        return SetTrackClass{a, ClassId{static_cast<int>(random_() % 6)}};
      case 8:
        return ReviewTrack{a, static_cast<Review>(random_() % 3)};
      case 9:
        return SetKeyBox{a, frame, anyBox()};
      case 10:
        return AddTrack{ClassId{1}, frame, anyBox()};
      default:
        return FillGaps{a};
    }
  }

  std::mt19937 random_;
  TrackBook book_;
  std::vector<TrackDelta> journal_;
  std::size_t done_ = 0;
  TrackId next_{7};
  bool sound_ = true;
};

}  // namespace followspot::test
