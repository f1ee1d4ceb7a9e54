#include <QTest>
#include <QXmlStreamReader>

#include "core/report/track_report.h"
#include "core/store/track_document.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

const std::string kEvil = "</title><script>alert(1)</script><img src=x onerror=y> \xFF\xFE";

/// Two persons and a car at 10 pictures per second; frames from 1 in the file.
Result<TrackDocument> scene() {
  std::string text = "frame,time_s,track_id,class_id,class,score,left,top,width,height\n";
  const auto add = [&](int frame, int id, const char* name, int left) {
    text += std::to_string(frame) + "," + std::to_string((frame - 1) / 10.0) + "," +
            std::to_string(id) + "," + (std::string(name) == "car" ? "1," : "0,") + name + ",0.9," +
            std::to_string(left) + ",100,20,40\n";
  };
  for (int frame = 1; frame <= 31; ++frame) {
    add(frame, 1, "person", 10 * frame);
    if (frame <= 11) {
      add(frame, 2, "person", 400 - 10 * frame);
      add(frame, 3, "car", 200);
    }
  }
  auto document = parseTracks(TrackFormat::Csv, text, 10);
  if (document) {
    document->media.location = kEvil;
    document->media.size = {640, 480};
  }
  return document;
}

/// The table after a heading; empty where there is none.
std::vector<std::vector<std::string>> tableAfter(const ReportDocument& report,
                                                 const std::string& heading) {
  bool found = false;
  for (const ReportBlock& block : report.blocks) {
    if (const auto* words = std::get_if<ReportHeading>(&block)) {
      found = words->text == heading;
    } else if (const auto* table = std::get_if<ReportTable>(&block); table != nullptr && found) {
      return table->rows;
    }
  }
  return {};
}

}  // namespace

class TestReportDocument : public QObject {
  Q_OBJECT
 private slots:
  void tellsWhatIsThere() {
    const auto document = scene();
    FS_VERIFY_OK(document);
    AnalysisPlan plan;
    plan.lines = {{"door", {105, 0}, {105, 400}}};
    plan.zones = {{"left", {{0, 0}, {205, 0}, {205, 400}, {0, 400}}}};
    plan.deadBand = 0;
    const auto analysis = analyseTracks(*document, plan);
    FS_VERIFY_OK(analysis);
    auto ground = GroundPlane::fromLength({0, 0}, {100, 0}, 10);
    FS_VERIFY_OK(ground);
    Run run;
    run.id = RunId{7};
    run.name = kEvil;
    run.settings = R"({"model_sha256":"abc123","min_score":0.5})";
    const TrackReportInput input{"t.csv", "now",   *document,       plan, *analysis,
                                 run,     *ground, {Seconds(1), 0}, {},   {}};
    const ReportDocument report = reportOf(input);
    using Rows = std::vector<std::vector<std::string>>;
    // Lengths: 3 s and 1 s, half way 2; the car 1 s.
    QCOMPARE(tableAfter(report, "Tracks"),
             (Rows{{"class", "tracks", "boxes", "median length, s", "longest, s"},
                   {"person", "2", "42", "2.0", "3.0"},
                   {"car", "1", "11", "1.0", "1.0"}}));
    // Person 1's foot goes from 20 to 320: over the line to the left of it, seen downwards.
    const Rows lines = tableAfter(report, "Counting lines");
    QCOMPARE(lines.size(), std::size_t{2});
    QCOMPARE(lines[1], (std::vector<std::string>{"door", "person", "0", "1"}));
    // It leaves the zone with its 20th place, 210, after 1.9 s.
    const Rows zones = tableAfter(report, "Zones");
    QCOMPARE(zones[1], (std::vector<std::string>{"left", "person", "1", "1.9", "1.9", "1.9"}));
    // 100 pixels a second are 10 m/s; the car stands.
    const Rows speeds = tableAfter(report, "Speed");
    QCOMPARE(speeds[1][2], std::string("10.00"));
    QCOMPARE(speeds[2][2], std::string("0.00"));
    const Rows source = tableAfter(report, "Source and settings");
    QVERIFY(std::ranges::find(source, std::vector<std::string>{"model's SHA-256", "abc123"}) !=
            source.end());
  }

  void htmlIsSafeAndWhole() {
    const auto document = scene();
    FS_VERIFY_OK(document);
    const AnalysisPlan plan;
    const auto analysis = analyseTracks(*document, plan);
    FS_VERIFY_OK(analysis);
    const TrackReportInput input{kEvil, "now", *document, plan, *analysis, {}, {}, {}, {}, {}};
    const ReportDocument report = reportOf(input);
    std::string html = htmlOf(report);
    QVERIFY(html.find("<script") == std::string::npos);
    QVERIFY(html.find("<img") == std::string::npos);
    QVERIFY(html.find("http-equiv=\"Content-Security-Policy\"") != std::string::npos);
    // Nothing is fetched: the only addresses name the kinds of XML.
    for (std::size_t at = html.find("://"); at != std::string::npos;
         at = html.find("://", at + 1)) {
      QCOMPARE(html.substr(at + 3, 11), std::string("www.w3.org/"));
    }
    // Well-formed but for what HTML leaves open.
    QByteArray xml = QByteArray::fromStdString(html).replace("<!DOCTYPE html>", "");
    for (qsizetype at = xml.indexOf("<meta"); at >= 0; at = xml.indexOf("<meta", at + 1)) {
      xml.insert(xml.indexOf('>', at), '/');
    }
    QXmlStreamReader reader(xml);
    while (!reader.atEnd()) {
      reader.readNext();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  }

  void nothingMakesAReport() {
    const TrackDocument document;
    const AnalysisPlan plan;
    const auto analysis = analyseTracks(document, plan);
    FS_VERIFY_OK(analysis);
    const ReportDocument report =
        reportOf({"empty.csv", "now", document, plan, *analysis, {}, {}, {}, {}, {}});
    QVERIFY(htmlOf(report).find("There are no tracks.") != std::string::npos);
  }

  void goesThroughJson() {
    ReportDocument report;
    report.title = "a \"title\" \xC3\xA9";
    report.blocks = {ReportHeading{"h"}, ReportText{"t"}, ReportTable{{{"a", "b"}, {"1", "2"}}},
                     ReportFigure{"<svg/>", "c"}};
    const auto again = reportFromJson(jsonOf(report));
    FS_VERIFY_OK(again);
    QCOMPARE(htmlOf(*again), htmlOf(report));
    for (const char* const text : {"", "[]", "{}", R"({"title":1,"blocks":[]})",
                                   R"({"title":"a","blocks":[{"table":[1]}]})"}) {
      FS_VERIFY_ERROR(reportFromJson(text), ErrorCode::CorruptData, "no report");
    }
  }

  void numbersAreKnown() {
    for (const char* const cell : {"0", "12.5", "-3", "1.2 \xC2\xB1 0.1", "50 %"}) {
      QVERIFY(isNumeric(cell));
    }
    for (const char* const cell : {"", "a", "1920 x 1080", "3 cars"}) {
      QVERIFY(!isNumeric(cell));
    }
  }
};

QTEST_GUILESS_MAIN(TestReportDocument)
#include "tst_report_document.moc"
