#include <string>

#include <QTest>

#include "core/store/detection_csv.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

class TestDetectionCsv : public QObject {
  Q_OBJECT
 private slots:
  void writesTheDocumentedColumns() {
    const TemporaryFolder folder;
    const LabelMap labels({"???", "=Person, \"big\""});
    auto writer = DetectionCsvWriter::create(folder / "d.csv", labels);
    FS_VERIFY_OK(writer);
    DetectionSet set;
    set.frame = FrameId{6};
    set.time = timestampAt(1.5);
    set.items = {{{1.25, 2, 3.5, 4}, 0.875, ClassId{1}}};
    FS_VERIFY_OK(writer->write(set));
    FS_VERIFY_OK(writer->finish());
    QCOMPARE(
        *readFile(folder / "d.csv", 1000),
        std::string("frame,time_s,class_id,class,score,left,top,width,height\n"
                    "7,1.500000,1,\"'=Person, \"\"big\"\"\",0.875000,1.250,2.000,3.500,4.000\n"));
    const auto table = readDetectionCsv(folder / "d.csv");
    FS_VERIFY_OK(table);
    QCOMPARE(table->pictures.size(), 1U);
    QCOMPARE(numberOf(table->pictures[0].frame), 7);
    QCOMPARE(table->pictures[0].items[0].box, (Box{1.25, 2, 3.5, 4}));
    QCOMPARE(table->labels.nameOf(ClassId{1}), std::string("=Person, \"big\""));
  }

  void tellsWhatItWasMadeOf() {
    const TemporaryFolder folder;
    const LabelMap labels({"???", "Person"});
    DetectionOrigin origin;
    origin.video = "a \"street\", at night.mp4";
    origin.bytes = 5'000'000'000;
    origin.size = {1920, 1080};
    origin.pictures = 3000;
    origin.model = "people";
    origin.modelHash = "0123";
    origin.minScore = 0.1;
    origin.nmsIou = 0.6;
    origin.classes = "person,car";
    origin.every = 3;
    origin.from = 1.5;
    for (const bool early : {false, true}) {
      auto writer = DetectionCsvWriter::create(folder / "d.csv", labels, origin);
      FS_VERIFY_OK(writer);
      DetectionSet set;
      // A third and a tenth have no short decimals: they come back to the last bit.
      set.items = {{{1. / 3, 2, 0.1F, 4}, 2. / 3, ClassId{1}}};
      FS_VERIFY_OK(writer->write(set));
      FS_VERIFY_OK(early ? writer->finishEarly(timestampAt(12.25)) : writer->finish());
      const auto table = readDetectionCsv(folder / "d.csv");
      FS_VERIFY_OK(table);
      QCOMPARE(table->pictures.at(0).items.at(0).box, (Box{1. / 3, 2, 0.1F, 4}));
      QCOMPARE(table->pictures.at(0).items.at(0).score, 2. / 3);
      QVERIFY(table->madeOf);
      const DetectionOrigin& back = *table->madeOf;
      QCOMPARE(back.video, origin.video);
      QCOMPARE(back.bytes, origin.bytes);
      QVERIFY(back.size == origin.size);
      QCOMPARE(back.pictures, 3000);
      QCOMPARE(back.live, false);
      QCOMPARE(back.model, origin.model);
      QCOMPARE(back.modelHash, origin.modelHash);
      QCOMPARE(back.minScore, 0.1);
      QCOMPARE(back.classes, origin.classes);
      QCOMPARE(back.every, 3);
      QVERIFY(back.from == 1.5 && !back.to);
      QVERIFY(back.stoppedAt == (early ? std::optional(12.25) : std::nullopt));
      // Each row has as many cells as the first line.
      const auto text = *readFile(folder / "d.csv", 10'000);
      QVERIFY(text.ends_with(",\n"));
    }
  }

  void aHeaderThatIsNoneTellsNothing() {
    const std::string columns = "frame,time_s,class_id,class,score,left,top,width,height";
    for (const std::string& more :
         {std::string(), std::string(",\"made_of=\""),
          std::string(",\"made_of={\"\"video\"\":3}\""),
          std::string(",\"made_of={\"\"every\"\":1e99}\""), std::string(",\"made_of="),
          ",\"made_of=" + std::string(1000, '[') + "\""}) {
      const auto table = parseDetectionCsv(columns + more + "\n1,0,0,P,0.5,1,2,3,4\n");
      FS_VERIFY_OK(table);
      QVERIFY(!table->madeOf);
    }
  }

  void refusesWithTheLine_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    const QString header = "frame,time_s,class_id,class,score,left,top,width,height\n";
    QTest::newRow("nothing") << ""
                             << "line 0";
    QTest::newRow("no header") << "1,0,1,a,0.5,1,1,1,1\n"
                               << "no column";
    QTest::newRow("frame 0") << header + "0,0,1,a,0.5,1,1,1,1\n"
                             << "line 2";
    QTest::newRow("a word") << header + "1,0,1,a,0.5,1,1,1,1\n1,0,1,a,x,1,1,1,1\n"
                            << "line 3";
    QTest::newRow("NaN") << header + "1,0,1,a,nan,1,1,1,1\n"
                         << "score";
    QTest::newRow("too few cells") << header + "1,0,1,a\n"
                                   << "line 2";
    QTest::newRow("huge class") << header + "1,0,999999999,a,0.5,1,1,1,1\n"
                                << "line 2";
  }

  void refusesWithTheLine() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "d.csv", text.toStdString()));
    FS_VERIFY_ERROR(readDetectionCsv(folder / "d.csv"), ErrorCode::CorruptData, part.toStdString());
  }
};

QTEST_GUILESS_MAIN(TestDetectionCsv)
#include "tst_detection_csv.moc"
