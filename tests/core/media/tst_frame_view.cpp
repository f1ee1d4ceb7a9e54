#include <QTest>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

// What a picture's bytes mean: layouts, colours, orientation.
class TestFrameView : public QObject {
  Q_OBJECT

 private slots:
  void colorsOfEveryLayout_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("codec");
    const auto row = [](const char* what, const char* filter, const char* codec) {
      QTest::newRow(what) << QString(filter) << QString(codec);
    };
    for (const char* const format :
         {"yuv420p", "yuv422p", "yuv440p", "yuv444p", "yuv410p", "yuv411p", "yuv420p10le",
          "yuv422p10le", "yuv444p12le", "gbrp", "gbrp10le", "bgra", "rgb48le"}) {
      QTest::newRow(format) << QString("format=") + format << "ffv1 -strict -2";
    }
    for (const char* const format : {"nv12", "nv21", "rgb24", "bgr24", "rgba", "bgr0", "rgb565le",
                                     "yuyv422", "uyvy422", "abgr"}) {
      QTest::newRow(format) << QString("format=") + format << "rawvideo";
    }
    row("full range", "scale=out_range=full,format=yuv420p", "ffv1 -color_range pc");
    row("BT.709", "scale=out_color_matrix=bt709,format=yuv444p", "ffv1 -colorspace bt709");
    row("BT.2020, 10 bits", "scale=out_color_matrix=bt2020,format=yuv444p10le",
        "ffv1 -colorspace bt2020nc");
    row("BT.709 full range, 10 bits",
        "scale=out_color_matrix=bt709:out_range=full,format=yuv420p10le",
        "ffv1 -colorspace bt709 -color_range pc");
    row("palette", "split[a][b];[a]palettegen[p];[b][p]paletteuse", "png");
  }

  void colorsOfEveryLayout() {
    QFETCH(QString, filter);
    QFETCH(QString, codec);
    const TemporaryFolder folder;
    const auto file = folder / (codec.contains("-color") ? "c.mkv" : "c.nut");  // NUT has no tags
    FS_MAKE_CLIP(
        "-f lavfi -i color=c=0xC04020:size=64x48:rate=5:duration=1,format=rgb24,crop=63:47," +
            filter.toStdString() + " -c:v " + codec.toStdString(),
        file);
    auto source = open(file);
    FS_VERIFY_OK(source);
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QVERIFY(frame->has_value());
    QCOMPARE((**frame).size(), (FrameSize{63, 47}));
    for (const auto& [x, y] : {std::pair{30, 20}, {0, 0}, {62, 46}}) {
      const auto color = colorAt(**frame, x, y);
      QVERIFY2(isNear(color, {0xC0, 0x40, 0x20}, filter.contains("565") ? 8 : 4),
               qPrintable(QString("%1 %2 %3").arg(color[0]).arg(color[1]).arg(color[2])));
    }
  }

  void untaggedHdIsBt709AndSdIsBt601() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i color=c=red:size=1280x720:rate=5:duration=0.2 -c:v ffv1",
                 folder / "hd.mkv");
    FS_MAKE_CLIP("-f lavfi -i color=c=red:size=720x576:rate=5:duration=0.2 -c:v ffv1",
                 folder / "sd.mkv");
    const auto matrix = [&](const char* name) {
      auto source = open(folder / name);
      return (*(*source)->read({}))->view().matrix;
    };
    QVERIFY(matrix("hd.mkv") == ColorMatrix::Bt709);
    QVERIFY(matrix("sd.mkv") == ColorMatrix::Bt601);
  }

  void rotationIsApplied_data() {
    QTest::addColumn<int>("tag");  // counter-clockwise, as ffmpeg 5.1 writes it
    QTest::addColumn<QString>("format");
    for (const int tag : {90, 180, 270}) {
      for (const char* const format : {"yuv420p", "yuv422p", "yuv444p", "yuv420p10le"}) {
        QTest::addRow("%d %s", tag, format) << tag << QString(format);
      }
    }
  }

  void rotationIsApplied() {
    QFETCH(int, tag);
    QFETCH(QString, format);
    const TemporaryFolder folder;
    const auto flat = folder / "flat.mp4";
    // Red above blue on the left, green above gray on the right.
    FS_MAKE_CLIP(
        "-f lavfi -i color=c=red:size=64x48:rate=5:duration=0.4 -vf "
        "drawbox=32:0:32:24:lime:fill,drawbox=0:24:32:24:blue:fill,drawbox=32:24:32:24:gray:fill"
        " -pix_fmt " +
            format.toStdString() + " -c:v libx264 -qp 0",
        flat);
    const auto turned = folder / "turned.mp4";
    // As FFmpeg up to 6 and as newer ones take it.
    const std::string angle = std::to_string(tag);
    if (!makeClip("-display_rotation " + angle + " -i " + flat.string() + " -c copy", turned)) {
      FS_MAKE_CLIP("-i " + flat.string() + " -c copy -metadata:s:v rotate=" + angle, turned);
    }
    // The ffmpeg program turns pictures by default: the independent truth.
    const auto upright = folder / "upright.nut";
    FS_MAKE_CLIP("-i " + turned.string() + " -pix_fmt rgb24 -c:v rawvideo", upright);
    auto truth = open(upright);
    FS_VERIFY_OK(truth);
    auto source = open(turned);
    FS_VERIFY_OK(source);
    QVERIFY((*source)->info().rotation == tag || (*source)->info().rotation == 360 - tag);
    QCOMPARE((*source)->info().size, (*truth)->info().size);
    const auto frame = (*source)->read({});
    const auto expected = (*truth)->read({});
    FS_VERIFY_OK(frame);
    FS_VERIFY_OK(expected);
    const FrameSize size = (*frame)->size();
    QCOMPARE(size, (*expected)->size());
    for (const int x : {8, size.width - 9}) {
      for (const int y : {8, size.height - 9}) {
        QVERIFY(isNear(colorAt(**frame, x, y), colorAt(**expected, x, y), 12));
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestFrameView)
#include "tst_frame_view.moc"
