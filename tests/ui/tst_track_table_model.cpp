#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/track_table_model.h"
#include "ui/panels/track_panel.h"

using namespace followspot;
using namespace followspot::ui;

namespace {

TrackSet setAt(std::int64_t frame, const std::vector<std::uint64_t>& ids) {
  TrackSet set;
  set.frame = FrameId{frame};
  set.time = timestampAt(static_cast<double>(frame) / 10);
  for (const std::uint64_t id : ids) {
    Track track;
    track.id = TrackId{id};
    track.score = 0.5;
    track.classId = ClassId{0};
    set.items.push_back(track);
  }
  return set;
}

void take(TrackTableModel& model, const TrackSet& set) {
  model.take(set, std::vector<Rgb>(set.items.size()));
}

}  // namespace

class TestTrackTableModel : public QObject {
  Q_OBJECT
 private slots:
  void keepsTracksThatHaveLeft() {
    TrackTableModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    take(model, setAt(0, {1, 2}));
    QCOMPARE(model.rowCount(), 0);  // Views hear of it only at refresh.
    model.refresh();
    QCOMPARE(model.rowCount(), 2);
    take(model, setAt(15, {2, 3}));
    model.refresh();
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.countInPicture(), 2);
    QVERIFY(!model.row(0).inPicture);
    QCOMPARE(model.index(0, TrackTableModel::State).data().toString(), QStringLiteral("left"));
    QCOMPARE(model.index(1, TrackTableModel::State).data().toString(), QStringLiteral("seen"));
    QCOMPARE(model.index(1, TrackTableModel::FirstSeen).data().toString(),
             QStringLiteral("0:00.0"));
    QCOMPARE(model.index(2, TrackTableModel::FirstSeen).data().toString(),
             QStringLiteral("0:01.5"));
    QCOMPARE(model.index(1, TrackTableModel::Age).data(TrackTableModel::SortRole).toDouble(), 1.5);
    QCOMPARE(indexOf(model.row(2).firstFrame), std::int64_t{15});
    model.clear();
    QCOMPARE(model.rowCount(), 0);
  }

  void tentativeTracksAreNotListed() {
    TrackTableModel model;
    TrackSet set = setAt(0, {1});
    set.items[0].state = TrackState::Tentative;
    take(model, set);
    model.refresh();
    QCOMPARE(model.rowCount(), 0);
  }

  void tellsOnlyOfRowsThatChanged() {
    TrackTableModel model;
    for (std::uint64_t id = 1; id <= 100; ++id) {
      take(model, setAt(static_cast<std::int64_t>(id), {id}));
    }
    model.refresh();
    const QSignalSpy changed(&model, &TrackTableModel::dataChanged);
    take(model, setAt(200, {3, 4, 90}));
    model.refresh();
    int rows = 0;
    for (const QList<QVariant>& signal : changed) {
      rows += signal[1].toModelIndex().row() - signal[0].toModelIndex().row() + 1;
    }
    QCOMPARE(rows, 4);  // 3, 4, 90 and 100, which has left.
  }

  void manyTracksStayBounded() {
    TrackTableModel model;
    std::vector<std::uint64_t> ids(1000);
    std::uint64_t next = 1;
    for (int frame = 0; frame < 120; ++frame) {
      for (std::uint64_t& id : ids) {
        id = next++;
      }
      take(model, setAt(frame, ids));
      model.refresh();
    }
    QVERIFY(model.rowCount() <= static_cast<int>(TrackTableModel::kMaxRows));
    QCOMPARE(model.countInPicture(), 1000);
    // The newest are there, and found.
    const auto row = model.rowOf(TrackId{next - 1});
    QVERIFY(row.has_value());
    QCOMPARE(model.row(*row).id, TrackId{next - 1});
    QVERIFY(!model.rowOf(TrackId{1}).has_value());
  }

  void filtersByWordsInAnyOrder() {
    TrackTableModel model;
    model.setClassNames(std::make_shared<LabelMap>(std::vector<std::string>{"traffic light"}));
    take(model, setAt(0, {1, 21}));
    take(model, setAt(1, {21}));
    model.refresh();
    TrackFilterModel filter;
    filter.setSourceModel(&model);
    QCOMPARE(filter.rowCount(), 1);  // In the picture only.
    filter.setOnlyInPicture(false);
    QCOMPARE(filter.rowCount(), 2);
    filter.setWords(QStringLiteral("LIGHT 2"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords(QStringLiteral("left"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setWords(QStringLiteral("left 21"));
    QCOMPARE(filter.rowCount(), 0);
  }

  void csvFieldsAreSafe_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain") << "person"
                           << "person";
    QTest::newRow("comma") << "a,b"
                           << "\"a,b\"";
    QTest::newRow("quote") << "a\"b"
                           << "\"a\"\"b\"";
    QTest::newRow("line end") << "a\nb"
                              << "\"a\nb\"";
    QTest::newRow("formula") << "=1+1"
                             << "'=1+1";
    QTest::newRow("formula with comma") << "@a,b"
                                        << "\"'@a,b\"";
    QTest::newRow("empty") << ""
                           << "";
  }
  void csvFieldsAreSafe() {
    QFETCH(const QString, text);
    QFETCH(const QString, field);
    QCOMPARE(csvField(text), field);
  }
};

QTEST_MAIN(TestTrackTableModel)
#include "tst_track_table_model.moc"
