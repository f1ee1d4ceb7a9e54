#include <random>

#include <QProcess>
#include <QTest>
#include <QXmlStreamReader>

#include "core/base/output_file.h"
#include "core/report/heat_picture.h"
#include "core/report/png_file.h"
#include "core/report/svg.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

/// A PNG file's pixels by the ffmpeg program, 4 bytes each.
QByteArray decoded(const std::filesystem::path& file) {
  QProcess process;
  process.start("ffmpeg", {"-v", "error", "-i", QString::fromStdString(file.string()), "-f",
                           "rawvideo", "-pix_fmt", "rgba", "-"});
  process.waitForFinished();
  const QByteArray complaints = process.readAllStandardError();
  return complaints.isEmpty() ? process.readAllStandardOutput() : complaints;
}

/// Why a text is no well-formed XML; empty where it is.
QString flawOf(const std::string& text) {
  QXmlStreamReader reader(QByteArray::fromStdString(text));
  while (!reader.atEnd()) {
    reader.readNext();
  }
  return reader.hasError() ? reader.errorString() : QString();
}

}  // namespace

class TestPictures : public QObject {
  Q_OBJECT
 private slots:
  void pngsAreReadByOthers() {
    const TemporaryFolder folder;
    PngPalette palette;
    for (std::size_t k = 0; k < 256; ++k) {
      const auto value = static_cast<std::uint8_t>(k);
      palette.colors.at(k) = {value, static_cast<std::uint8_t>(255 - k),
                              static_cast<std::uint8_t>(value ^ 0x5A), value};
    }
    std::mt19937 random(11);
    for (const FrameSize size :
         {FrameSize{1, 1}, FrameSize{7, 5}, FrameSize{1300, 11}, FrameSize{640, 480}}) {
      // Runs of all lengths, from single pixels to more than the longest match.
      std::vector<std::uint8_t> indices;
      const auto count = std::size_t(size.width) * std::size_t(size.height);
      while (indices.size() < count) {
        indices.resize(std::min(count, indices.size() + 1 + random() % (random() % 700 + 1)),
                       static_cast<std::uint8_t>(random()));
      }
      const std::string png = encodePng(size, indices, palette);
      FS_VERIFY_OK(writeFile(folder / "a.png", png));
      const QByteArray pixels = decoded(folder / "a.png");
      QCOMPARE(pixels.size(), qsizetype(4 * count));
      for (std::size_t k = 0; k < count; ++k) {
        const auto& color = palette.colors.at(indices[k]);
        const auto* const pixel = pixels.constData() + 4 * k;
        QVERIFY(pixel[0] == char(color.red) && pixel[1] == char(color.green) &&
                pixel[2] == char(color.blue) && pixel[3] == char(color.alpha));
      }
    }
  }

  void heatIsWhereItWas() {
    const TemporaryFolder folder;
    auto map = Heatmap::create({40, 20}, 10);
    FS_VERIFY_OK(map);
    const std::vector<TrackPoint> path = {{TrackId{1}, ClassId{0}, {}, timestampAt(0), {35, 5}},
                                          {TrackId{1}, ClassId{0}, {}, timestampAt(1), {5, 15}},
                                          {TrackId{1}, ClassId{0}, {}, timestampAt(1.25), {5, 15}}};
    map->add(path);
    FS_VERIFY_OK(writeFile(folder / "h.png", heatPicture(*map, {40, 20})));
    const QByteArray pixels = decoded(folder / "h.png");
    QCOMPARE(pixels.size(), 4 * 40 * 20);
    const auto alpha = [&](int x, int y) {
      return int(std::uint8_t(pixels[4 * (y * 40 + x) + 3]));
    };
    QCOMPARE(alpha(0, 0), 0);
    QCOMPARE(alpha(35, 5), 235);  // the most
    QVERIFY(alpha(9, 19) > 150 && alpha(9, 19) < 235);
    QCOMPARE(alpha(10, 19), 0);
  }

  void foreignTextStaysText() {
    QCOMPARE(escaped("<b a='1'>&\"x"), std::string("&lt;b a=&#39;1&#39;&gt;&amp;&quot;x"));
    QCOMPARE(escaped("\xC3\xA9 \xF0\x9F\x9A\x97"), std::string("\xC3\xA9 \xF0\x9F\x9A\x97"));
    QCOMPARE(escaped(std::string_view("a\0\x1B\xFF\xC3", 5)),
             std::string("a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
  }

  void plotsAreWellFormed() {
    const std::string evil = "</title><script>alert(1)</script>\xFF";
    const std::vector<TrailPlotItem> trails = {{evil, 1, {{1, 2}, {3, 4}, {3, 4}}},
                                               {"empty", 2, {}}};
    const std::vector<PlotShape> shapes = {{evil, {{0, 0}, {5, 5}}, false}};
    const std::vector<PlotSeries> series = {{evil, {{0, 1}, {7200, 3}}}, {"none", {}}};
    for (const std::string& svg :
         {trailPlot({64, 48}, trails, shapes), timePlot(series, evil), timePlot({}, ""),
          histogramPlot(histogramOf(std::vector<double>{1, 2, 30}, 10), evil, "s"),
          histogramPlot({}, "none", "s")}) {
      QCOMPARE(flawOf(svg), QString());
      QVERIFY(svg.find("<script") == std::string::npos);
    }
  }
};

QTEST_GUILESS_MAIN(TestPictures)
#include "tst_pictures.moc"
