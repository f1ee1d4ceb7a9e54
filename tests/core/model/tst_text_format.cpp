#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <QTest>

#include "core/model/text_format.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;

class TestTextFormat : public QObject {
  Q_OBJECT
 private slots:
  void readsWhatConfigsHold() {
    const auto root = parseTextFormat(R"(
      # a comment
      model {
        ssd { num_classes: 90  # here, too
          image_resizer: { fixed_shape_resizer < height: 300, width: 0x12C; > }
          aspect_ratios: [1.0, 2.0,
                          0.5]
          aspect_ratios: 3
          name: "two " 'parts\t\x41\101'
          on: true off: False kind: SIGMOID small: 1e-08 minus: - 2.5 f: 1.5f big: -9223372036854775808
        }
      }
      [a.b.ext] { x: 1 }
    )");
    FS_VERIFY_OK(root);
    const TextField* const ssd = root->find("model")->find("ssd");
    QVERIFY(ssd != nullptr);
    QCOMPARE(ssd->find("num_classes")->integer(), std::optional<std::int64_t>(90));
    QCOMPARE(ssd->find("num_classes")->line, 4);
    QCOMPARE(ssd->find("image_resizer")->find("fixed_shape_resizer")->find("width")->integer(),
             std::optional<std::int64_t>(300));
    QCOMPARE(std::ranges::count(ssd->fields, "aspect_ratios", &TextField::name), 4);
    QCOMPARE(ssd->find("aspect_ratios")->real(), std::optional(3.0));
    QCOMPARE(ssd->find("name")->value, std::string("two parts\tAA"));
    QCOMPARE(ssd->find("on")->boolean(), std::optional(true));
    QCOMPARE(ssd->find("off")->boolean(), std::optional(false));
    QCOMPARE(ssd->find("kind")->value, std::string("SIGMOID"));
    QVERIFY(!ssd->find("kind")->real());
    QCOMPARE(ssd->find("small")->real(), std::optional(1e-8));
    QCOMPARE(ssd->find("minus")->real(), std::optional(-2.5));
    QVERIFY(std::signbit(*parseTextFormat("zero: -0")->find("zero")->real()));
    QCOMPARE(ssd->find("f")->real(), std::optional(1.5));
    QCOMPARE(ssd->find("big")->integer(), std::optional(std::numeric_limits<std::int64_t>::min()));
    QVERIFY(root->find("[a.b.ext]") != nullptr);
    QVERIFY(ssd->find("nothing") == nullptr);
  }

  void saysWhereItIsWrong_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("open message") << QByteArray("a {\n b: 1") << "line 2: the text ends";
    QTest::newRow("open string") << QByteArray("a: \"x\nb: 1") << "line 1: a string";
    QTest::newRow("no value") << QByteArray("\n\na: }") << "line 3: a value was expected";
    QTest::newRow("no name") << QByteArray("a: 1\n: 2") << "line 2: a field name";
    QTest::newRow("no colon") << QByteArray("a 1") << "was expected after";
    QTest::newRow("open list") << QByteArray("a: [1, 2") << "list";
    QTest::newRow("escape") << QByteArray("a: \"\\q\"") << "escape";
    QTest::newRow("octal") << QByteArray("a: \"\\777\"") << "escape";
    QTest::newRow("wrong bracket") << QByteArray("a { b: 1 >") << "field name";
    QTest::newRow("NUL") << QByteArray("a: 1\0b: 2", 9) << "field name";
    QByteArray deep;
    for (int i = 0; i < 100'000; ++i) {
      deep += "a{";
    }
    QTest::newRow("100,000 levels") << deep << "nested";
  }
  void saysWhereItIsWrong() {
    QFETCH(QByteArray, text);
    QFETCH(QString, part);
    const auto root = parseTextFormat(text.toStdString());
    FS_VERIFY_ERROR(root, ErrorCode::CorruptData, part.toStdString());
  }

  void writesWhatItReads() {
    std::string bytes;
    for (int c = 0; c < 256; ++c) {
      bytes += static_cast<char>(c);
    }
    TextField root;
    root.fields.push_back({"t", TextField::Kind::Text, bytes, {}, 0});
    TextField inner{"m", TextField::Kind::Message, "", {}, 0};
    inner.fields.push_back({"n", TextField::Kind::Token, "-1.5", {}, 0});
    root.fields.push_back(inner);
    const std::string text = writeTextFormat(root);
    QVERIFY(text.ends_with("m {\n  n: -1.5\n}\n"));
    const auto again = parseTextFormat(text);
    FS_VERIFY_OK(again);
    QCOMPARE(again->find("t")->value, bytes);
    QCOMPARE(again->find("m")->find("n")->real(), std::optional(-1.5));
    QCOMPARE(writeTextFormat(*again), text);
  }
};

QTEST_GUILESS_MAIN(TestTextFormat)
#include "tst_text_format.moc"
