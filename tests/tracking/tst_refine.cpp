#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <QTest>

#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/tracking/mot_sets.h"
#include "tracking/auto_tracker.h"
#include "tracking/refine.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

constexpr double kRate = 10;

std::vector<TrackSet> emptyPictures(std::size_t count) {
  std::vector<TrackSet> pictures(count);
  for (std::size_t i = 0; i < count; ++i) {
    pictures[i].frame = static_cast<FrameId>(i);
    pictures[i].time = timestampAt(static_cast<double>(i) / kRate);
  }
  return pictures;
}

/// A person who walks 5 px a picture, on a lane.
Track walker(std::uint64_t id, std::size_t picture, double lane = 100) {
  Track track;
  track.id = static_cast<TrackId>(id);
  track.box = {100 + 5.0 * static_cast<double>(picture), lane, 40, 100};
  track.score = 0.9;
  track.classId = ClassId{1};
  return track;
}

void walk(std::vector<TrackSet>& pictures, std::uint64_t id, std::size_t from, std::size_t to,
          double lane = 100) {
  for (std::size_t i = from; i < to; ++i) {
    pictures[i].items.push_back(walker(id, i, lane));
  }
}

std::map<std::uint64_t, std::size_t> lengths(const std::vector<TrackSet>& pictures) {
  std::map<std::uint64_t, std::size_t> lengths;
  for (const TrackSet& picture : pictures) {
    for (const Track& track : picture.items) {
      ++lengths[numberOf(track.id)];
    }
  }
  return lengths;
}

RefineSettings nothing() {
  RefineSettings settings;
  settings.joinOver = settings.fillUpTo = settings.shortest = settings.smoothOver = Seconds(0);
  return settings;
}

}  // namespace

class TestRefine : public QObject {
  Q_OBJECT
 private slots:
  void withAllStepsOffTracksStayAsTheyAre() {
    auto pictures = emptyPictures(30);
    walk(pictures, 1, 0, 12);
    walk(pictures, 2, 15, 30);
    walk(pictures, 3, 5, 6, 400);
    const auto refined = refineTracks(pictures, nothing());
    QCOMPARE(refined.pictures.size(), pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      QCOMPARE(refined.pictures[i].frame, pictures[i].frame);
      QCOMPARE(refined.pictures[i].time, pictures[i].time);
      QCOMPARE(refined.pictures[i].items.size(), pictures[i].items.size());
      for (std::size_t k = 0; k < pictures[i].items.size(); ++k) {
        QCOMPARE(refined.pictures[i].items[k].box, pictures[i].items[k].box);
        QCOMPARE(refined.pictures[i].items[k].id, pictures[i].items[k].id);
      }
    }
  }

  void gapsAreFilledOnTheStraightLine() {
    auto pictures = emptyPictures(30);
    walk(pictures, 7, 0, 10);
    walk(pictures, 7, 16, 30);
    auto settings = nothing();
    settings.fillUpTo = Seconds(0.8);
    const auto refined = refineTracks(pictures, settings);
    QCOMPARE(refined.report.filled, 6U);
    for (std::size_t i = 0; i < 30; ++i) {
      const Track& track = refined.pictures[i].items.at(0);
      QVERIFY(std::abs(track.box.x - walker(7, i).box.x) < 1e-9);
      QCOMPARE(track.state, TrackState::Confirmed);
      QCOMPARE(track.sinceMatched > Seconds(0), i >= 10 && i < 16);
    }
    settings.fillUpTo = Seconds(0.5);
    QCOMPARE(refineTracks(pictures, settings).report.filled, 0U);
  }

  /// What is seen in one picture of four is more likely an error than an object.
  void whatOnlyFlickersIsNotFilled() {
    auto settings = nothing();
    settings.fillUpTo = Seconds(0.8);
    for (const std::size_t every : {std::size_t{2}, std::size_t{4}}) {
      auto pictures = emptyPictures(33);
      for (std::size_t i = 0; i < 33; i += every) {
        walk(pictures, 7, i, i + 1);
      }
      QCOMPARE(refineTracks(pictures, settings).report.filled, every == 2 ? 16U : 0U);
    }
  }

  void thePiecesOfAWalkAreJoined() {
    auto pictures = emptyPictures(40);
    walk(pictures, 1, 0, 15);
    walk(pictures, 4, 20, 40);
    walk(pictures, 2, 0, 40, 400);  // somebody else all the while
    auto settings = nothing();
    settings.joinOver = Seconds(1);
    const auto refined = refineTracks(pictures, settings);
    QCOMPARE(refined.report.joined, 1U);
    QCOMPARE(lengths(refined.pictures), (std::map<std::uint64_t, std::size_t>{{1, 35}, {2, 40}}));
  }

  void strangersAreNotJoined() {
    auto pictures = emptyPictures(40);
    walk(pictures, 1, 0, 15);
    walk(pictures, 2, 20, 40, 350);  // another lane
    for (std::size_t i = 18; i < 40; ++i) {
      Track car = walker(3, i);
      car.classId = ClassId{2};
      pictures[i].items.push_back(car);
    }
    auto settings = nothing();
    settings.joinOver = Seconds(2);
    QCOMPARE(refineTracks(pictures, settings).report.joined, 0U);
  }

  void whatWasSeenTooShortlyGoes() {
    auto pictures = emptyPictures(30);
    walk(pictures, 1, 0, 30);
    walk(pictures, 2, 10, 13, 400);  // 0.3 s
    walk(pictures, 3, 10, 14, 700);
    auto settings = nothing();
    settings.shortest = Seconds(0.35);
    const auto refined = refineTracks(pictures, settings);
    QCOMPARE(refined.report.removed, 1U);
    QCOMPARE(lengths(refined.pictures), (std::map<std::uint64_t, std::size_t>{{1, 30}, {3, 4}}));
  }

  /// A straight walk with jitter of +-4 px in turns: smoothing keeps the walk and loses the jitter.
  void jitterIsSmoothedAway() {
    auto pictures = emptyPictures(30);
    walk(pictures, 1, 0, 30);
    for (std::size_t i = 0; i < 30; ++i) {
      pictures[i].items[0].box.x += i % 2 == 0 ? 4 : -4;
    }
    auto settings = nothing();
    settings.smoothOver = Seconds(0.3);
    const auto refined = refineTracks(pictures, settings);
    for (std::size_t i = 3; i + 3 < 30; ++i) {
      QVERIFY(std::abs(refined.pictures[i].items.at(0).box.x - walker(1, i).box.x) < 0.5);
    }
  }

  void tentativeAndCoastingBoxesAreLeftOut() {
    auto pictures = emptyPictures(10);
    walk(pictures, 1, 0, 10);
    pictures[4].items[0].state = TrackState::Coasting;
    pictures[5].items[0].state = TrackState::Tentative;
    QCOMPARE(lengths(refineTracks(pictures, nothing()).pictures).at(1), 8U);
  }

  /// Ids stay unique in a picture whatever comes in, also out of equal times.
  void oddInputStaysWhole() {
    QVERIFY(refineTracks({}, RefineSettings()).pictures.empty());
    auto pictures = emptyPictures(20);
    for (TrackSet& picture : pictures) {
      picture.time = timestampAt(1);
    }
    walk(pictures, 1, 0, 5);
    walk(pictures, 1, 10, 20);
    walk(pictures, 2, 5, 10);
    pictures[3].items.push_back(walker(1, 9));  // an id twice
    auto settings = RefineSettings();
    settings.shortest = Seconds(0);
    for (const TrackSet& picture : refineTracks(pictures, settings).pictures) {
      std::set<TrackId> ids;
      for (const Track& track : picture.items) {
        QVERIFY(ids.insert(track.id).second);
        QVERIFY(std::isfinite(track.box.x) && track.box.w > 0);
      }
    }
  }

  void settingsAreChecked() {
    QVERIFY(RefineSettings().isValid());
    auto settings = nothing();
    QVERIFY(settings.isValid());
    settings.joinOver = Seconds(-1);
    QVERIFY(!settings.isValid());
    settings.joinOver = Seconds(std::nan(""));
    QVERIFY(!settings.isValid());
  }

  /// At least one point of HOTA above online on MOT17, and no set below.
  void isBetterThanOnline() {
    FS_NEED_SHARED_DATA(data);
    const auto sets = mot::loadDatasets(data / "mot");
    FS_VERIFY_OK(sets);
    for (const mot::Dataset& set : *sets) {
      double gain = 0;
      for (const mot::Sequence& sequence : set.sequences) {
        AutoTracker tracker{AutoSettings{}};
        std::vector<TrackSet> online;
        std::vector<LabelledBox> before;
        std::vector<LabelledBox> after;
        for (const DetectionSet& detections : sequence.pictures) {
          online.push_back(tracker.update(detections));
          mot::append(online.back(), before);
        }
        for (const TrackSet& picture : refineTracks(online, RefineSettings()).pictures) {
          mot::append(picture, after);
        }
        const auto was = mot::scoreOf(sequence, before);
        const auto is = mot::scoreOf(sequence, after);
        FS_VERIFY_OK(was);
        FS_VERIFY_OK(is);
        gain += (is->hota - was->hota) / static_cast<double>(set.sequences.size());
      }
      QVERIFY2(gain > (set.name.starts_with("mot17") ? 1.0 : 0.0),
               qPrintable(QString("%1: %2").arg(set.name.c_str()).arg(gain)));
    }
  }
};

QTEST_GUILESS_MAIN(TestRefine)
#include "tst_refine.moc"
