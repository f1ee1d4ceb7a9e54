#include <vector>

#include <QJsonArray>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include "ui/library/model_chart.h"
#include "ui/library/model_scatter.h"
#include "ui/library/step_graph.h"

using namespace followspot;
using namespace followspot::ui;

namespace {

QJsonObject measured(const char* name, qint64 bytes, double ms, double agreement) {
  QJsonArray rounds;
  for (int round = 0; round < 3; ++round) {
    QJsonArray times;
    times.append(ms);
    rounds.append(times);
  }
  QJsonObject json;
  json["model"] = QLatin1String(name);
  json["bytes"] = bytes;
  json["load_ms"] = 5.0;
  json["forward_ms"] = rounds;
  json["agreement"] = agreement;
  return json;
}

QJsonObject three() {
  QJsonArray models;
  models.append(measured("/m/full", 20'000'000, 40, 1));
  models.append(measured("/m/half", 10'000'000, 30, 0.98));
  models.append(measured("/m/tiny", 5'000'000, 10, 0.7));
  QJsonObject json;
  json["models"] = models;
  return json;
}

}  // namespace

class TestModelChart : public QObject {
  Q_OBJECT

 private slots:
  void theSliderMarksTheBestThatFits() {
    ModelChart chart;
    chart.resize(500, 400);
    chart.setComparison(three());
    QCOMPARE(chart.figures().size(), std::size_t{3});
    QSlider* const slider = chart.findChild<QSlider*>("budgetSlider");
    QSignalSpy spy(&chart, &ModelChart::sweetSpotChanged);
    QCOMPARE(*chart.sweetSpot(), std::size_t{0});  // Everything fits: the best of all.
    // By hand: the scale ends at 1.15 * 40 ms = 46 ms, in 200 positions.
    slider->setValue(150);  // 34.5 ms: no room for 40.
    QCOMPARE(*chart.sweetSpot(), std::size_t{1});
    slider->setValue(100);  // 23 ms.
    QCOMPARE(*chart.sweetSpot(), std::size_t{2});
    QCOMPARE(spy.size(), 2);
    QCOMPARE(spy[1][0].toString(), QStringLiteral("/m/tiny"));
    slider->setValue(20);  // 4.6 ms: none.
    QVERIFY(!chart.sweetSpot());
    QVERIFY(!chart.findChild<QLabel*>("choiceSentence")->text().isEmpty());
  }

  void placesFollowTimeAndQuality() {
    ModelScatter scatter;
    scatter.resize(500, 300);
    scatter.show(figuresFromJson(three()), 50, 1);
    const QPointF full = scatter.placeOf(0);
    const QPointF half = scatter.placeOf(1);
    const QPointF tiny = scatter.placeOf(2);
    QVERIFY(tiny.x() < half.x() && half.x() < full.x());
    QVERIFY(full.y() < half.y() && half.y() < tiny.y());  // Up is better.
    QCOMPARE((full.x() - tiny.x()) / (full.x() - half.x()), 3.0);
    const QImage image = scatter.grab().toImage();
    QVERIFY(image.pixelColor(tiny.toPoint()) != image.pixelColor(tiny.toPoint() + QPoint(0, -60)));
    QVERIFY(scatter.accessibleDescription().contains(QStringLiteral("tiny")));
  }

  void nonsenseIsLeftOut() {
    std::vector<QJsonArray> lists(4);
    lists[1] = {7, "x"};
    lists[2].append(QJsonObject{{"model", "x"}, {"forward_ms", 3}});
    lists[3].append(measured("x", -5, 3, 1));
    lists[3].append(measured("", 5, 3, 1));
    for (const QJsonArray& list : lists) {
      QJsonObject json;
      json["models"] = list;
      ModelChart chart;
      chart.setComparison(json);
      QVERIFY(chart.figures().empty());
      QVERIFY(!chart.sweetSpot());
      chart.grab();
    }
  }

  void stepsTellTheirNodes() {
    const auto bars = stepBars({{"cut", "18216 -> 1139 nodes; a note"},
                                {"store weights as float16", "20.0 MB -> 10.0 MB"},
                                {"odd", "99999999999999999999 -> 1 nodes"}});
    QCOMPARE(bars.size(), std::size_t{3});
    QCOMPARE(bars[0].before, 18216);
    QCOMPARE(bars[0].after, 1139);
    QCOMPARE(bars[1].before, 0);
    QCOMPARE(bars[2].before, 0);
    StepGraph graph;
    graph.show({{"cut", "18216 -> 1139 nodes"}});
    graph.grab();
    QVERIFY(graph.accessibleDescription().contains(QStringLiteral("18216")));
  }
};

QTEST_MAIN(TestModelChart)
#include "tst_model_chart.moc"
