#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <QTest>

#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/tracking/mot_sets.h"
#include "tracking/auto_tracker.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

DetectionSet picture(int number, double seconds, std::vector<Detection> items) {
  DetectionSet set;
  set.frame = static_cast<FrameId>(number);
  set.time = timestampAt(seconds);
  set.items = std::move(items);
  return set;
}

Detection person(double x, double y = 100, double score = 0.9) {
  return {{x, y, 40, 100}, score, ClassId{1}};
}

std::vector<TrackId> confirmed(const TrackSet& tracks) {
  std::vector<TrackId> ids;
  for (const Track& track : tracks.items) {
    if (track.state == TrackState::Confirmed) {
      ids.push_back(track.id);
    }
  }
  return ids;
}

}  // namespace

class TestAutoTracker : public QObject {
  Q_OBJECT
 private slots:
  /// The bars that the development sets must reach: mean HOTA.
  void reachesItsBars() {
    FS_NEED_SHARED_DATA(data);
    const auto sets = mot::loadDatasets(data / "mot");
    FS_VERIFY_OK(sets);
    const std::map<std::string, double> bars = {
        {"mot17", 65.0},     {"mot17-gmc", 65.0}, {"step2", 64.3}, {"step3", 63.0},
        {"step5", 60.0},     {"drop30", 63.0},    {"burst", 61.0}, {"mot15", 42.5},
        {"kitti-car", 72.8}, {"kitti-ped", 21.7}};
    for (const mot::Dataset& set : *sets) {
      double mean = 0;
      for (const mot::Sequence& sequence : set.sequences) {
        AutoTracker tracker{AutoSettings{}};
        std::vector<LabelledBox> rows;
        for (const DetectionSet& detections : sequence.pictures) {
          mot::append(tracker.update(detections), rows);
        }
        const auto score = mot::scoreOf(sequence, rows);
        FS_VERIFY_OK(score);
        mean += score->hota / static_cast<double>(set.sequences.size());
      }
      QVERIFY2(mean >= bars.at(set.name),
               qPrintable(QString("%1: %2").arg(set.name.c_str()).arg(mean)));
    }
  }

  void timeCountsNotPictures_data() {
    QTest::addColumn<double>("rate");
    for (const double rate : {4.0, 10.0, 30.0, 120.0, 240.0}) {
      QTest::addRow("%g pictures a second", rate) << rate;
    }
  }

  /// Two people walk towards each other on two lanes, 60 px/s, at any rate.
  void timeCountsNotPictures() {
    QFETCH(double, rate);
    AutoTracker tracker{AutoSettings{}};
    std::set<TrackId> ids;
    for (int i = 0; i < 4 * rate; ++i) {
      const double t = i / rate;
      const auto& tracks =
          tracker.update(picture(i, t, {person(100 + 60 * t, 100), person(500 - 60 * t, 230)}));
      QCOMPARE(confirmed(tracks).size(), 2U);
      for (const TrackId id : confirmed(tracks)) {
        ids.insert(id);
      }
    }
    QCOMPARE(ids.size(), 2U);
  }

  void anObjectOutOfSightIsFoundAgain() {
    AutoTracker tracker{AutoSettings{}};
    TrackId id = TrackId::None;
    int number = 0;
    double t = 0;
    for (; t < 1; t += 1.0 / 30) {
      id = confirmed(tracker.update(picture(number++, t, {person(100 + 90 * t)}))).at(0);
    }
    std::size_t shownWhileLost = 0;
    for (; t < 1.9; t += 1.0 / 30) {
      const TrackSet& tracks = tracker.update(picture(number++, t, {}));
      QVERIFY(confirmed(tracks).empty());
      shownWhileLost += tracks.items.size();
      for (const Track& track : tracks.items) {
        QCOMPARE(track.state, TrackState::Coasting);
      }
    }
    QVERIFY(shownWhileLost >= 14 && shownWhileLost <= 16);  // half a second
    QCOMPARE(confirmed(tracker.update(picture(number++, t, {person(100 + 90 * t)}))).at(0), id);
    // After more than two seconds it is a new one.
    t += 3;
    static_cast<void>(tracker.update(picture(number++, t - 1.5, {})));
    static_cast<void>(tracker.update(picture(number++, t - 1.4, {})));
    static_cast<void>(tracker.update(picture(number++, t - 0.7, {})));
    static_cast<void>(tracker.update(picture(number++, t, {person(100 + 90 * t)})));
    t += 1.0 / 30;
    const auto ids = confirmed(tracker.update(picture(number, t, {person(100 + 90 * t)})));
    QCOMPARE(ids.size(), 1U);
    QVERIFY(ids.at(0) != id);
  }

  void weakDetectionsKeepTracksButBeginNone() {
    AutoTracker tracker{AutoSettings{}};
    QVERIFY(tracker.update(picture(0, 0, {person(10, 10, 0.4)})).items.empty());
    QVERIFY(confirmed(tracker.update(picture(1, 0.1, {person(100)}))).empty());  // not yet believed
    const auto id = confirmed(tracker.update(picture(2, 0.2, {person(100)}))).at(0);
    QCOMPARE(confirmed(tracker.update(picture(3, 0.3, {person(100, 100, 0.3)}))).at(0), id);
    QVERIFY(confirmed(tracker.update(picture(4, 0.4, {person(100, 100, 0.05)}))).empty());
  }

  /// A car stands where a person was: not the same object.
  void classesAreKeptApart() {
    AutoTracker tracker{AutoSettings{}};
    TrackId id = TrackId::None;
    for (int i = 0; i < 10; ++i) {
      id = confirmed(tracker.update(picture(i, i / 30.0, {person(100)}))).at(0);
    }
    Detection car = person(125);
    car.classId = ClassId{2};
    static_cast<void>(tracker.update(picture(10, 10 / 30.0, {car})));
    const TrackSet& tracks = tracker.update(picture(11, 11 / 30.0, {car, person(100)}));
    for (const Track& track : tracks.items) {
      QCOMPARE(track.classId, track.id == id ? ClassId{1} : ClassId{2});
    }
  }

  /// One wrong class among many does not rename a track.
  void theClassIsVotedOn() {
    AutoTracker tracker{AutoSettings{}};
    TrackId id = TrackId::None;
    for (int i = 0; i < 20; ++i) {
      Detection seen = person(100 + i);
      if (i == 12) {
        seen.classId = ClassId{7};
      }
      const TrackSet& tracks = tracker.update(picture(i, i / 30.0, {seen}));
      id = i == 0 ? tracks.items.at(0).id : id;
      QCOMPARE(tracks.items.at(0).id, id);
      QCOMPARE(tracks.items.at(0).classId, ClassId{1});
    }
  }

  /// A detector that is never surer than 0.55 is as good as one that says 0.95.
  void aWeakDetectorIsFollowedToo() {
    AutoTracker strong{AutoSettings{}};
    AutoTracker weak{AutoSettings{}};
    for (int i = 0; i < 30; ++i) {
      const double t = i / 10.0;
      const auto scene = [&](double sure, double clutter) {
        return std::vector{person(100 + 3.0 * i, 100, sure), person(400, 100, sure),
                           person(700 + 7.0 * (i % 5), 300, clutter)};
      };
      QCOMPARE(confirmed(strong.update(picture(i, t, scene(0.95, 0.3)))).size(), 2U);
      const TrackSet& tracks = weak.update(picture(i, t, scene(0.55, 0.25)));
      if (i == 0) {
        QVERIFY(tracks.items.empty());  // one picture alone may be clutter
        continue;
      }
      QCOMPARE(confirmed(tracks).size(), 2U);
      QCOMPARE(tracks.items.at(0).score, 0.55);  // as the detector said
    }
  }

  void theCameraIsFollowed() {
    AutoTracker tracker{AutoSettings{}};
    std::vector<TrackId> before;
    const auto people = [](double shift) {
      return std::vector{person(100 + shift), person(400 + shift), person(700 + shift)};
    };
    for (int i = 0; i < 10; ++i) {
      before = confirmed(tracker.update(picture(i, i / 30.0, people(0))));
    }
    // A jerk of a whole width, measured.
    DetectionSet jerk = picture(10, 10 / 30.0, people(60));
    jerk.cameraMotion = Affine{1, 0, 60, 0, 1, 0};
    QCOMPARE(confirmed(tracker.update(jerk)), before);
  }

  /// A near object filled the picture, and the measurement took its motion for the camera's.
  void aCameraMotionThatDoesNotFitIsLeftOut() {
    AutoTracker tracker{AutoSettings{}};
    std::vector<TrackId> before;
    const std::vector people = {person(100), person(400), person(700)};
    for (int i = 0; i < 10; ++i) {
      before = confirmed(tracker.update(picture(i, i / 30.0, people)));
    }
    for (int i = 10; i < 20; ++i) {
      DetectionSet set = picture(i, i / 30.0, people);
      set.cameraMotion = Affine{1, 0, 60, 0, 1, 10};
      QCOMPARE(confirmed(tracker.update(set)), before);
    }
  }

  void explainsItsDecisions() {
    AutoTracker tracker{AutoSettings{}};
    std::vector<TrackId> ids;
    for (int i = 0; i < 10; ++i) {
      ids = confirmed(tracker.update(picture(i, i / 30.0, {person(100), person(130)})));
    }
    QCOMPARE(ids.size(), 2U);
    static_cast<void>(tracker.update(picture(10, 10 / 30.0, {person(101)})));
    MatchExplanation why;
    QVERIFY(tracker.explain(ids[0], why));
    QCOMPARE(why.decision, MatchDecision::Matched);
    QCOMPARE(why.candidates.at(0).takenBy, ids[0]);
    QCOMPARE(why.candidates.at(0).detection, std::size_t{0});
    QVERIFY(why.candidates.at(0).similarity > 0);
    QVERIFY(tracker.explain(ids[1], why));
    QVERIFY(why.decision == MatchDecision::NoCandidate || why.decision == MatchDecision::Outbid);
    QVERIFY(!tracker.explain(static_cast<TrackId>(999), why));
    QVERIFY(!tracker.explain(TrackId::None, why));
  }

  void predictsWithoutChangingAnything() {
    AutoTracker tracker{AutoSettings{}};
    for (int i = 0; i < 30; ++i) {
      static_cast<void>(tracker.update(picture(i, i / 30.0, {person(100 + 3.0 * i)})));
    }
    TrackSet later;
    tracker.predict(FrameId{33}, timestampAt(33 / 30.0), later);
    QCOMPARE(later.items.size(), 1U);
    QCOMPARE(later.items[0].state, TrackState::Coasting);
    QVERIFY(std::abs(later.items[0].box.x - 199) < 2);
    TrackSet again;
    tracker.predict(FrameId{33}, timestampAt(33 / 30.0), again);
    QCOMPARE(again.items[0].box, later.items[0].box);
  }

  /// Whatever comes in: ids unique and never used again, boxes finite, memory bounded.
  void hostileInputLeavesItWhole() {
    std::mt19937 random(21);
    std::uniform_real_distribution<double> unit(0, 1);
    const double wild[] = {std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity(),
                           -1e300,
                           1e300,
                           1e9,
                           -1e9,
                           0,
                           1e-300,
                           -5};
    AutoTracker tracker{AutoSettings{}};
    std::uint64_t highest = 0;
    std::set<TrackId> alive;
    double t = 0;
    for (int i = 0; i < 3000; ++i) {
      const double dice = unit(random);
      t += dice < 0.1 ? 0 : dice < 0.15 ? -unit(random) : dice < 0.16 ? 1e5 * unit(random) : 0.03;
      std::vector<Detection> items;
      for (int k = static_cast<int>(random() % 20); k > 0; --k) {
        const auto number = [&](double scale) {
          return unit(random) < 0.05 ? wild[random() % std::size(wild)] : scale * unit(random);
        };
        items.push_back({{number(300), number(300), number(80), number(80)},
                         number(1),
                         static_cast<ClassId>(static_cast<int>(random() % 3) - 1)});
      }
      DetectionSet set = picture(i, t, items);
      if (unit(random) < 0.05) {
        set.cameraMotion =
            Affine{unit(random) * 3 - 1, unit(random), unit(random) * 1e6,
                   unit(random),         unit(random), wild[random() % std::size(wild)]};
      }
      if (unit(random) < 0.01) {
        tracker.reset();
        alive.clear();
      }
      std::set<TrackId> now;
      for (const Track& track : tracker.update(set).items) {
        QVERIFY(now.insert(track.id).second);
        QVERIFY(isProper(track.box));
        QVERIFY(track.score >= 0 && track.score <= 1);
        QVERIFY(numberOf(track.id) > 0);
        highest = std::max(highest, numberOf(track.id));
      }
      QVERIFY(now.size() < 2000);
      TrackSet later;
      tracker.predict(FrameId{i}, timestampAt(t + 3 * unit(random)), later);
      for (const Track& track : later.items) {
        QVERIFY(isProper(track.box));
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestAutoTracker)
#include "tst_auto_tracker.moc"
