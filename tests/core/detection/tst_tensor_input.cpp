#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <QTest>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "core/detection/tensor_input.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

enum class Layout { Yuv420, Nv12, Yuv422, Yuv440, Yuv444, Gray, Rgb24, Bgr24, Bgra };

/// A picture and the memory behind it. Every plane ends exactly where its last sample does, so that
/// a read past it is seen by the address sanitizer.
struct Picture {
  PictureView view;
  std::array<std::vector<std::uint8_t>, 3> bytes;
};

/// Smooth waves with noise on them; `channel` changes the wave.
std::uint8_t waveAt(int x, int y, int channel, std::mt19937& random) {
  const double wave = std::sin(x * (0.11 + 0.03 * channel)) * std::cos(y * (0.07 + 0.02 * channel));
  const int noise = static_cast<int>(random() % 9) - 4;
  // Within RGB: the long way limits before it interpolates, we after.
  return static_cast<std::uint8_t>(128 + static_cast<int>(wave * (channel == 0 ? 55 : 20)) + noise);
}

Picture makePicture(Layout layout, FrameSize size) {
  Picture picture;
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): the same picture on every run
  PictureView& view = picture.view;
  view.size = size;
  const auto fillPlane = [&](std::size_t index, int width, int height, int channels, int gap) {
    const int stride = width * channels + gap;
    picture.bytes[index].resize(static_cast<std::size_t>(stride * (height - 1) + width * channels));
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        for (int c = 0; c < channels; ++c) {
          picture.bytes[index][static_cast<std::size_t>(y * stride + x * channels + c)] =
              waveAt(x, y, static_cast<int>(index) + c, random);
        }
      }
    }
    return stride;
  };
  const auto plane = [&](std::size_t index, int offset, int stride, int step) {
    return PlaneView{picture.bytes[index].data() + offset, stride, step};
  };
  constexpr int kGap = 7;
  const bool halfWidth =
      layout == Layout::Yuv420 || layout == Layout::Nv12 || layout == Layout::Yuv422;
  const bool halfHeight =
      layout == Layout::Yuv420 || layout == Layout::Nv12 || layout == Layout::Yuv440;
  view.chromaShiftX = halfWidth ? 1 : 0;
  view.chromaShiftY = halfHeight ? 1 : 0;
  const int chromaWidth = halfWidth ? (size.width + 1) / 2 : size.width;
  const int chromaHeight = halfHeight ? (size.height + 1) / 2 : size.height;
  switch (layout) {
    case Layout::Yuv420:
    case Layout::Yuv422:
    case Layout::Yuv440:
    case Layout::Yuv444:
      view.planes[0] = plane(0, 0, fillPlane(0, size.width, size.height, 1, kGap), 1);
      view.planes[1] = plane(1, 0, fillPlane(1, chromaWidth, chromaHeight, 1, kGap), 1);
      view.planes[2] = plane(2, 0, fillPlane(2, chromaWidth, chromaHeight, 1, 0), 1);
      view.planes[0].data = picture.bytes[0].data();
      break;
    case Layout::Nv12: {
      view.planes[0] = plane(0, 0, fillPlane(0, size.width, size.height, 1, 0), 1);
      const int stride = fillPlane(1, chromaWidth, chromaHeight, 2, kGap);
      view.planes[1] = plane(1, 0, stride, 2);
      view.planes[2] = plane(1, 1, stride, 2);
      break;
    }
    case Layout::Gray:
      view.range = ColorRange::Full;
      view.planes[0] = plane(0, 0, fillPlane(0, size.width, size.height, 1, 0), 1);
      break;
    case Layout::Rgb24:
    case Layout::Bgr24:
    case Layout::Bgra: {
      view.model = ColorModel::Rgb;
      view.chromaShiftX = view.chromaShiftY = 0;
      const int step = layout == Layout::Bgra ? 4 : 3;
      const int stride = fillPlane(0, size.width, size.height, step, kGap);
      const int red = layout == Layout::Rgb24 ? 0 : 2;
      view.planes = {plane(0, red, stride, step), plane(0, 1, stride, step),
                     plane(0, 2 - red, stride, step)};
      break;
    }
  }
  return picture;
}

int sampleAt(const PictureView& view, std::size_t channel, int x, int y) {
  const PlaneView& plane = view.planes[channel];
  if (plane.data == nullptr) {
    return 128;
  }
  if (channel > 0) {
    x >>= view.chromaShiftX;
    y >>= view.chromaShiftY;
  }
  return plane.data[y * plane.stride + std::ptrdiff_t{x} * plane.step];
}

/// The long way: the whole picture to 8-bit RGB in double precision, by the standards' luma and
/// chroma equations.
cv::Mat wholePicture(const PictureView& view) {
  double red = 0.299;
  double blue = 0.114;
  if (view.matrix == ColorMatrix::Bt709) {
    red = 0.2126;
    blue = 0.0722;
  } else if (view.matrix == ColorMatrix::Bt2020) {
    red = 0.2627;
    blue = 0.0593;
  }
  const bool full = view.range == ColorRange::Full;
  cv::Mat rgb(view.size.height, view.size.width, CV_8UC3);
  for (int y = 0; y < view.size.height; ++y) {
    for (int x = 0; x < view.size.width; ++x) {
      const std::array<int, 3> in{sampleAt(view, 0, x, y), sampleAt(view, 1, x, y),
                                  sampleAt(view, 2, x, y)};
      cv::Vec3b& out = rgb.at<cv::Vec3b>(y, x);
      if (view.model == ColorModel::Rgb) {
        out = {static_cast<std::uint8_t>(in[0]), static_cast<std::uint8_t>(in[1]),
               static_cast<std::uint8_t>(in[2])};
        continue;
      }
      // E'Y, E'Pb, E'Pr; E'Pb = (E'B - E'Y) / (2 (1 - kB)).
      const double luma = full ? in[0] / 255.0 : (in[0] - 16) / 219.0;
      const double pb = (in[1] - 128) / (full ? 255.0 : 224.0);
      const double pr = (in[2] - 128) / (full ? 255.0 : 224.0);
      const double r = luma + 2 * (1 - red) * pr;
      const double b = luma + 2 * (1 - blue) * pb;
      const double g = (luma - red * r - blue * b) / (1 - red - blue);
      out = {cv::saturate_cast<std::uint8_t>(255 * r), cv::saturate_cast<std::uint8_t>(255 * g),
             cv::saturate_cast<std::uint8_t>(255 * b)};
    }
  }
  return rgb;
}

/// And then cv::resize and cv::dnn::blobFromImage.
std::vector<float> longWay(const PictureView& view, const TensorSpec& spec) {
  cv::Mat small;
  cv::resize(wholePicture(view), small, {spec.size.width, spec.size.height}, 0, 0,
             cv::INTER_LINEAR);
  cv::Mat blob;
  cv::dnn::blobFromImage(small, blob, static_cast<double>(spec.scale), {},
                         {spec.mean[0], spec.mean[1], spec.mean[2]},
                         spec.order == ChannelOrder::Bgr);
  const auto* const values = blob.ptr<float>();
  return {values, values + blob.total()};
}

struct Difference {
  double mean = 0;
  double most = 0;
};

Difference differenceOf(const std::vector<float>& a, const std::vector<float>& b, float scale) {
  Difference difference;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double one = std::abs(static_cast<double>((a[i] - b[i]) / scale));
    difference.mean += one / static_cast<double>(a.size());
    difference.most = std::max(difference.most, one);
  }
  return difference;
}

constexpr float kScale = 1 / 127.5F;

TensorSpec specOf(FrameSize size) {
  return {size, {127.5F, 120.0F, 110.0F}, kScale, ChannelOrder::Rgb};
}

}  // namespace

class TestTensorInput : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithTheLongWay_data() {
    QTest::addColumn<int>("layout");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("toWidth");
    QTest::addColumn<int>("toHeight");
    const std::pair<const char*, Layout> layouts[] = {
        {"yuv420", Layout::Yuv420}, {"nv12", Layout::Nv12},     {"yuv422", Layout::Yuv422},
        {"yuv440", Layout::Yuv440}, {"yuv444", Layout::Yuv444}, {"gray", Layout::Gray},
        {"rgb24", Layout::Rgb24},   {"bgr24", Layout::Bgr24},   {"bgra", Layout::Bgra}};
    const std::array<std::array<int, 4>, 9> sizes{{{768, 576, 300, 300},
                                                   {1920, 1080, 300, 300},
                                                   {640, 480, 352, 224},
                                                   {321, 241, 300, 300},
                                                   {200, 100, 300, 301},
                                                   {37, 53, 29, 17},
                                                   {300, 300, 300, 300},
                                                   {9, 3, 20, 20},
                                                   {7000, 24, 33, 12}}};
    for (const auto& [name, layout] : layouts) {
      for (const auto& s : sizes) {
        QTest::addRow("%s %dx%d to %dx%d", name, s[0], s[1], s[2], s[3])
            << static_cast<int>(layout) << s[0] << s[1] << s[2] << s[3];
      }
    }
  }

  void agreesWithTheLongWay() {
    QFETCH(int, layout);
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, toWidth);
    QFETCH(int, toHeight);
    const Picture picture = makePicture(static_cast<Layout>(layout), {width, height});
    const TensorSpec spec = specOf({toWidth, toHeight});
    TensorInput input(spec);
    std::vector<float> tensor(input.elementCount());
    FS_VERIFY_OK(input.fill(picture.view, tensor));
    const auto difference = differenceOf(tensor, longWay(picture.view, spec), spec.scale);
    // The long way rounds twice, we once: mostly equal, else a step, rarely two.
    QVERIFY2(difference.mean < 0.3 && difference.most < 2.01,
             qPrintable(QString("mean %1, most %2").arg(difference.mean).arg(difference.most)));
  }

  void samePixelsInTheSameSizeStayTheSame() {
    const Picture picture = makePicture(Layout::Bgr24, {300, 200});
    const TensorSpec spec{{300, 200}, {}, 1, ChannelOrder::Bgr};
    TensorInput input(spec);
    std::vector<float> tensor(input.elementCount());
    FS_VERIFY_OK(input.fill(picture.view, tensor));
    for (std::size_t channel = 0; channel < 3; ++channel) {
      for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 300; ++x) {
          const auto at =
              (channel * 200 + static_cast<std::size_t>(y)) * 300 + static_cast<std::size_t>(x);
          QCOMPARE(tensor[at], static_cast<float>(sampleAt(picture.view, 2 - channel, x, y)));
        }
      }
    }
  }

  void matricesAndRanges_data() {
    QTest::addColumn<int>("matrix");
    QTest::addColumn<int>("range");
    for (const int matrix : {0, 1, 2}) {
      for (const int range : {0, 1}) {
        QTest::addRow("matrix %d range %d", matrix, range) << matrix << range;
      }
    }
  }

  void matricesAndRanges() {
    QFETCH(int, matrix);
    QFETCH(int, range);
    Picture picture = makePicture(Layout::Yuv420, {640, 360});
    picture.view.matrix = static_cast<ColorMatrix>(matrix);
    picture.view.range = static_cast<ColorRange>(range);
    const TensorSpec spec = specOf({300, 300});
    TensorInput input(spec);
    std::vector<float> tensor(input.elementCount());
    FS_VERIFY_OK(input.fill(picture.view, tensor));
    const auto difference = differenceOf(tensor, longWay(picture.view, spec), spec.scale);
    QVERIFY2(difference.mean < 0.3, qPrintable(QString::number(difference.mean)));
  }

  void extremesAreLimited_data() { matricesAndRanges_data(); }

  void extremesAreLimited() {
    // Every combination of the ends of Y, Cb and Cr, one colour a picture; by the long way.
    QFETCH(int, matrix);
    QFETCH(int, range);
    TensorInput input({{16, 4}, {}, 1, ChannelOrder::Rgb});
    std::vector<float> tensor(input.elementCount());
    for (const int y : {0, 16, 128, 235, 255}) {
      for (const int cb : {0, 16, 128, 240, 255}) {
        for (const int cr : {0, 16, 128, 240, 255}) {
          Picture picture = makePicture(Layout::Yuv444, {20, 5});
          picture.view.matrix = static_cast<ColorMatrix>(matrix);
          picture.view.range = static_cast<ColorRange>(range);
          std::ranges::fill(picture.bytes[0], static_cast<std::uint8_t>(y));
          std::ranges::fill(picture.bytes[1], static_cast<std::uint8_t>(cb));
          std::ranges::fill(picture.bytes[2], static_cast<std::uint8_t>(cr));
          FS_VERIFY_OK(input.fill(picture.view, tensor));
          const auto expected = wholePicture(picture.view).at<cv::Vec3b>(0, 0);
          for (std::size_t i = 0; i < tensor.size(); ++i) {
            const float want = expected[static_cast<int>(i / 64)];
            QVERIFY2(std::abs(tensor[i] - want) <= 1,
                     qPrintable(QString("%1 %2 %3: %4, expected %5")
                                    .arg(y)
                                    .arg(cb)
                                    .arg(cr)
                                    .arg(static_cast<double>(tensor[i]))
                                    .arg(static_cast<double>(want))));
          }
        }
      }
    }
  }

  void tinyPictures() {
    // 1x1 up to 20x20 in every layout into a small tensor: finite, within range, no stray read
    // (under the address sanitizer).
    TensorInput input({{19, 13}, {}, 1, ChannelOrder::Rgb});
    std::vector<float> tensor(input.elementCount());
    for (int layout = 0; layout <= static_cast<int>(Layout::Bgra); ++layout) {
      for (int width = 1; width <= 20; ++width) {
        for (int height = 1; height <= 4; ++height) {
          const Picture picture = makePicture(static_cast<Layout>(layout), {width, height});
          FS_VERIFY_OK(input.fill(picture.view, tensor));
          const auto expected = longWay(picture.view, input.spec());
          QVERIFY(differenceOf(tensor, expected, 1).most < 2.01);
        }
      }
    }
  }

  void rowsMayRunBackwards() {
    const Picture picture = makePicture(Layout::Rgb24, {64, 48});
    Picture flipped = makePicture(Layout::Rgb24, {64, 48});
    for (PlaneView& plane : flipped.view.planes) {
      plane.data += plane.stride * 47;
      plane.stride = -plane.stride;
    }
    const TensorSpec spec{{30, 20}, {}, 1, ChannelOrder::Rgb};
    TensorInput input(spec);
    std::vector<float> upright(input.elementCount());
    std::vector<float> turned(input.elementCount());
    FS_VERIFY_OK(input.fill(picture.view, upright));
    FS_VERIFY_OK(input.fill(flipped.view, turned));
    for (std::size_t channel = 0; channel < 3; ++channel) {
      for (std::size_t y = 0; y < 20; ++y) {
        for (std::size_t x = 0; x < 30; ++x) {
          const float one = upright[(channel * 20 + y) * 30 + x];
          const float other = turned[(channel * 20 + 19 - y) * 30 + x];
          QVERIFY(std::abs(one - other) <= 1);
        }
      }
    }
  }

  void geometryMayChangeBetweenPictures() {
    const TensorSpec spec = specOf({40, 30});
    TensorInput one(spec);
    std::vector<float> changing(one.elementCount());
    std::vector<float> fresh(one.elementCount());
    for (const auto layout : {Layout::Yuv420, Layout::Bgra, Layout::Gray, Layout::Nv12}) {
      for (const FrameSize size : {FrameSize{100, 80}, FrameSize{81, 99}}) {
        const Picture picture = makePicture(layout, size);
        FS_VERIFY_OK(one.fill(picture.view, changing));
        TensorInput another(spec);
        FS_VERIFY_OK(another.fill(picture.view, fresh));
        QCOMPARE(changing, fresh);
      }
    }
  }

  void sameBitsWithAndWithoutAvx2() {
    for (int layout = 0; layout <= static_cast<int>(Layout::Bgra); ++layout) {
      for (const FrameSize size : {FrameSize{640, 480}, FrameSize{1000, 70}, FrameSize{50, 40}}) {
        const Picture picture = makePicture(static_cast<Layout>(layout), size);
        const TensorSpec spec = specOf({301, 45});
        TensorInput best(spec);
        TensorInput plain(spec, Isa::Plain);
        std::vector<float> one(best.elementCount());
        std::vector<float> other(best.elementCount());
        FS_VERIFY_OK(best.fill(picture.view, one));
        FS_VERIFY_OK(plain.fill(picture.view, other));
        QCOMPARE(one, other);
      }
    }
  }

  void emptyPicturesAreRefused() {
    TensorInput input(specOf({30, 30}));
    std::vector<float> tensor(input.elementCount());
    FS_VERIFY_ERROR(input.fill({}, tensor), ErrorCode::InvalidArgument, "no samples");
    Picture half = makePicture(Layout::Yuv420, {10, 10});
    half.view.planes[2] = {};
    FS_VERIFY_ERROR(input.fill(half.view, tensor), ErrorCode::InvalidArgument, "no samples");
  }
};

QTEST_GUILESS_MAIN(TestTensorInput)
#include "tst_tensor_input.moc"
