#include <limits>
#include <optional>
#include <string>

#include <QTest>

#include "core/base/text.h"

using namespace followspot;

class TestText : public QObject {
  Q_OBJECT
 private slots:
  void readsNumbersWhole() {
    QCOMPARE(parseDouble("1.5"), std::optional(1.5));
    QCOMPARE(parseDouble("+2e3"), std::optional(2000.0));
    QVERIFY(!parseDouble("1,5"));
    QVERIFY(!parseDouble("1.5x"));
    QVERIFY(!parseDouble(""));
    QCOMPARE(parseInteger("-7"), std::optional<std::int64_t>(-7));
    QVERIFY(!parseInteger("7.0"));
    QVERIFY(!parseInteger("99999999999999999999"));
  }

  void readsTimesAsPeopleWriteThem() {
    QCOMPARE(parseTime("12.5"), std::optional(12.5));
    QCOMPARE(parseTime("1:02.5"), std::optional(62.5));
    QCOMPARE(parseTime("1:02:03.25"), std::optional(3723.25));
    QVERIFY(!parseTime("1:2:3:4"));
    QVERIFY(!parseTime("-1"));
    QVERIFY(!parseTime("nan"));
    QVERIFY(!parseTime("1:"));
  }

  void writesTimes() {
    QCOMPARE(formatTime(0), std::string("0:00:00.000"));
    QCOMPARE(formatTime(59.9996), std::string("0:01:00.000"));
    QCOMPARE(formatTime(3723.25), std::string("1:02:03.250"));
    QCOMPARE(formatTime(360'000), std::string("100:00:00.000"));
  }

  void writesNumbers() {
    QCOMPARE(formatNumber(0.1), std::string("0.1"));
    std::string text = "x=";
    appendFixed(text, 1.005, 2);  // the double nearest to 1.005 lies below it
    QCOMPARE(text, std::string("x=1.00"));
    text.clear();
    appendFixed(text, std::numeric_limits<double>::max(), 1);
    QCOMPARE(text.size(), 311U);
  }

  void splits() {
    QCOMPARE(split("a,,b", ',').size(), 3U);
    QCOMPARE(split("", ',').size(), 1U);
    QCOMPARE(std::string(trimmed(" \t a b\r\n")), std::string("a b"));
    QCOMPARE(std::string(trimmed(" \r\n")), std::string());
  }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
