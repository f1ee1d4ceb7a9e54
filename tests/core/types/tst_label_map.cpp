#include <string>

#include <QTest>

#include "core/types/label_map.h"
#include "tests/support/result_check.h"

using namespace followspot;

class TestLabelMap : public QObject {
  Q_OBJECT
 private slots:
  void readsLinesOfAnyKind() {
    const auto map = LabelMap::parse("\xEF\xBB\xBF???\r\nPerson\r\nK\xC3\xA4se\n");
    FS_VERIFY_OK(map);
    QCOMPARE(map->size(), 3U);
    QCOMPARE(map->nameOf(ClassId{0}), std::string("???"));
    QCOMPARE(map->nameOf(ClassId{2}), std::string("K\xC3\xA4se"));
    QCOMPARE(map->nameOf(ClassId{9}), std::string("class 9"));
    QCOMPARE(map->nameOf(ClassId::Unknown), std::string("class -1"));
  }

  void findsNames() {
    const LabelMap map({"???", "person", "Person"});
    QCOMPARE(map.find("Person"), std::optional(ClassId{2}));
    QCOMPARE(map.find("PERSON"), std::optional(ClassId{1}));
    QVERIFY(!map.find("cat"));
  }

  void refusesWhatIsNoText() {
    FS_VERIFY_ERROR(LabelMap::parse(""), ErrorCode::CorruptData, "no labels");
    FS_VERIFY_ERROR(LabelMap::parse(std::string_view("a\0b", 3)), ErrorCode::CorruptData, "line 1");
    FS_VERIFY_ERROR(LabelMap::parse("ok\n\xC0\xAF"), ErrorCode::CorruptData, "line 2");
    FS_VERIFY_ERROR(LabelMap::parse("\xED\xA0\x80"), ErrorCode::CorruptData,
                    "line 1");  // a surrogate
    FS_VERIFY_ERROR(LabelMap::parse(std::string(201, 'x')), ErrorCode::CorruptData, "longer");
  }
};

QTEST_GUILESS_MAIN(TestLabelMap)
#include "tst_label_map.moc"
