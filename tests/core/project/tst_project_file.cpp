#include <array>
#include <fstream>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/project/project_store.h"
#include "core/project/sql/project_file.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMost = 100'000'000;

std::string bytesOf(const fs::path& file) { return readFile(file, kMost).value_or("unreadable"); }

/// A project with a setting in it, closed.
Result<void> makeProject(const fs::path& file) {
  auto project = openProject(file, ProjectMode::Create);
  if (!project) {
    return fail(project.error());
  }
  return project->store->putSetting("colour", "blue");
}

Result<void> runSql(const fs::path& file, std::string_view sql) {
  auto connection = SqlConnection::open(file, SqlConnection::Use::Write);
  if (!connection) {
    return fail(connection.error());
  }
  return (*connection)->run(sql);
}

std::array<SchemaStep, 2> withOneMore() {
  return {schemaSteps()[0],
          "ALTER TABLE media ADD COLUMN note TEXT NOT NULL DEFAULT '';\n"
          "CREATE TABLE extra(id INTEGER PRIMARY KEY) STRICT"};
}

}  // namespace

class TestProjectFile : public QObject {
  Q_OBJECT
 private slots:
  void modesDoWhatTheySay() {
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_ERROR(openProject(file, ProjectMode::OpenExisting), ErrorCode::NotFound,
                    "no such project");
    QVERIFY(!fs::exists(file));
    FS_VERIFY_ERROR(openProject(folder / "no/p.followspot", ProjectMode::Create),
                    ErrorCode::NotFound, "no such folder");
    FS_VERIFY_OK(makeProject(file));
    const std::string before = bytesOf(file);
    FS_VERIFY_ERROR(openProject(file, ProjectMode::Create), ErrorCode::InvalidArgument,
                    "exists already");
    QCOMPARE(bytesOf(file), before);
    FS_VERIFY_OK(openProject(file, ProjectMode::OpenExisting));
    FS_VERIFY_ERROR(openProject(folder.path(), ProjectMode::OpenOrCreate), ErrorCode::Unsupported,
                    "no regular file");
  }

  void aCreationThatWasCutOffIsMadeAgain() {
    const TemporaryFolder folder;
    std::ofstream(folder / "p.followspot").close();
    FS_VERIFY_OK(openProject(folder / "p.followspot", ProjectMode::OpenExisting));
  }

  void otherFilesAreLeftAlone() {
    const TemporaryFolder folder;
    const fs::path text = folder / "notes.txt";
    FS_VERIFY_OK(writeFile(text, "Some notes of mine.\n"));
    FS_VERIFY_ERROR(openProject(text, ProjectMode::OpenOrCreate), ErrorCode::Unsupported,
                    "no project of Followspot");
    QCOMPARE(bytesOf(text), std::string("Some notes of mine.\n"));
    const fs::path foreign = folder / "other.db";
    FS_VERIFY_OK(runSql(foreign, "CREATE TABLE a(b)"));
    const std::string before = bytesOf(foreign);
    FS_VERIFY_ERROR(openProject(foreign, ProjectMode::OpenOrCreate), ErrorCode::Unsupported,
                    "no project of Followspot");
    QCOMPARE(bytesOf(foreign), before);
    QCOMPARE(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2);
  }

  void damagedFilesAreCopiedAndLeft_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("another beginning") << 0;
    QTest::newRow("the end is missing") << 1;
    QTest::newRow("the schema's page is overwritten") << 2;
    QTest::newRow("no format") << 3;
    QTest::newRow("a table is missing") << 4;
    QTest::newRow("a trigger was planted") << 5;
    QTest::newRow("a few bytes only") << 6;
  }
  void damagedFilesAreCopiedAndLeft() {
    QFETCH(const int, kind);
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_OK(makeProject(file));
    if (kind == 3) {
      FS_VERIFY_OK(runSql(file, "PRAGMA user_version=0"));
    } else if (kind == 4) {
      FS_VERIFY_OK(runSql(file, "DROP TABLE event"));
    } else if (kind == 5) {
      FS_VERIFY_OK(
          runSql(file, "CREATE TRIGGER t AFTER INSERT ON media BEGIN DELETE FROM box; END"));
    } else {
      std::string bytes = bytesOf(file);
      if (kind == 0) {
        bytes.replace(0, 6, "MATLAB");
      } else if (kind == 1) {
        bytes.resize(bytes.size() - 5000);
      } else if (kind == 2) {
        bytes.replace(100, 1500, std::string(1500, '\x7f'));
      } else {
        bytes.resize(7);
      }
      FS_VERIFY_OK(writeFile(file, bytes));
    }
    const std::string before = bytesOf(file);
    for (int again = 0; again < 2; ++again) {
      const auto opened = openProject(file, ProjectMode::OpenOrCreate);
      FS_VERIFY_ERROR(opened, ErrorCode::CorruptData, "p.followspot.damaged");
      QCOMPARE(bytesOf(file), before);
      QCOMPARE(bytesOf(folder / "p.followspot.damaged"), before);
      QVERIFY(!fs::exists(folder / "p.followspot.damaged-2"));  // once is enough
    }
    // Another damage is another copy; the first is not overwritten.
    FS_VERIFY_OK(writeFile(file, "broken anew"));
    FS_VERIFY_ERROR(openProject(file, ProjectMode::OpenExisting), ErrorCode::CorruptData,
                    "p.followspot.damaged-2");
    QCOMPARE(bytesOf(folder / "p.followspot.damaged"), before);
  }

  void aNewerFileIsCopiedAndLeft() {
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_OK(makeProject(file));
    FS_VERIFY_OK(runSql(file, "PRAGMA user_version=99"));
    const std::string before = bytesOf(file);
    FS_VERIFY_ERROR(openProject(file, ProjectMode::OpenOrCreate), ErrorCode::Unsupported,
                    "newer version of Followspot (format 99");
    QCOMPARE(bytesOf(file), before);
    QCOMPARE(bytesOf(folder / "p.followspot.newer"), before);
  }

  void anOlderFileIsBroughtUpToDate() {
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_OK(makeProject(file));
    const auto steps = withOneMore();
    const auto prepared = prepareProjectFile(file, ProjectMode::OpenExisting, steps);
    FS_VERIFY_OK(prepared);
    QCOMPARE(prepared->notes.size(), std::size_t{1});
    QVERIFY(prepared->notes[0].find("format 1 to 2") != std::string::npos);
    {
      auto connection = SqlConnection::open(file, SqlConnection::Use::Read);
      FS_VERIFY_OK(connection);
      QCOMPARE((*connection)->text("SELECT value FROM setting").value_or(""), std::string("blue"));
      QCOMPARE((*connection)->integer("SELECT count(*) FROM extra").value_or(-1), std::int64_t{0});
    }
    // The copy is the project as it was.
    auto old = openProject(folder / "p.followspot.format-1", ProjectMode::OpenExisting);
    FS_VERIFY_OK(old);
    const auto reader = old->store->openReader();
    FS_VERIFY_OK(reader);
    QCOMPARE((*reader)->setting("colour")->value_or(""), std::string("blue"));
    // Done once.
    const auto again = prepareProjectFile(file, ProjectMode::OpenExisting, steps);
    FS_VERIFY_OK(again);
    QVERIFY(again->notes.empty());
  }

  void aStepThatFailsLeavesAllAsItWas() {
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_OK(makeProject(file));
    const std::array<SchemaStep, 2> steps = {schemaSteps()[0],
                                             "CREATE TABLE extra(a) STRICT;\nNONSENSE"};
    const auto prepared = prepareProjectFile(file, ProjectMode::OpenExisting, steps);
    QVERIFY(!prepared.has_value());
    auto project = openProject(file, ProjectMode::OpenExisting);
    FS_VERIFY_OK(project);
    QVERIFY(fs::exists(folder / "p.followspot.format-1"));
  }

  void aDamagedFileIsNotBroughtUpToDate() {
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_OK(makeProject(file));
    std::string bytes = bytesOf(file);
    constexpr std::size_t kPage = 4096;
    // A page of content; the schema's page is whole.
    bytes.replace(2 * kPage, 200, std::string(200, '\x55'));
    FS_VERIFY_OK(writeFile(file, bytes));
    const auto steps = withOneMore();
    FS_VERIFY_ERROR(prepareProjectFile(file, ProjectMode::OpenExisting, steps),
                    ErrorCode::CorruptData, "damaged");
    QCOMPARE(bytesOf(file), bytes);
    QCOMPARE(bytesOf(folder / "p.followspot.damaged"), bytes);
  }

  /// Whatever byte is wrong: an answer, no crash, and the file is never replaced by an empty one.
  void anyDamageIsSurvived() {
    const TemporaryFolder folder;
    const fs::path file = folder / "p.followspot";
    FS_VERIFY_OK(makeProject(file));
    const std::string good = bytesOf(file);
    std::uint32_t random = 7;
    for (int k = 0; k < 150; ++k) {
      std::string bytes = good;
      for (int n = 0; n < 20; ++n) {
        random = random * 1664525U + 1013904223U;
        const std::size_t limit = k % 2 == 0 ? 400 : bytes.size();
        bytes[(random >> 8U) % limit] = static_cast<char>(random >> 3U);
      }
      FS_VERIFY_OK(writeFile(file, bytes));
      auto project = openProject(file, ProjectMode::OpenExisting);
      if (project) {
        const auto reader = project->store->openReader();
        if (reader) {
          std::vector<BoxRow> rows;
          static_cast<void>((*reader)->media());
          static_cast<void>((*reader)->runs());
          static_cast<void>((*reader)->tracks(RunId{1}));
          static_cast<void>((*reader)->boxes(RunId{1}, {FrameId{0}, FrameId{99}}, rows));
          static_cast<void>((*reader)->check());
        }
      } else {
        QCOMPARE(bytesOf(file), bytes);
      }
      for (const auto& entry : fs::directory_iterator(folder.path())) {
        fs::remove(entry.path());
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestProjectFile)
#include "tst_project_file.moc"
