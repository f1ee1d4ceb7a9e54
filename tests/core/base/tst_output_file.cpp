#include <filesystem>
#include <fstream>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

std::size_t filesIn(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                                std::filesystem::directory_iterator()));
}

}  // namespace

class TestOutputFile : public QObject {
  Q_OBJECT
 private slots:
  void appearsOnlyWhenCommitted() {
    const TemporaryFolder folder;
    auto file = OutputFile::create(folder / "out.txt");
    FS_VERIFY_OK(file);
    FS_VERIFY_OK(file->write("whole"));
    QVERIFY(!std::filesystem::exists(folder / "out.txt"));
    FS_VERIFY_OK(file->commit());
    QCOMPARE(*readFile(folder / "out.txt", 100), std::string("whole"));
    QCOMPARE(filesIn(folder.path()), 1U);
  }

  void leavesTheOldFileWhenDropped() {
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "out.txt", "old"));
    {
      auto file = OutputFile::create(folder / "out.txt");
      FS_VERIFY_OK(file);
      FS_VERIFY_OK(file->write("new"));
    }
    QCOMPARE(*readFile(folder / "out.txt", 100), std::string("old"));
    QCOMPARE(filesIn(folder.path()), 1U);
  }

  void writesMoreThanItsBuffer() {
    const TemporaryFolder folder;
    std::string expected;
    auto file = OutputFile::create(folder / "big");
    FS_VERIFY_OK(file);
    for (int i = 0; i < 3; ++i) {
      const std::string piece(50'000 + static_cast<std::size_t>(i) * 60'000,
                              static_cast<char>('a' + i));
      expected += piece;
      FS_VERIFY_OK(file->write(piece));
    }
    FS_VERIFY_OK(file->commit());
    QVERIFY(*readFile(folder / "big", 1'000'000) == expected);
  }

  void saysWhatIsWrong() {
    const TemporaryFolder folder;
    FS_VERIFY_ERROR(OutputFile::create(folder / "missing/out.txt"), ErrorCode::NotFound,
                    "missing/out.txt");
    FS_VERIFY_ERROR(OutputFile::create(folder.path()), ErrorCode::InvalidArgument, "folder");
    FS_VERIFY_ERROR(readFile(folder / "nothing", 10), ErrorCode::NotFound, "nothing");
    FS_VERIFY_ERROR(readFile(folder.path(), 10), ErrorCode::Unsupported, "not a file");
    FS_VERIFY_OK(writeFile(folder / "long", "12345678901"));
    FS_VERIFY_ERROR(readFile(folder / "long", 10), ErrorCode::CorruptData, "11 bytes");
  }

  void aDeviceIsWrittenToAndNeverReplaced() {
    auto file = OutputFile::create("/dev/full");
    FS_VERIFY_OK(file);
    FS_VERIFY_OK(file->write("no room"));
    FS_VERIFY_ERROR(file->commit(), ErrorCode::Unavailable, "/dev/full");
    QVERIFY(std::filesystem::is_character_file("/dev/full"));
  }

  void hashesAsInTheStandard() {
    // FIPS 180-4 example: SHA-256("abc").
    const std::string abc = "abc";
    QCOMPARE(sha256Hex(std::as_bytes(std::span(abc))),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "abc", abc));
    QCOMPARE(*sha256HexOfFile(folder / "abc"), sha256Hex(std::as_bytes(std::span(abc))));
  }
};

QTEST_GUILESS_MAIN(TestOutputFile)
#include "tst_output_file.moc"
