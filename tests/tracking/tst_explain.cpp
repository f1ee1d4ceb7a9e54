#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <QTest>

#include "tests/support/tracking_scene.h"
#include "tracking/tracker_factory.h"

using namespace followspot;
using tracking::TrackerKind;

namespace {

/// What is wrong with an explanation; empty where it agrees with what came in and went out.
QString faultOf(const MatchExplanation& why, const Track& track, const DetectionSet& picture,
                TrackerKind kind) {
  if (why.id != track.id) {
    return "of another track";
  }
  std::size_t own = 0;
  double best = INFINITY;
  for (const MatchCandidate& candidate : why.candidates) {
    if (candidate.detection >= picture.items.size() ||
        candidate.box != picture.items[candidate.detection].box) {
      return "a candidate that was not in the picture";
    }
    if (candidate.similarity < candidate.gate || candidate.similarity > best) {
      return "under the gate, or out of order";
    }
    best = candidate.similarity;
    own += candidate.takenBy == why.id ? 1U : 0U;
    if (kind == TrackerKind::Sort &&
        std::abs(candidate.similarity - iou(why.predicted, candidate.box)) > 1e-12) {
      return "not the overlap";
    }
  }
  if (track.state == TrackState::Confirmed && why.decision != MatchDecision::Matched &&
      why.decision != MatchDecision::Began) {
    return "seen, but not matched";
  }
  if (track.state == TrackState::Coasting && why.decision != MatchDecision::NoCandidate &&
      why.decision != MatchDecision::Outbid) {
    return "matched, but not seen";
  }
  if (own != (why.decision == MatchDecision::Matched ? 1U : 0U)) {
    return "matched with none or with many";
  }
  return {};
}

}  // namespace

class TestExplain : public QObject {
  Q_OBJECT
 private slots:
  void agreesWithWhatHappened_data() {
    QTest::addColumn<int>("kind");
    for (const TrackerKind kind :
         {TrackerKind::Auto, TrackerKind::Sort, TrackerKind::ByteTrack, TrackerKind::OcSort}) {
      QTest::newRow(std::string(nameOf(kind)).c_str()) << static_cast<int>(kind);
    }
  }

  void agreesWithWhatHappened() {
    QFETCH(int, kind);
    tracking::TrackerSettings settings;
    settings.kind = static_cast<TrackerKind>(kind);
    std::size_t explained = 0;
    std::size_t contested = 0;
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
      scenes::SceneOptions options;
      options.seed = seed;
      options.width = options.height = 500;
      options.objects = 30;
      options.missed = 0.2;
      options.weak = 0.3;
      const auto tracker = tracking::makeTracker(settings);
      MatchExplanation why;
      for (const DetectionSet& picture : makeScene(options)) {
        std::map<std::size_t, TrackId> owners;
        for (const Track& track : tracker->update(picture).items) {
          QVERIFY(tracker->explain(track.id, why));
          const QString fault = faultOf(why, track, picture, settings.kind);
          QVERIFY2(fault.isEmpty(), qPrintable(fault));
          ++explained;
          contested += why.candidates.size() > 1 ? 1U : 0U;
          for (const MatchCandidate& candidate : why.candidates) {
            const auto [owner, isNew] = owners.emplace(candidate.detection, candidate.takenBy);
            QVERIFY2(owner->second == candidate.takenBy, "one detection, two owners");
          }
        }
        QVERIFY(!tracker->explain(static_cast<TrackId>(1'000'000), why));
        QVERIFY(!tracker->explain(TrackId::None, why));
      }
    }
    QVERIFY(explained > 5000 && contested > 500);
  }
};

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_explain.moc"
