#include <cmath>
#include <vector>

#include <QTest>

#include "core/media/picture_scaler.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

/// A picture in memory.
struct Picture {
  std::vector<std::uint8_t> bytes;
  PictureView view;
};

Picture planar(FrameSize size, int shiftX, int shiftY, std::array<std::uint8_t, 3> color) {
  const int chromaWidth = (size.width + shiftX) >> shiftX;
  const int chromaHeight = (size.height + shiftY) >> shiftY;
  const auto luma = static_cast<std::size_t>(size.width * size.height);
  const auto chroma = static_cast<std::size_t>(chromaWidth * chromaHeight);
  Picture picture;
  picture.bytes.assign(luma, color[0]);
  picture.bytes.insert(picture.bytes.end(), chroma, color[1]);
  picture.bytes.insert(picture.bytes.end(), chroma, color[2]);
  const std::uint8_t* const data = picture.bytes.data();
  picture.view.size = size;
  picture.view.chromaShiftX = shiftX;
  picture.view.chromaShiftY = shiftY;
  picture.view.planes = {PlaneView{data, size.width, 1}, PlaneView{data + luma, chromaWidth, 1},
                         PlaneView{data + luma + chroma, chromaWidth, 1}};
  return picture;
}

/// The formulas of ITU-R BT.601/709/2020: R = Y + 2 (1 - Kr) Pr and so on.
std::array<int, 3> byHand(std::array<std::uint8_t, 3> yuv, ColorMatrix matrix, ColorRange range) {
  const double kr = matrix == ColorMatrix::Bt601   ? 0.299
                    : matrix == ColorMatrix::Bt709 ? 0.2126
                                                   : 0.2627;
  const double kb = matrix == ColorMatrix::Bt601   ? 0.114
                    : matrix == ColorMatrix::Bt709 ? 0.0722
                                                   : 0.0593;
  const bool full = range == ColorRange::Full;
  const double y = full ? yuv[0] / 255.0 : (yuv[0] - 16) / 219.0;
  const double pb = full ? (yuv[1] - 128) / 255.0 : (yuv[1] - 128) / 224.0;
  const double pr = full ? (yuv[2] - 128) / 255.0 : (yuv[2] - 128) / 224.0;
  const double r = y + 2 * (1 - kr) * pr;
  const double b = y + 2 * (1 - kb) * pb;
  const double g = (y - kr * r - kb * b) / (1 - kr - kb);
  const auto byte = [](double value) {
    return static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
  };
  return {byte(r), byte(g), byte(b)};
}

}  // namespace

class TestPictureScaler : public QObject {
  Q_OBJECT

 private slots:
  void colorsFollowMatrixAndRange() {
    PictureScaler scaler;  // one for all: it must notice every change
    std::vector<std::uint8_t> out(32 * 32 * 4);
    for (const ColorMatrix matrix : {ColorMatrix::Bt601, ColorMatrix::Bt709, ColorMatrix::Bt2020}) {
      for (const ColorRange range : {ColorRange::Limited, ColorRange::Full}) {
        for (const std::array<std::uint8_t, 3> yuv : {std::array<std::uint8_t, 3>{81, 90, 240},
                                                      {145, 54, 34},
                                                      {128, 128, 128},
                                                      {235, 128, 128},
                                                      {16, 128, 128},
                                                      {100, 110, 150}}) {
          for (const auto& [shiftX, shiftY] : {std::pair{1, 1}, {1, 0}, {0, 0}, {0, 1}}) {
            Picture picture = planar({32, 32}, shiftX, shiftY, yuv);
            picture.view.matrix = matrix;
            picture.view.range = range;
            for (const FrameSize size : {FrameSize{32, 32}, FrameSize{16, 16}}) {
              FS_VERIFY_OK(
                  scaler.scale(picture.view, PackedFormat::Bgra, size, out.data(), 32 * 4));
              const auto expected = byHand(yuv, matrix, range);
              for (int i = 0; i < 3; ++i) {
                QVERIFY(std::abs(out[static_cast<std::size_t>(2 - i)] -
                                 expected[static_cast<std::size_t>(i)]) <= 3);
              }
              QCOMPARE(out[3], 255);
            }
          }
        }
      }
    }
  }

  void everyLayoutGivesTheSameColor() {
    PictureScaler scaler;
    const FrameSize size{8, 6};
    std::vector<std::uint8_t> out(8 * 6 * 3);
    // Packed RGB: step 3 and 4, both orders.
    for (const int step : {3, 4}) {
      for (const bool bgr : {false, true}) {
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(8 * 6 * step) + 16, 0);
        for (int i = 0; i < 48; ++i) {
          const auto at = static_cast<std::size_t>(i * step);
          bytes[at + (bgr ? 2 : 0)] = 200;
          bytes[at + 1] = 100;
          bytes[at + (bgr ? 0 : 2)] = 50;
        }
        PictureView view;
        view.size = size;
        view.model = ColorModel::Rgb;
        const std::uint8_t* const data = bytes.data();
        view.planes = {PlaneView{data + (bgr ? 2 : 0), 8 * step, step},
                       PlaneView{data + 1, 8 * step, step},
                       PlaneView{data + (bgr ? 0 : 2), 8 * step, step}};
        FS_VERIFY_OK(scaler.scale(view, PackedFormat::Bgr, size, out.data(), 8 * 3));
        QCOMPARE(out[21], 50);
        QCOMPARE(out[22], 100);
        QCOMPARE(out[23], 200);
      }
    }
    // Half-planar chroma in both orders.
    for (const bool swapped : {false, true}) {
      std::vector<std::uint8_t> bytes(8 * 6 + 8 * 3, 81);
      for (std::size_t i = 48; i < bytes.size(); ++i) {
        bytes[i] = (i % 2 == 0) != swapped ? 90 : 240;
      }
      PictureView view;
      view.size = size;
      view.chromaShiftX = 1;
      view.chromaShiftY = 1;
      const std::uint8_t* const chroma = bytes.data() + 48;
      view.planes = {PlaneView{bytes.data(), 8, 1}, PlaneView{chroma + (swapped ? 1 : 0), 8, 2},
                     PlaneView{chroma + (swapped ? 0 : 1), 8, 2}};
      FS_VERIFY_OK(scaler.scale(view, PackedFormat::Bgr, size, out.data(), 8 * 3));
      QVERIFY(out[2] > 250 && out[1] < 4 && out[0] < 4);  // BT.601 red
    }
    // Gray, full and limited.
    std::vector<std::uint8_t> gray(48, 16);
    PictureView view;
    view.size = size;
    view.planes[0] = {gray.data(), 8, 1};
    for (const auto& [range, expected] :
         {std::pair{ColorRange::Limited, 0}, {ColorRange::Full, 16}}) {
      view.range = range;
      FS_VERIFY_OK(scaler.scale(view, PackedFormat::Bgr, size, out.data(), 8 * 3));
      QVERIFY(std::abs(out[0] - expected) <= 1);
    }
  }

  void writesNothingBeyondTheBuffer() {
    PictureScaler scaler;
    for (const auto format : {PackedFormat::Bgra, PackedFormat::Bgr}) {
      const int pixel = format == PackedFormat::Bgra ? 4 : 3;
      for (int width = 1; width < 70; ++width) {
        for (const int height : {1, 2, 3, 17}) {
          for (const FrameSize from : {FrameSize{width, height}, FrameSize{2 * width + 1, 40},
                                       FrameSize{(width + 1) / 2, (height + 1) / 2}}) {
            const Picture picture = planar(from, 1, 1, {120, 100, 150});
            const auto bytes = static_cast<std::size_t>(width * height * pixel);
            std::vector<std::uint8_t> out(bytes + 64, 0xA5);
            FS_VERIFY_OK(
                scaler.scale(picture.view, format, {width, height}, out.data(), width * pixel));
            for (std::size_t i = bytes; i < out.size(); ++i) {
              QVERIFY2(out[i] == 0xA5, qPrintable(QString("%1x%2 from %3x%4, pixel %5, +%6")
                                                      .arg(width)
                                                      .arg(height)
                                                      .arg(from.width)
                                                      .arg(from.height)
                                                      .arg(pixel)
                                                      .arg(i - bytes)));
            }
            for (std::size_t i = 0; i < bytes; i += static_cast<std::size_t>(pixel)) {
              QVERIFY2(std::abs(out[i] - out[0]) <= 2 && std::abs(out[i + 1] - out[1]) <= 2,
                       qPrintable(QString("%1x%2 from %3x%4, pixel %5, at %6: %7 %8")
                                      .arg(width)
                                      .arg(height)
                                      .arg(from.width)
                                      .arg(from.height)
                                      .arg(pixel)
                                      .arg(i)
                                      .arg(out[i])
                                      .arg(out[0])));
            }
          }
        }
      }
    }
  }

  void smallerPicturesAreAveraged() {
    // Columns of black and white average to gray; picking single pixels would give either.
    Picture picture = planar({640, 480}, 1, 1, {16, 128, 128});
    for (std::size_t i = 0; i < 640U * 480U; i += 2) {
      picture.bytes[i] = 235;
    }
    std::vector<std::uint8_t> out(160 * 120 * 4);
    PictureScaler scaler;
    FS_VERIFY_OK(scaler.scale(picture.view, PackedFormat::Bgra, {160, 120}, out.data(), 160 * 4));
    for (std::size_t i = 0; i < out.size(); i += 4) {
      QVERIFY(std::abs(out[i] - 128) <= 3);
    }
  }
};

QTEST_GUILESS_MAIN(TestPictureScaler)
#include "tst_picture_scaler.moc"
