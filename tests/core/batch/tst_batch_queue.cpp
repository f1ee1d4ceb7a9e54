#include <fstream>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/batch/batch_queue.h"
#include "core/batch/time_left.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

BatchItem counted() {
  BatchItem counts;
  counts.frames = 10;
  counts.tracks = 3;
  counts.seconds = 1.5;
  return counts;
}

}  // namespace

class TestBatchQueue : public QObject {
  Q_OBJECT
 private slots:
  void whatIsDoneIsThereAfterARestart() {
    const TemporaryFolder folder;
    {
      auto queue = BatchQueue::open(folder / "out");
      FS_VERIFY_OK(queue);
      QVERIFY(!queue->hasSettings());
      FS_VERIFY_OK(queue->begin("a setting"));
      for (const char* const name : {"/v/a.mp4", "/v/b.mp4", "/w/a.avi", "/v/a.mp4"}) {
        FS_VERIFY_OK(queue->add(name));
      }
      QCOMPARE(queue->next(), std::optional<std::size_t>(0));
      const auto work = queue->start(0);
      FS_VERIFY_OK(work);
      write(*work / "a.csv", "whole");
      QVERIFY(!std::filesystem::exists(folder / "out/a.csv"));
      FS_VERIFY_OK(queue->finish(0, counted()));
      FS_VERIFY_OK(queue->start(1));
      FS_VERIFY_OK(queue->giveUp(1, "no \"video\" stream"));
    }
    const auto queue = BatchQueue::open(folder / "out");
    FS_VERIFY_OK(queue);
    QCOMPARE(queue->content().settings, std::string("a setting"));
    const auto& items = queue->content().items;
    QCOMPARE(items.size(), std::size_t{3});  // the same file is not added twice
    QCOMPARE(items[0].state, BatchState::Done);
    QCOMPARE(items[0].frames, 10);
    QCOMPARE(items[0].seconds, 1.5);
    QCOMPARE(items[1].state, BatchState::Failed);
    QCOMPARE(items[1].why, std::string("no \"video\" stream"));
    QCOMPARE(items[2].name, std::string("a-2"));  // "a" is taken
    QCOMPARE(queue->next(), std::optional<std::size_t>(2));
    QCOMPARE(*readFile(folder / "out/a.csv", 100), std::string("whole"));
  }

  void whatWasCutOffComesLastAndFromItsStart() {
    const TemporaryFolder folder;
    {
      auto queue = BatchQueue::open(folder.path());
      FS_VERIFY_OK(queue);
      FS_VERIFY_OK(queue->begin(""));
      FS_VERIFY_OK(queue->add("/v/a.mp4"));
      FS_VERIFY_OK(queue->add("/v/b.mp4"));
      write(*queue->start(0) / "a.csv", "ha");
    }
    auto queue = BatchQueue::open(folder.path());
    FS_VERIFY_OK(queue);
    QCOMPARE(queue->content().lastBegun, std::optional<std::size_t>(0));
    QCOMPARE(queue->next(), std::optional<std::size_t>(1));
    const auto work = queue->start(1);
    FS_VERIFY_OK(work);
    QVERIFY(std::filesystem::is_empty(*work));
    FS_VERIFY_OK(queue->finish(1, counted()));
    QCOMPARE(queue->next(), std::optional<std::size_t>(0));
    FS_VERIFY_OK(queue->start(0));
    FS_VERIFY_OK(queue->giveUp(0, "x"));
    QVERIFY(!queue->next());
    FS_VERIFY_OK(queue->retry(0));
    QCOMPARE(queue->next(), std::optional<std::size_t>(0));
  }

  void aJournalMayEndAnywhere() {
    const TemporaryFolder folder;
    {
      auto queue = BatchQueue::open(folder / "full");
      FS_VERIFY_OK(queue);
      FS_VERIFY_OK(queue->begin("s"));
      FS_VERIFY_OK(queue->add("/v/a.mp4"));
      FS_VERIFY_OK(queue->start(0));
      FS_VERIFY_OK(queue->finish(0, counted()));
      FS_VERIFY_OK(queue->add("/v/b.mp4"));
    }
    const auto text = readFile(folder / "full/.followspot-batch/journal.jsonl", 10'000);
    FS_VERIFY_OK(text);
    const auto journal = folder / "cut/.followspot-batch/journal.jsonl";
    std::filesystem::create_directories(journal.parent_path());
    for (std::size_t length = 0; length <= text->size(); ++length) {
      const auto lines = std::count(text->begin(), text->begin() + std::ptrdiff_t(length), '\n');
      write(journal, text->substr(0, length));
      auto queue = BatchQueue::open(folder / "cut");
      FS_VERIFY_OK(queue);
      QCOMPARE(queue->hasSettings(), lines >= 1);
      QCOMPARE(queue->content().items.size(), std::size_t(lines >= 5 ? 2 : lines >= 2 ? 1 : 0));
      if (lines >= 2) {
        QCOMPARE(queue->content().items[0].state, lines >= 4   ? BatchState::Done
                                                  : lines == 3 ? BatchState::Begun
                                                               : BatchState::Waiting);
        // What is written next is read again.
        FS_VERIFY_OK(queue->add("/v/c.mp4"));
        const auto again = readBatch(folder / "cut");
        FS_VERIFY_OK(again);
        QCOMPARE(again->items.back().name, std::string("c"));
      }
    }
  }

  void nonsenseIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("why");
    const QByteArray first = "{\"followspot_batch\":1,\"id\":\"1\",\"settings\":\"\"}\n";
    const QByteArray add = "{\"add\":\"/v/a.mp4\",\"name\":\"a\"}\n";
    QTest::newRow("no journal") << QByteArray("{}\n{}\n") << QByteArray("line 1");
    QTest::newRow("text") << QByteArray("hello\nyou\n") << QByteArray("line 1");
    QTest::newRow("newer") << QByteArray(first).replace("h\":1", "h\":2") << QByteArray("newer");
    QTest::newRow("item that is not there") << first + "{\"begin\":0}\n" << QByteArray("line 2");
    QTest::newRow("negative item") << first + add + "{\"begin\":-1}\n" << QByteArray("line 3");
    QTest::newRow("huge item") << first + add + "{\"begin\":1e300}\n" << QByteArray("line 3");
    QTest::newRow("name that leads away")
        << first + QByteArray(add).replace("\"a\"", "\"../a\"") << QByteArray("line 2");
    QTest::newRow("done without numbers") << first + add + "{\"done\":0}\n" << QByteArray("line 3");
    QTest::newRow("broken in the middle") << first + "{\"add\":\n" + add << QByteArray("line 2");
    QTest::newRow("deep") << first + QByteArray(200'000, '[') + "\n" + add << QByteArray("line 2");
  }
  void nonsenseIsRefused() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, why);
    std::size_t whole = 0;
    const auto content = parseBatchJournal(text.toStdString(), whole);
    QVERIFY(!content);
    QVERIFY2(content.error().message.find(why.toStdString()) != std::string::npos,
             content.error().message.c_str());
  }

  void timeLeftFollowsTheBytes() {
    TimeLeft left({100, 300, 200});
    QVERIFY(!left.left(100, 0, 0));
    // 50 bytes in 5 s: 550 more take 55 s.
    QCOMPARE(left.left(100, 0.5, 5).value_or(0), 55.0);
    left.finished(100, 10);
    left.finished(300, std::nullopt);  // failed: neither done nor to be done
    QCOMPARE(left.left(200, 0, 0).value_or(0), 20.0);
    QCOMPARE(left.left(200, 1, 50).value_or(-1), 0.0);
  }
};

QTEST_GUILESS_MAIN(TestBatchQueue)
#include "tst_batch_queue.moc"
