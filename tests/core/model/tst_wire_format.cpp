#include <limits>
#include <string>

#include <QTest>

#include "core/model/wire_format.h"

using namespace followspot::model;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

}  // namespace

class TestWireFormat : public QObject {
  Q_OBJECT
 private slots:
  void readsTheExamplesOfTheSpecification() {
    // protobuf.dev/programming-guides/encoding: field 1 = 150; field 2 = "testing".
    const std::string bytes = std::string("\x08\x96\x01", 3) + "\x12\x07testing";
    WireReader reader(bytesOf(bytes));
    WireField field;
    QVERIFY(reader.next(field));
    QCOMPARE(field.number, 1U);
    QCOMPARE(field.value, 150U);
    QVERIFY(reader.next(field));
    QCOMPARE(field.number, 2U);
    QCOMPARE(std::string(field.text()), std::string("testing"));
    QVERIFY(!reader.next(field));
    QVERIFY(!reader.failed());
  }

  void writesTheExamplesOfTheSpecification() {
    WireMessage message;
    message.addVarint(1, 150);
    message.addText(2, "testing");
    QCOMPARE(message.toString(), std::string("\x08\x96\x01", 3) + "\x12\x07testing");
  }

  void negativeNumbersTakeTenBytes() {
    WireMessage message;
    message.addInteger(1, -2);
    const std::string bytes = message.toString();
    // The specification's example for -2.
    QCOMPARE(bytes, std::string("\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11));
    WireReader reader(bytesOf(bytes));
    WireField field;
    QVERIFY(reader.next(field));
    QCOMPARE(field.integer(), -2);
  }

  void damageEndsTheWalk_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("varint cut off") << QByteArray("\x08\x96", 2);
    QTest::newRow("varint over 64 bits")
        << QByteArray("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11);
    QTest::newRow("varint of eleven bytes")
        << QByteArray("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 12);
    QTest::newRow("string past the end") << QByteArray("\x12\x07test", 6);
    QTest::newRow("string of 2^63 bytes")
        << QByteArray("\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10);
    QTest::newRow("field number 0") << QByteArray("\x00\x01", 2);
    QTest::newRow("group") << QByteArray("\x0b\x0c", 2);
    QTest::newRow("wire type 7") << QByteArray("\x0f", 1);
    QTest::newRow("fixed32 cut off") << QByteArray("\x0d\x01\x02", 3);
    QTest::newRow("fixed64 cut off") << QByteArray("\x09\x01\x02", 3);
  }
  void damageEndsTheWalk() {
    QFETCH(QByteArray, bytes);
    const std::string text = bytes.toStdString();
    WireReader reader(bytesOf(text));
    WireField field;
    QVERIFY(!reader.next(field));
    QVERIFY(reader.failed());
    QVERIFY(!reader.next(field));
  }

  void borrowedBytesLieWhereTheyBelong() {
    const std::string weights(1000, 'w');
    WireMessage inner;
    inner.addVarint(1, 7);
    inner.addBorrowed(2, bytesOf(weights));
    inner.addVarint(3, 8);
    WireMessage outer;
    outer.addText(1, "before");
    outer.addMessage(2, inner);
    outer.addMessage(2, inner);
    const std::string bytes = outer.toString();
    QCOMPARE(bytes.size(), outer.size());

    WireMessage copied;
    copied.addVarint(1, 7);
    copied.addText(2, weights);
    copied.addVarint(3, 8);
    WireMessage plain;
    plain.addText(1, "before");
    plain.addText(2, copied.toString());
    plain.addText(2, copied.toString());
    QCOMPARE(bytes, plain.toString());
    QVERIFY(outer.equals(bytesOf(bytes)));
    std::string other = bytes;
    other[500] = 'x';
    QVERIFY(!outer.equals(bytesOf(other)));
    QVERIFY(!outer.equals(bytesOf(bytes).first(bytes.size() - 1)));
  }
};

QTEST_GUILESS_MAIN(TestWireFormat)
#include "tst_wire_format.moc"
