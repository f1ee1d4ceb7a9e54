#include <array>
#include <random>
#include <string>
#include <vector>

#include <QTest>

#include "tests/support/hostile_script.h"
#include "tracking/tracker_factory.h"

using namespace followspot;
using tracking::TrackerKind;

namespace {

/// Bytes that hold still for some pictures, so that tracks live, and are anything in between.
std::vector<std::uint8_t> randomScript(std::mt19937& random) {
  std::vector<std::uint8_t> script;
  std::vector<std::uint8_t> picture;
  const int pictures = 5 + static_cast<int>(random() % 60);
  for (int i = 0; i < pictures; ++i) {
    if (picture.empty() || random() % 8 == 0) {
      const std::uint8_t boxes = random() % 4 == 0 ? 31 : random() % 8;
      picture = {static_cast<std::uint8_t>(random()),
                 static_cast<std::uint8_t>(boxes + 32 * (random() % 8))};
      for (int k = 0; k < 6 * boxes + 6; ++k) {
        picture.push_back(static_cast<std::uint8_t>(random()));
      }
    }
    if (random() % 4 != 0) {
      picture[0] = static_cast<std::uint8_t>(7 + random() % 9);  // the next moment
    }
    for (int changes = static_cast<int>(random() % 4); changes > 0; --changes) {
      picture[2 + random() % (picture.size() - 2)] = static_cast<std::uint8_t>(random());
    }
    script.insert(script.end(), picture.begin(), picture.end());
  }
  return script;
}

}  // namespace

class TestHostileScenes : public QObject {
  Q_OBJECT
 private slots:
  void promisesAreKept_data() {
    QTest::addColumn<int>("kind");
    for (const TrackerKind kind :
         {TrackerKind::Auto, TrackerKind::Sort, TrackerKind::ByteTrack, TrackerKind::OcSort}) {
      QTest::newRow(std::string(nameOf(kind)).c_str()) << static_cast<int>(kind);
    }
  }

  void promisesAreKept() {
    QFETCH(int, kind);
    std::mt19937 random(99);
    for (int scene = 0; scene < 1500; ++scene) {
      tracking::TrackerSettings settings;
      settings.kind = static_cast<TrackerKind>(kind);
      const auto tracker = tracking::makeTracker(settings);
      const std::string broken = brokenPromise(randomScript(random), *tracker);
      QVERIFY2(broken.empty(), qPrintable(QString("scene %1: %2").arg(scene).arg(broken.c_str())));
    }
  }
};

QTEST_GUILESS_MAIN(TestHostileScenes)
#include "tst_hostile_scenes.moc"
