#include <string>

#include <QTest>

#include "core/store/decimal_text.h"
#include "core/store/xml_scanner.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

/// "<a k=v>", "</a>", "text", one after the other.
Result<std::string> tokensOf(std::string_view text) {
  XmlScanner xml(text);
  std::string out;
  while (true) {
    const auto token = xml.next();
    if (!token) {
      return fail(token.error());
    }
    switch (*token) {
      case XmlScanner::Token::Begin:
        out += "<" + std::string(xml.name()) + ">[" + std::string(xml.attribute("k")) + "]";
        break;
      case XmlScanner::Token::End:
        out += "</" + std::string(xml.name()) + ">";
        break;
      case XmlScanner::Token::Text:
        out += xml.text();
        break;
      case XmlScanner::Token::Finished:
        return out;
    }
  }
}

}  // namespace

class TestXmlScanner : public QObject {
  Q_OBJECT
 private slots:
  void elements_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tokens");
    QTest::newRow("one") << "<a/>"
                         << "<a>[]</a>";
    QTest::newRow("nested") << "<?xml version='1.0'?>\n<a>\n <b k = \"1\" l='2'>x</b>\n</a>\n"
                            << "<a>[]<b>[1]x</b></a>";
    QTest::newRow("comments") << "<!-- <x> --><a><!-- - --><b/></a>"
                              << "<a>[]<b>[]</b></a>";
    QTest::newRow("entities") << "<a k='&lt;&amp;&#65;&#x20AC;'>&gt;&quot;&apos;</a>"
                              << QStringLiteral("<a>[<&A\u20ac]>\"'</a>");
    QTest::newRow("CDATA") << "<a><![CDATA[<b>&amp;]]></a>"
                           << "<a>[]<b>&amp;</a>";
    QTest::newRow("greater in an attribute") << "<a k='>'/>"
                                             << "<a>[>]</a>";
    QTest::newRow("byte order mark") << QStringLiteral("\uFEFF<a/>") << "<a>[]</a>";
  }
  void elements() {
    QFETCH(const QString, text);
    QFETCH(const QString, tokens);
    const auto found = tokensOf(text.toStdString());
    FS_VERIFY_OK(found);
    QCOMPARE(QString::fromStdString(*found), tokens);
  }

  void badTextIsRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* const text : {"",
                                   " ",
                                   "x",
                                   "<",
                                   "<a",
                                   "<a>",
                                   "<a k>",
                                   "<a k=>",
                                   "<a k=1/>",
                                   "<a k='1/>",
                                   "</a>",
                                   "<a></b>",
                                   "<a/><b/>",
                                   "<a/>x",
                                   "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                                   "<a>&b;</a>",
                                   "<a>&#0;</a>",
                                   "<a>&#xD800;</a>",
                                   "<a>&amp</a>",
                                   "<a><!-- </a>",
                                   "<a><![CDATA[</a>",
                                   "<?xml",
                                   "<a>&#x110000;</a>",
                                   "< a/>",
                                   "<a k='1'l='2' <b/>"}) {
      QTest::newRow(text) << text;
    }
    QString deep;
    for (int k = 0; k < 65; ++k) {
      deep += "<a>";
    }
    QTest::newRow("deep") << deep;
  }
  void badTextIsRefused() {
    QFETCH(const QString, text);
    FS_VERIFY_ERROR(tokensOf(text.toStdString()), ErrorCode::CorruptData, "line ");
  }

  void linesAreCounted() {
    FS_VERIFY_ERROR(tokensOf("<a>\n<!--\n-->\n<b k='\n'>&x;</b></a>"), ErrorCode::CorruptData,
                    "line 5");
  }

  void whatIsWrittenIsRead() {
    std::string text = "<a k=\"";
    appendXml(text, "<&>\"'");
    text += "\">";
    appendXml(text, "<&>\"'");
    text += "</a>";
    QCOMPARE(tokensOf(text).value_or(""), std::string("<a>[<&>\"']<&>\"'</a>"));
  }

  void decimals_data() {
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<QString>("sum");
    QTest::newRow("whole") << "12"
                           << "1"
                           << "13";
    QTest::newRow("no binary fraction") << "0.1"
                                        << "0.2"
                                        << "0.3";
    QTest::newRow("over zero") << "-0.7"
                               << "1"
                               << "0.3";
    QTest::newRow("to zero") << "-1"
                             << "1"
                             << "0";
    QTest::newRow("stays below") << "-5.25"
                                 << "1"
                                 << "-4.25";
    QTest::newRow("other scales") << "1000000"
                                  << "0.0000000001"
                                  << "1000000.0000000001";
    QTest::newRow("ends in zeros") << "0.25"
                                   << "0.75"
                                   << "1";
    QTest::newRow("small result") << "-0.03"
                                  << "0.02"
                                  << "-0.01";
    QTest::newRow("as doubles") << "0.1234567890123456789012345678901234567890"
                                << "1"
                                << "1.1234567890123457";
  }
  void decimals() {
    QFETCH(const QString, a);
    QFETCH(const QString, b);
    QFETCH(const QString, sum);
    QCOMPARE(QString::fromStdString(decimalSum(a.toStdString(), b.toStdString())), sum);
    if (a.size() < 30) {
      QCOMPARE(QString::fromStdString(decimalDifference(sum.toStdString(), b.toStdString())), a);
    }
    QCOMPARE(QString::fromStdString(decimalText(1e-7)), QStringLiteral("0.0000001"));
  }
};

QTEST_GUILESS_MAIN(TestXmlScanner)
#include "tst_xml_scanner.moc"
