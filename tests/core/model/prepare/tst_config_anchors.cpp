#include <cmath>

#include <QTest>

#include "core/model/prepare/config_anchors.h"
#include "tests/support/npy.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;

class TestConfigAnchors : public QObject {
  Q_OBJECT

 private slots:
  void equalTensorFlows_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QList<QSize>>("maps");
    const QList<QSize> square = {{19, 19}, {10, 10}, {5, 5}, {3, 3}, {2, 2}, {1, 1}};
    QTest::newRow("v1") << "ssd_mobilenet_v1" << square;
    QTest::newRow("v2") << "ssd_mobilenet_v2" << square;
    QTest::newRow("oid") << "ssd_mobilenet_v2_oid" << square;
    QTest::newRow("not square") << "ssdlite_mobilenet_v2"
                                << QList<QSize>{{22, 14}, {11, 7}, {6, 4}, {3, 2}, {2, 1}, {1, 1}};
  }
  void equalTensorFlows() {
    QFETCH(QString, model);
    QFETCH(QList<QSize>, maps);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / model.toStdString();
    const auto config = readPipelineConfig(folder / "pipeline.config");
    FS_VERIFY_OK(config);
    std::vector<FrameSize> sizes;
    for (const QSize size : maps) {
      sizes.push_back({size.width(), size.height()});
    }
    const auto anchors = generateAnchors(config->anchors, sizes, config->resizer.size);
    FS_VERIFY_OK(anchors);
    const auto expected = readNpy<float>((folder / "reference/anchors.npy").string());
    QCOMPARE(anchors->size() * 4, expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      QVERIFY(std::abs((*anchors)[i / 4][i % 4] - expected[i]) <= 1e-6F);
    }
  }

  void multiscaleByHand() {
    // Picture 320 x 300: level 5 divides 320 (centres 16, 48, ...), not 300 (centres 0, 32, ...).
    MultiscaleAnchorOptions options;
    options.minLevel = 5;
    options.maxLevel = 5;
    options.aspectRatios = {1.0, 4.0};
    const auto anchors = generateAnchors(options, {{10, 10}}, {320, 300});
    FS_VERIFY_OK(anchors);
    QCOMPARE(anchors->size(), std::size_t{400});
    // Ratio outer, scale inner: 128, 128 * sqrt(2), then twice as wide and half as high.
    const std::array<AnchorBox, 4> first = {{{0, 16.0F / 320, 128.0F / 300, 128.0F / 320},
                                             {0, 16.0F / 320, 181.01934F / 300, 181.01934F / 320},
                                             {0, 16.0F / 320, 64.0F / 300, 256.0F / 320},
                                             {0, 16.0F / 320, 90.50967F / 300, 362.03867F / 320}}};
    for (std::size_t i = 0; i < first.size(); ++i) {
      for (std::size_t k = 0; k < 4; ++k) {
        QVERIFY(std::abs((*anchors)[i][k] - first[i][k]) < 1e-6F);
      }
    }
    // Next row, next column.
    QVERIFY(std::abs((*anchors)[40 + 4][0] - 32.0F / 300) < 1e-6F);
    QVERIFY(std::abs((*anchors)[40 + 4][1] - 48.0F / 320) < 1e-6F);
  }

  void flexibleGridByHand() {
    FlexibleGridAnchorOptions options;
    options.grids = {{{30, 60}, {1, 4}, 16, 8, 3, 4}};
    const auto anchors = generateAnchors(options, {{2, 3}}, {100, 200});
    FS_VERIFY_OK(anchors);
    QCOMPARE(anchors->size(), std::size_t{12});
    const std::array<AnchorBox, 2> last = {
        {{35.0F / 200, 0.12F, 0.15F, 0.3F}, {35.0F / 200, 0.12F, 0.15F, 1.2F}}};
    for (std::size_t i = 0; i < 2; ++i) {
      for (std::size_t k = 0; k < 4; ++k) {
        QVERIFY(std::abs((*anchors)[10 + i][k] - last[i][k]) < 1e-6F);
      }
    }
  }

  void anotherNumberOfMapsIsSaid() {
    const AnchorConfig config = SsdAnchorConfig();
    FS_VERIFY_ERROR(generateAnchors(config, {{3, 3}}, {300, 300}), ErrorCode::InvalidArgument,
                    "set up for 6 feature maps, the network has 1");
    MultiscaleAnchorOptions options;
    options.maxLevel = 3;
    options.aspectRatios = std::vector<double>(100, 1.0);
    FS_VERIFY_ERROR(generateAnchors(options, {{8000, 8000}}, {300, 300}), ErrorCode::Unsupported,
                    "4000000");
  }
};

QTEST_GUILESS_MAIN(TestConfigAnchors)
#include "tst_config_anchors.moc"
