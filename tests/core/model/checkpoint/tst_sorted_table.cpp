#include <QTest>

#include "core/base/output_file.h"
#include "core/model/checkpoint/crc32c.h"
#include "core/model/checkpoint/snappy_block.h"
#include "core/model/checkpoint/sorted_table.h"
#include "tests/core/model/checkpoint/table_writer.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

Result<SortedTable> openBytes(const TemporaryFolder& folder, const std::string& bytes) {
  const auto path = folder / "t.index";
  if (!writeFile(path, bytes)) {
    return fail(ErrorCode::Internal, "test file");
  }
  auto file = RandomAccessFile::open(path);
  return file ? SortedTable::open(std::make_shared<const RandomAccessFile>(std::move(*file)))
              : Result<SortedTable>(fail(file.error()));
}

/// A table of one block (given with its trailer), and an index that points to it.
std::string tableOf(const std::string& sealedBlock, std::uint64_t tells) {
  std::string index;
  std::string place;
  TableWriter::varint(place, 0);
  TableWriter::varint(place, tells);
  TableWriter::entry(index, "zzz", place);
  const std::string whole = TableWriter::finished(index);
  return sealedBlock + TableWriter::sealed(whole) +
         TableWriter::footer(sealedBlock.size(), whole.size());
}

std::span<const std::byte> bytesOfText(const std::string& text) {
  return std::as_bytes(std::span(text));
}

}  // namespace

class TestSortedTable : public QObject {
  Q_OBJECT

 private slots:
  void checksumsOfRfc3720() {
    // Appendix B.4: 32 bytes of zeros, of ones, rising, falling.
    std::string rising;
    for (char c = 0; c < 32; ++c) {
      rising += c;
    }
    const std::string falling(rising.rbegin(), rising.rend());
    QCOMPARE(crc32c(bytesOfText(std::string(32, '\0'))), 0x8A9136AAU);
    QCOMPARE(crc32c(bytesOfText(std::string(32, '\xFF'))), 0x62A8AB43U);
    QCOMPARE(crc32c(bytesOfText(rising)), 0x46DD794EU);
    QCOMPARE(crc32c(bytesOfText(falling)), 0x113FDB5CU);
    // In two steps the same.
    QCOMPARE(crc32c(bytesOfText(rising.substr(7)), crc32c(bytesOfText(rising.substr(0, 7)))),
             0x46DD794EU);
  }

  void snappyByHand() {
    // Size 11; literal "abcd" (tag (4-1)<<2); copy of 7 from 4 back: kind 1, (7-4)<<2 | 1.
    const std::string block = std::string("\x0B\x0C", 2) + "abcd" + std::string("\x0D\x04", 2);
    const auto out = expandSnappy(bytesOfText(block));
    FS_VERIFY_OK(out);
    QCOMPARE(std::string(reinterpret_cast<const char*>(out->data()), out->size()),
             std::string("abcdabcdabc"));
    // A literal of 61 bytes has its length in a byte of its own; a two-byte distance.
    const std::string text(61, 'x');
    const std::string longer =
        std::string("\x7D\xF0\x3C", 3) + text + std::string("\xFE\x3D\x00", 3);
    const auto second = expandSnappy(bytesOfText(longer));
    FS_VERIFY_OK(second);
    QCOMPARE(second->size(), std::size_t{125});
  }

  void hostileSnappy_data() {
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* bytes, int size, const char* message) {
      QTest::newRow(name) << QByteArray(bytes, size) << QString(message);
    };
    row("nothing", "", 0, "ends in its size");
    row("size that goes on for ever", "\xFF\xFF\xFF\xFF\xFF\xFF", 6, "no number");
    row("4 GB from 3 bytes", "\xFF\xFF\xFF\xFF\x0F\x00\x00", 7, "cannot become");
    row("literal cut off",
        "\x05\x10"
        "abc",
        5, "cut off");
    row("length of a literal cut off", "\x05\xF4\x01", 3, "cut off");
    row("copy from before the beginning",
        "\x08\x00"
        "a\x0D\x09",
        5, "before its beginning");
    row("copy of distance 0",
        "\x08\x00"
        "a\x0D\x00",
        5, "copy of itself");
    row("distance cut off",
        "\x08\x00"
        "a\x0E\x01",
        5, "cut off");
    row("more than told",
        "\x02\x00"
        "a\x0D\x01",
        5, "more comes out");
    row("less than told",
        "\x09\x00"
        "a",
        3, "less comes out");
  }
  void hostileSnappy() {
    QFETCH(QByteArray, block);
    QFETCH(QString, message);
    const std::string bytes = block.toStdString();
    FS_VERIFY_ERROR(expandSnappy(bytesOfText(bytes)), ErrorCode::CorruptData,
                    message.toStdString());
  }

  void allKeysInOrderAndEachFound() {
    const TemporaryFolder folder;
    TableWriter writer;
    writer.entriesInBlock = 3;
    for (int i = 0; i < 100; ++i) {
      writer.entries["key" + std::to_string(i)] = std::string(static_cast<std::size_t>(i), 'v');
    }
    const auto table = openBytes(folder, writer.toString());
    FS_VERIFY_OK(table);
    std::vector<std::string> keys;
    FS_VERIFY_OK(table->forEach([&](std::string_view key, std::string_view value) -> Result<void> {
      keys.emplace_back(key);
      return value == writer.entries[std::string(key)] ? Result<void>()
                                                       : fail(ErrorCode::Internal, "value");
    }));
    QCOMPARE(keys.size(), std::size_t{100});
    QVERIFY(std::is_sorted(keys.begin(), keys.end()));
    for (const auto& [key, value] : writer.entries) {
      const auto found = table->find(key);
      FS_VERIFY_OK(found);
      QVERIFY(found->has_value());
      QCOMPARE(std::string((*found)->bytes), value);
    }
    for (const char* const absent : {"", "key", "key1x", "zzzz"}) {
      const auto found = table->find(absent);
      FS_VERIFY_OK(found);
      QVERIFY(!found->has_value());
    }
  }

  void sharedBeginningsAndSnappy() {
    const TemporaryFolder folder;
    std::string block;
    TableWriter::entry(block, "abcd", "1");
    block += std::string("\x03\x01\x01", 3) + "e2";  // "abc" kept, then "e"
    const std::string plain = TableWriter::finished(block);
    std::string compressed;
    TableWriter::varint(compressed, plain.size());
    compressed += static_cast<char>((plain.size() - 1) << 2U);
    compressed += plain;
    const auto table =
        openBytes(folder, tableOf(TableWriter::sealed(compressed, 1), compressed.size()));
    FS_VERIFY_OK(table);
    const auto found = table->find("abce");
    FS_VERIFY_OK(found);
    QVERIFY(found->has_value());
    QCOMPARE(std::string((*found)->bytes), std::string("2"));
  }

  void hostile_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const std::string& bytes, const char* message) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(message);
    };
    TableWriter writer;
    writer.entries = {{"", "header"}, {"a", "1"}, {"b", "2"}};
    const std::string good = writer.toString();
    row("empty file", "", "no checkpoint index");
    row("47 bytes", good.substr(good.size() - 47), "no checkpoint index");
    row("cut in the middle", good.substr(0, good.size() / 2), "no checkpoint index");
    std::string flipped = good;
    flipped[3] = static_cast<char>(flipped[3] ^ 1);
    row("one bit of a block", flipped, "checksum differs");
    row("index of 10 GB", std::string(1000, 'x') + TableWriter::footer(0, 10'000'000'000ULL),
        "it would have 10000000000 bytes");
    row("index beyond 64 bits", std::string(1000, 'x') + TableWriter::footer(~0ULL, ~0ULL),
        "it would have");
    row("index behind the file", std::string(1000, 'x') + TableWriter::footer(5000, 10),
        "it would have");
    row("footer without numbers",
        std::string(100, 'x') + std::string(40, '\xFF') + "\x57\xfb\x80\x8b\x24\x75\x47\xdb",
        "where the index is");
    const std::string empty = TableWriter::finished("");
    row("unknown compression", tableOf(TableWriter::sealed(empty, 7), empty.size()),
        "compression 7");
    row("empty block", tableOf(TableWriter::sealed(empty), empty.size()), "it is empty");
    const std::string tiny = "ab";
    row("block of two bytes", tableOf(TableWriter::sealed(tiny), tiny.size()), "too short");
    std::string counted = "abcdefgh";
    TableWriter::fixed32(counted, 1'000'000'000);
    row("a billion entries", tableOf(TableWriter::sealed(counted), counted.size()),
        "more entries than it has");
    const auto ofEntry = [](const std::string& entry) {
      const std::string block = TableWriter::finished(entry);
      return tableOf(TableWriter::sealed(block), block.size());
    };
    row("value past the end", ofEntry(std::string("\x00\x01\x7F", 3) + "a"), "past its end");
    row("key past the end", ofEntry(std::string("\x00\x7F\x00", 3) + "a"), "past its end");
    row("shares more than was there", ofEntry(std::string("\x05\x01\x00", 3) + "a"),
        "past its end");
    row("number of six bytes", ofEntry("\x80\x80\x80\x80\x80\x01"), "past its end");
    row("keys not in order",
        ofEntry(std::string("\x00\x01\x00", 3) + "b" + std::string("\x00\x01\x00", 3) + "a"),
        "not in order");
    std::string longKey;
    TableWriter::entry(longKey, std::string(5000, 'k'), "");
    row("key of 5000 bytes", ofEntry(longKey), "key is too long");
  }
  void hostile() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const TemporaryFolder folder;
    const auto table = openBytes(folder, bytes.toStdString());
    const auto seen = table ? table->forEach([](auto, auto) { return Result<void>(); })
                            : Result<void>(fail(table.error()));
    FS_VERIFY_ERROR(seen, ErrorCode::CorruptData, message.toStdString());
    QVERIFY(seen.error().message.find("t.index") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestSortedTable)
#include "tst_sorted_table.moc"
