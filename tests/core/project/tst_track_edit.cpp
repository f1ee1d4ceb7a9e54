#include <string>
#include <vector>

#include <QTest>

#include "core/project/track_edit.h"
#include "tests/core/project/edit_script.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::test;

namespace {

constexpr TrackId kA{1};
constexpr TrackId kB{2};

/// Boxes at (10 f, 0, 4, 4), as pictures `frames` of a track.
TrackContent track(TrackId id, const std::vector<std::int64_t>& frames, double y = 0) {
  TrackContent content;
  content.info.id = id;
  content.info.classId = ClassId{1};
  for (const std::int64_t frame : frames) {
    content.boxes.push_back(
        {FrameId{frame}, id, {{10.0 * static_cast<double>(frame), y, 4, 4}, 0.5, {}}});
  }
  content.info.first = content.boxes.front().frame;
  content.info.last = content.boxes.back().frame;
  content.info.boxes = static_cast<std::int64_t>(frames.size());
  return content;
}

TrackBook bookOfTracks(const std::vector<TrackContent>& tracks) {
  TrackBook book;
  for (const TrackContent& content : tracks) {
    book.tracks[content.info.id] = content.info;
    for (const BoxRow& row : content.boxes) {
      book.boxes[{row.frame, row.track}] = row.value;
    }
  }
  return book;
}

/// What becomes of tracks 1 and 2; new ones get id 9.
Result<TrackBook> after(const TrackEdit& edit, const std::vector<TrackContent>& tracks,
                        std::int64_t step = 1) {
  TrackBook book = bookOfTracks(tracks);
  const auto delta = planEdit(edit, {book.contents(tracksOf(edit)), TrackId{9}, step, 3});
  if (!delta) {
    return fail(delta.error());
  }
  if (!book.apply(*delta) || !book.isConsistent()) {
    return fail(ErrorCode::Internal, "the delta does not fit");
  }
  return book;
}

/// "0 1 2*" for a track: its pictures, * interpolated, ! key.
std::string framesOf(const TrackBook& book, TrackId id) {
  std::string text;
  for (const auto& [key, value] : book.boxes) {
    if (key.second == id) {
      text += (text.empty() ? "" : " ") + std::to_string(indexOf(key.first)) +
              (value.origin == BoxOrigin::Interpolated ? "*"
               : value.origin == BoxOrigin::Key        ? "!"
                                                       : "");
    }
  }
  return text;
}

double xAt(const TrackBook& book, TrackId id, std::int64_t frame) {
  const auto found = book.boxes.find({FrameId{frame}, id});
  return found == book.boxes.end() ? -1 : found->second.box.x;
}

}  // namespace

class TestTrackEdit : public QObject {
  Q_OBJECT
 private slots:
  void split() {
    auto named = track(kA, {0, 1, 4, 5});
    named.info.name = "Anna";
    named.info.review = Review::Accepted;
    const auto book = after(SplitTrack{kA, FrameId{3}}, {named});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("0 1"));
    QCOMPARE(framesOf(*book, TrackId{9}), std::string("4 5"));
    QCOMPARE(book->tracks.at(kA).name, std::string("Anna"));
    QCOMPARE(book->tracks.at(TrackId{9}).name, std::string());
    QCOMPARE(book->tracks.at(TrackId{9}).review, Review::Open);
    QCOMPARE(book->tracks.at(TrackId{9}).classId, ClassId{1});
    for (const std::int64_t frame : {0, 6}) {
      FS_VERIFY_ERROR(after(SplitTrack{kA, FrameId{frame}}, {named}), ErrorCode::InvalidArgument,
                      "both sides");
    }
  }

  void merge() {
    const auto book =
        after(MergeTracks{kA, kB}, {track(kA, {0, 1, 5}), track(kB, {1, 2, 5, 6}, 7)});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("0 1 2 5 6"));
    QCOMPARE((book->boxes.at({FrameId{1}, kA}).box.y), 0.0);  // its own stays
    QCOMPARE((book->boxes.at({FrameId{2}, kA}).box.y), 7.0);
    QVERIFY(!book->tracks.contains(kB));
    FS_VERIFY_ERROR(after(MergeTracks{kA, kA}, {track(kA, {0})}), ErrorCode::InvalidArgument,
                    "with itself");
  }

  void mergeOfAHeldTrackLeadsToTheOther() {
    auto held = after(ExtendTrack{kA, FrameId{3}}, {track(kA, {0, 1})});
    FS_VERIFY_OK(held);
    auto tracks = held->contents({kA});
    tracks.push_back(track(kB, {5}));
    const auto book = after(MergeTracks{kA, kB}, tracks);
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("0 1 2* 3* 5"));
    QCOMPARE(xAt(*book, kA, 3), 30.0);  // on the way from 10 at 1 to 50 at 5
  }

  void swap() {
    const auto book =
        after(SwapTracks{kA, kB, FrameId{2}}, {track(kA, {0, 1, 2, 3}), track(kB, {1, 2, 4}, 7)});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("0 1 2 4"));
    QCOMPARE(framesOf(*book, kB), std::string("1 2 3"));
    QCOMPARE((book->boxes.at({FrameId{1}, kA}).box.y), 0.0);
    QCOMPARE((book->boxes.at({FrameId{2}, kA}).box.y), 7.0);
    QCOMPARE((book->boxes.at({FrameId{2}, kB}).box.y), 0.0);
    FS_VERIFY_ERROR(after(SwapTracks{kA, kB, FrameId{5}}, {track(kA, {0}), track(kB, {1})}),
                    ErrorCode::InvalidArgument, "Neither");
    FS_VERIFY_ERROR(after(SwapTracks{kA, kA, FrameId{0}}, {track(kA, {0})}),
                    ErrorCode::InvalidArgument, "itself");
  }

  void swapThatLeavesOneEmpty() {
    // All of 2 becomes the end of 1.
    const auto book = after(SwapTracks{kA, kB, FrameId{2}}, {track(kA, {0, 1}), track(kB, {2, 3})});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("0 1 2 3"));
    QVERIFY(!book->tracks.contains(kB));
  }

  void deleteAndTrim() {
    const auto gone = after(DeleteTrack{kA}, {track(kA, {0, 1}), track(kB, {0})});
    FS_VERIFY_OK(gone);
    QVERIFY(*gone == bookOfTracks({track(kB, {0})}));
    const auto kept = after(TrimTrack{kA, {FrameId{2}, FrameId{4}}}, {track(kA, {0, 1, 2, 3, 4})});
    FS_VERIFY_OK(kept);
    QCOMPARE(framesOf(*kept, kA), std::string("2 3"));
    FS_VERIFY_ERROR(after(TrimTrack{kA, {FrameId{0}, FrameId{9}}}, {track(kA, {0, 1})}),
                    ErrorCode::InvalidArgument, "Nothing would change");
  }

  void extend() {
    const auto later = after(ExtendTrack{kA, FrameId{5}}, {track(kA, {2, 3})});
    FS_VERIFY_OK(later);
    QCOMPARE(framesOf(*later, kA), std::string("2 3 4* 5*"));
    QCOMPARE(xAt(*later, kA, 5), 30.0);
    const auto earlier = after(ExtendTrack{kA, FrameId{0}}, {track(kA, {2, 3})});
    FS_VERIFY_OK(earlier);
    QCOMPARE(framesOf(*earlier, kA), std::string("0* 1* 2 3"));
    QCOMPARE(xAt(*earlier, kA, 0), 20.0);
    for (const std::int64_t frame : {2, 3, -1, 100'000'000}) {
      FS_VERIFY_ERROR(after(ExtendTrack{kA, FrameId{frame}}, {track(kA, {2, 3})}),
                      ErrorCode::InvalidArgument, "");
    }
    FS_VERIFY_ERROR(after(ExtendTrack{kA, FrameId{50'000'000}}, {track(kA, {2, 3})}),
                    ErrorCode::InvalidArgument, "million");
  }

  void keyBoxesLeadTheTrack() {
    const Box key = {100, 0, 8, 4};
    auto book = after(SetKeyBox{kA, FrameId{6}, key}, {track(kA, {1, 2})});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("1 2 3* 4* 5* 6!"));
    // From 20 at 2 to 100 at 6; width from 4 to 8.
    QCOMPARE(xAt(*book, kA, 3), 40.0);
    QCOMPARE((book->boxes.at({FrameId{5}, kA}).box.w), 7.0);
    // A key box between: both sides are computed anew.
    book = after(SetKeyBox{kA, FrameId{4}, {0, 0, 4, 4}}, book->contents({kA}));
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("1 2 3* 4! 5* 6!"));
    QCOMPARE(xAt(*book, kA, 3), 10.0);
    QCOMPARE(xAt(*book, kA, 5), 50.0);
    // Before the beginning.
    book = after(SetKeyBox{kB, FrameId{0}, {0, 0, 4, 4}}, {track(kB, {3})});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kB), std::string("0! 1* 2* 3"));
    QCOMPARE(xAt(*book, kB, 1), 10.0);
    // In a gap it stands alone.
    book = after(SetKeyBox{kA, FrameId{3}, key}, {track(kA, {1, 6})});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("1 3! 6"));
    // On a detected box it takes its place.
    book = after(SetKeyBox{kA, FrameId{1}, key}, {track(kA, {1, 6})});
    FS_VERIFY_OK(book);
    QCOMPARE(framesOf(*book, kA), std::string("1! 6"));
    for (const Box& bad : {Box{0, 0, 0, 4}, Box{0, 0, 4, -1}, Box{2e9, 0, 4, 4}}) {
      FS_VERIFY_ERROR(after(SetKeyBox{kA, FrameId{1}, bad}, {track(kA, {1})}),
                      ErrorCode::InvalidArgument, "box");
    }
  }

  void stepsOfTheRunAreKept() {
    const auto later = after(ExtendTrack{kA, FrameId{10}}, {track(kA, {2, 4})}, 2);
    FS_VERIFY_OK(later);
    QCOMPARE(framesOf(*later, kA), std::string("2 4 6* 8* 10*"));
    const auto earlier = after(SetKeyBox{kA, FrameId{1}, {0, 0, 4, 4}}, {track(kA, {6})}, 2);
    FS_VERIFY_OK(earlier);
    QCOMPARE(framesOf(*earlier, kA), std::string("1! 2* 4* 6"));
    const auto filled = after(FillGaps{kA}, {track(kA, {0, 6, 8})}, 2);
    FS_VERIFY_OK(filled);
    QCOMPARE(framesOf(*filled, kA), std::string("0 2* 4* 6 8"));
    QCOMPARE(xAt(*filled, kA, 2), 20.0);
  }

  void addNameClassReview() {
    const auto added = after(AddTrack{ClassId{2}, FrameId{3}, {1, 2, 3, 4}}, {});
    FS_VERIFY_OK(added);
    QCOMPARE(framesOf(*added, TrackId{9}), std::string("3!"));
    const auto named = after(RenameTrack{kA, "J\xC3\xB6rg"}, {track(kA, {0})});
    FS_VERIFY_OK(named);
    QCOMPARE(named->tracks.at(kA).name, std::string("J\xC3\xB6rg"));
    FS_VERIFY_ERROR(after(RenameTrack{kA, "a\nb"}, {track(kA, {0})}), ErrorCode::InvalidArgument,
                    "name");
    const auto classed = after(SetTrackClass{kA, ClassId{2}}, {track(kA, {0})});
    FS_VERIFY_OK(classed);
    QCOMPARE(classed->tracks.at(kA).classId, ClassId{2});
    FS_VERIFY_ERROR(after(SetTrackClass{kA, ClassId{3}}, {track(kA, {0})}),
                    ErrorCode::InvalidArgument, "no class 3");
    const auto reviewed = after(ReviewTrack{kA, Review::Accepted}, {track(kA, {0})});
    FS_VERIFY_OK(reviewed);
    QCOMPARE(reviewed->tracks.at(kA).review, Review::Accepted);
    FS_VERIFY_ERROR(after(FillGaps{kB}, {track(kA, {0})}), ErrorCode::NotFound, "Track 2");
    FS_VERIFY_ERROR(after(DeleteTrack{}, {track(kA, {0})}), ErrorCode::NotFound, "No track");
  }

  void everyEditCanBeTakenBackAndWrittenDown() {
    int edits = 0;
    for (unsigned seed = 0; seed < 30; ++seed) {
      EditScript script(seed);
      for (int k = 0; k < 60; ++k) {
        const EditScript::Step step = script.next();
        const TrackBook before = script.book();
        const auto delta =
            planEdit(step.edit, {before.contents(tracksOf(step.edit)), TrackId{7000}, 1, 5});
        if (delta) {
          ++edits;
          TrackBook book = before;
          QVERIFY(book.apply(*delta));
          QVERIFY(book != before);
          QVERIFY(book.apply(inverse(*delta)));
          QVERIFY(book == before);
          const auto read = decodeDelta(encode(*delta));
          FS_VERIFY_OK(read);
          QVERIFY(*read == *delta);
          QVERIFY(inverse(inverse(*delta)) == *delta);
        }
        script.perform(step);
        QVERIFY(script.isSound());
      }
    }
    QVERIFY2(edits > 500, std::to_string(edits).c_str());
  }

  void aMovedBoxTakesAboutAByte() {
    std::vector<std::int64_t> frames;
    for (std::int64_t k = 0; k < 10'000; ++k) {
      frames.push_back(k);
    }
    const std::vector<TrackContent> tracks = {track(kA, frames)};
    const auto delta = planEdit(SplitTrack{kA, FrameId{100}}, {tracks, TrackId{9}, 1, 3});
    FS_VERIFY_OK(delta);
    QCOMPARE(delta->moves.size(), std::size_t{9'900});
    QVERIFY(encode(*delta).size() < 10'000);
  }

  void damagedDeltasAreRefused() {
    const auto delta =
        planEdit(SetKeyBox{kA, FrameId{6}, {1, 2, 3, 4}}, {{track(kA, {1, 2})}, TrackId{9}, 1, 3});
    FS_VERIFY_OK(delta);
    const std::string good = encode(*delta);
    for (std::size_t size = 0; size + 1 < good.size(); ++size) {
      FS_VERIFY_ERROR(decodeDelta(good.substr(0, size)), ErrorCode::CorruptData, "damaged");
    }
    std::mt19937 random(3);
    for (int k = 0; k < 20'000; ++k) {
      std::string bytes = good;
      for (auto n = random() % 4 + 1; n > 0; --n) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      if (const auto read = decodeDelta(bytes)) {
        // Whatever it is, it is something that can be written.
        QVERIFY(decodeDelta(encode(*read)).has_value());
      }
    }
    const std::string huge = std::string("\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10);
    FS_VERIFY_ERROR(decodeDelta(huge), ErrorCode::CorruptData, "damaged");
  }
};

QTEST_GUILESS_MAIN(TestTrackEdit)
#include "tst_track_edit.moc"
