#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include <QTest>

#include "core/detection/convolution_kernels.h"

using namespace followspot;

namespace {

enum class Form { Dense, Depthwise };

/// Output sizes and padding as TensorFlow's SAME has them, or as no padding (VALID).
ConvolutionSizes sizesOf(std::size_t channels, std::size_t height, std::size_t width,
                         std::size_t outputs, std::size_t kernel, std::size_t stride, bool same) {
  ConvolutionSizes s{.channels = channels,
                     .height = height,
                     .width = width,
                     .outputs = outputs,
                     .kernelHeight = kernel,
                     .kernelWidth = kernel,
                     .strideY = stride,
                     .strideX = stride};
  const auto side = [&](std::size_t size, std::size_t& out, std::size_t& pad) {
    out = same ? (size + stride - 1) / stride : (size - kernel) / stride + 1;
    const std::size_t reach = (out - 1) * stride + kernel;
    pad = same && reach > size ? (reach - size) / 2 : 0;
  };
  side(height, s.outHeight, s.padTop);
  side(width, s.outWidth, s.padLeft);
  return s;
}

/// By the definition, in double.
std::vector<double> byDefinition(const ConvolutionSizes& s, Form form,
                                 const std::vector<float>& input, const std::vector<float>& weights,
                                 const std::vector<float>& bias) {
  std::vector<double> result;
  const std::size_t inputsPerOutput = form == Form::Dense ? s.channels : 1;
  for (std::size_t out = 0; out < s.outputs; ++out) {
    for (std::size_t y = 0; y < s.outHeight; ++y) {
      for (std::size_t x = 0; x < s.outWidth; ++x) {
        double sum = bias[out];
        for (std::size_t in = 0; in < inputsPerOutput; ++in) {
          const std::size_t channel = form == Form::Dense ? in : out / (s.outputs / s.channels);
          for (std::size_t ky = 0; ky < s.kernelHeight; ++ky) {
            for (std::size_t kx = 0; kx < s.kernelWidth; ++kx) {
              const std::size_t row = y * s.strideY + ky - s.padTop;  // Below zero: very large.
              const std::size_t column = x * s.strideX + kx - s.padLeft;
              if (row < s.height && column < s.width) {
                const std::size_t tap =
                    ((out * inputsPerOutput + in) * s.kernelHeight + ky) * s.kernelWidth + kx;
                sum += static_cast<double>(weights[tap]) *
                       static_cast<double>(input[(channel * s.height + row) * s.width + column]);
              }
            }
          }
        }
        result.push_back(sum);
      }
    }
  }
  return result;
}

std::vector<float> numbers(std::size_t count, std::mt19937& random) {
  std::uniform_real_distribution<float> any(-1, 1);
  std::vector<float> made(count);
  std::ranges::generate(made, [&] { return any(random); });
  return made;
}

}  // namespace

class TestConvolutionKernels : public QObject {
  Q_OBJECT

 private slots:
  void givesTheDefinitionsNumbers_data();
  void givesTheDefinitionsNumbers();
};

void TestConvolutionKernels::givesTheDefinitionsNumbers_data() {
  QTest::addColumn<ConvolutionIsa>("isa");
  QTest::addColumn<Form>("form");
  QTest::addColumn<ConvolutionSizes>("sizes");
  const auto add = [](const char* what, Form form, const ConvolutionSizes& sizes) {
    QTest::addRow("%s, AVX2", what) << ConvolutionIsa::Avx2 << form << sizes;
    QTest::addRow("%s, AVX-512", what) << ConvolutionIsa::Avx512 << form << sizes;
  };
  add("1x1", Form::Dense, sizesOf(24, 19, 19, 12, 1, 1, true));
  add("1x1 of one position", Form::Dense, sizesOf(128, 1, 1, 25, 1, 1, true));
  add("1x1, sums in two parts", Form::Dense, sizesOf(1280, 10, 10, 11, 1, 1, true));
  add("1x1 with stride", Form::Dense, sizesOf(5, 9, 8, 7, 1, 2, true));
  add("3x3, sums in three parts", Form::Dense, sizesOf(256, 5, 7, 9, 3, 2, true));
  add("3x3 of a picture", Form::Dense, sizesOf(3, 60, 44, 32, 3, 2, true));
  add("3x3 without padding", Form::Dense, sizesOf(4, 9, 21, 6, 3, 1, false));
  add("5x5, stride 3", Form::Dense, sizesOf(2, 31, 20, 3, 5, 3, true));
  add("3x3 on one position", Form::Dense, sizesOf(6, 1, 1, 5, 3, 2, true));
  // Each number of rows and of vectors of positions that a tile can have.
  for (std::size_t rows = 1; rows <= 9; ++rows) {
    add(qPrintable(QString("tile of %1").arg(rows)), Form::Dense,
        sizesOf(3, 1, 11 * rows, rows, 1, 1, true));
  }
  add("depthwise 3x3", Form::Depthwise, sizesOf(7, 19, 19, 7, 3, 1, true));
  add("depthwise 3x3, stride 2, odd", Form::Depthwise, sizesOf(7, 75, 75, 7, 3, 2, true));
  add("depthwise 3x3, stride 2, even", Form::Depthwise, sizesOf(7, 38, 150, 7, 3, 2, true));
  add("depthwise, narrow", Form::Depthwise, sizesOf(3, 20, 3, 3, 3, 1, true));
  add("depthwise, one position", Form::Depthwise, sizesOf(5, 1, 1, 5, 3, 1, true));
  add("depthwise, two outputs each", Form::Depthwise, sizesOf(4, 10, 13, 8, 3, 1, true));
  add("depthwise 5x5, stride 3", Form::Depthwise, sizesOf(2, 23, 40, 2, 5, 3, true));
  add("depthwise 7x7 without padding", Form::Depthwise, sizesOf(2, 12, 30, 2, 7, 2, false));
  add("depthwise 1x1, stride 2", Form::Depthwise, sizesOf(2, 12, 9, 2, 1, 2, true));
}

void TestConvolutionKernels::givesTheDefinitionsNumbers() {
  QFETCH(ConvolutionIsa, isa);
  QFETCH(Form, form);
  QFETCH(ConvolutionSizes, sizes);
  const ConvolutionKernels* const kernels = convolutionKernels(isa);
  if (kernels == nullptr) {
    QSKIP("This machine does not have the instructions.");
  }
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same on every run
  const std::size_t taps = sizes.kernelHeight * sizes.kernelWidth;
  // Of the exact size each, so that the address sanitizer sees what is read beyond.
  const auto input = numbers(sizes.channels * sizes.height * sizes.width, random);
  const auto weights =
      numbers(sizes.outputs * (form == Form::Dense ? sizes.channels : 1) * taps, random);
  const auto bias = numbers(sizes.outputs, random);
  const auto expected = byDefinition(sizes, form, input, weights, bias);
  const auto scratchSize = form == Form::Dense ? kernels->denseScratch : kernels->depthwiseScratch;
  const auto run = form == Form::Dense ? kernels->dense : kernels->depthwise;
  // What the scratch holds before does not matter.
  std::vector<float> scratch(scratchSize(sizes), std::nanf(""));
  std::vector<float> output(expected.size(), std::nanf(""));
  ConvolutionData data{.input = input.data(),
                       .weights = weights.data(),
                       .bias = bias.data(),
                       .output = output.data(),
                       .scratch = scratch.data()};
  run(sizes, data);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    QVERIFY2(std::abs(static_cast<double>(output[i]) - expected[i]) < 1e-4,  // sums of up to 2304
             qPrintable(QString("%1: %2, not %3").arg(i).arg(output[i]).arg(expected[i])));
  }
  const std::vector<float> unlimited = output;
  data.low = -0.25F;
  data.high = 0.5F;
  run(sizes, data);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    QCOMPARE(output[i], std::clamp(unlimited[i], data.low, data.high));
  }
}

QTEST_GUILESS_MAIN(TestConvolutionKernels)
#include "tst_convolution_kernels.moc"
