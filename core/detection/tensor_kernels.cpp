#include "core/detection/tensor_kernels.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/detection/cpu_features.h"

namespace followspot {
namespace {

constexpr std::size_t kGroup = 8;       ///< Columns that one step of the AVX2 loop makes.
constexpr std::size_t kLoadBytes = 16;  ///< Of one load.
constexpr std::uint8_t kNoByte = 128;   ///< Mask value that gives 0.
constexpr int kZero = 128;              ///< Sample value that stands as 0.

void sampleLinePlain(const std::uint8_t* row, const ColumnPlan& plan, std::int16_t* line) {
  for (std::size_t x = 0; x < plan.offsets.size(); ++x) {
    const std::uint8_t* const at = row + plan.offsets[x];
    line[x] = static_cast<std::int16_t>((at[0] - kZero) * plan.weights[2 * x] +
                                        (at[plan.next] - kZero) * plan.weights[2 * x + 1]);
  }
}

#if defined(__x86_64__)
/// The same numbers: pairs of bytes are shuffled together, then multiplied and added in one go.
template <std::size_t kLoads>
FS_AVX2 void sampleLineAvx2(const std::uint8_t* row, const ColumnPlan& plan, std::int16_t* line) {
  const auto load = [](const std::uint8_t* from) __attribute__((always_inline, target("avx2"))) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  };
  const std::int32_t* offset = plan.loadOffsets.data();
  const std::uint8_t* mask = plan.masks.data();
  const __m128i toSigned = _mm_set1_epi8(-128);
  for (std::size_t x = 0; x < plan.offsets.size(); x += kGroup) {
    __m128i pairs = _mm_setzero_si128();
    for (std::size_t k = 0; k < kLoads; ++k, ++offset, mask += kLoadBytes) {
      pairs = _mm_or_si128(pairs, _mm_shuffle_epi8(load(row + *offset), load(mask)));
    }
    const __m128i weights = load(plan.weights.data() + 2 * x);
    const __m128i samples = _mm_maddubs_epi16(weights, _mm_xor_si128(pairs, toSigned));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(line + x), samples);
  }
}
#endif

/// a * b / 32768, rounded; written as the compiler's multiply-high-and-round pattern.
FS_BODY std::int16_t scaled(std::int16_t a, std::int16_t b) {
  return static_cast<std::int16_t>((((a * b) >> 14) + 1) >> 1);
}

FS_BODY std::int16_t between(std::int16_t upper, std::int16_t lower, std::int16_t weight) {
  const auto difference = static_cast<std::int16_t>(lower - upper);
  return static_cast<std::int16_t>(upper + scaled(difference, weight));
}

FS_BODY std::int16_t limited(std::int16_t value) {
  const std::int16_t above = value < 0 ? std::int16_t{0} : value;
  return above > 255 ? std::int16_t{255} : above;
}

FS_BODY std::int16_t byteOf(int thirtySeconds) {
  return limited(static_cast<std::int16_t>(static_cast<std::int16_t>(thirtySeconds) >> 5));
}

constexpr std::size_t kStrip = 512;  ///< Columns whose bytes are kept between the two loops.

FS_BODY void storeBytes(const std::int16_t* __restrict bytes, std::size_t count,
                        float* __restrict row, float mean, float scale) {
  for (std::size_t x = 0; x < count; ++x) {
    row[x] = (static_cast<float>(bytes[x]) - mean) * scale;
  }
}

FS_BODY void yuvStrip(const LinePairs& lines, std::size_t begin, std::size_t count,
                      const ColorTransform& t, std::int16_t* __restrict red,
                      std::int16_t* __restrict green, std::int16_t* __restrict blue) {
  const std::int16_t* __restrict const y0 = lines[0].upper + begin;
  const std::int16_t* __restrict const y1 = lines[0].lower + begin;
  const std::int16_t* __restrict const cb0 = lines[1].upper + begin;
  const std::int16_t* __restrict const cb1 = lines[1].lower + begin;
  const std::int16_t* __restrict const cr0 = lines[2].upper + begin;
  const std::int16_t* __restrict const cr1 = lines[2].lower + begin;
  for (std::size_t x = 0; x < count; ++x) {
    const std::int16_t y = between(y0[x], y1[x], lines[0].weight);
    const std::int16_t cb = between(cb0[x], cb1[x], lines[1].weight);
    const std::int16_t cr = between(cr0[x], cr1[x], lines[2].weight);
    const auto gray = static_cast<std::int16_t>(scaled(y, t.luma) + t.offset);
    red[x] = byteOf(gray + scaled(cr, t.redFromCr));
    green[x] = byteOf(gray + scaled(cb, t.greenFromCb) + scaled(cr, t.greenFromCr));
    blue[x] = byteOf(gray + scaled(cb, t.blueFromCb));
  }
}

FS_BODY void storeYuvBody(const LinePairs& lines, std::size_t count, const ColorTransform& t,
                          const TensorRows& tensor) {
  std::array<std::array<std::int16_t, kStrip>, 3> rgb;
  for (std::size_t begin = 0; begin < count; begin += kStrip) {
    const std::size_t length = std::min(kStrip, count - begin);
    // Whole vectors: lines are padded.
    const std::size_t padded = (length + kLinePadding - 1) / kLinePadding * kLinePadding;
    yuvStrip(lines, begin, padded, t, rgb[0].data(), rgb[1].data(), rgb[2].data());
    for (std::size_t channel = 0; channel < 3; ++channel) {
      storeBytes(rgb[channel].data(), length, tensor.rows[channel] + begin, tensor.mean[channel],
                 tensor.scale);
    }
  }
}

void storeYuvPlain(const LinePairs& lines, std::size_t count, const ColorTransform& t,
                   const TensorRows& tensor) {
  storeYuvBody(lines, count, t, tensor);
}

FS_AVX2 void storeYuvAvx2(const LinePairs& lines, std::size_t count, const ColorTransform& t,
                          const TensorRows& tensor) {
  storeYuvBody(lines, count, t, tensor);
}

FS_BODY void storeRgbBody(const LinePairs& lines, std::size_t count, const TensorRows& tensor) {
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const std::int16_t* __restrict const upper = lines[channel].upper;
    const std::int16_t* __restrict const lower = lines[channel].lower;
    float* __restrict const row = tensor.rows[channel];
    const float mean = tensor.mean[channel];
    for (std::size_t x = 0; x < count; ++x) {
      const std::int16_t sample = between(upper[x], lower[x], lines[channel].weight);
      row[x] = (static_cast<float>(((sample + 64) >> 7) + kZero) - mean) * tensor.scale;
    }
  }
}

void storeRgbPlain(const LinePairs& lines, std::size_t count, const TensorRows& tensor) {
  storeRgbBody(lines, count, tensor);
}

FS_AVX2 void storeRgbAvx2(const LinePairs& lines, std::size_t count, const TensorRows& tensor) {
  storeRgbBody(lines, count, tensor);
}

}  // namespace

void ColumnPlan::planLoads(int rowBytes) {
  for (loads = 1; loads <= 4; loads *= 2) {
    const std::size_t each = kGroup / static_cast<std::size_t>(loads);
    loadOffsets.clear();
    masks.clear();
    bool fits = rowBytes >= static_cast<int>(kLoadBytes);
    for (std::size_t first = 0; first < offsets.size() && fits; first += each) {
      const int base = std::min(offsets[first], rowBytes - static_cast<int>(kLoadBytes));
      loadOffsets.push_back(base);
      const std::size_t mask = masks.size();
      masks.resize(mask + kLoadBytes, kNoByte);
      for (std::size_t x = first; x < first + each; ++x) {
        const int left = offsets[x] - base;
        fits = fits && left + next < static_cast<int>(kLoadBytes);
        masks[mask + 2 * (x % kGroup)] = static_cast<std::uint8_t>(left);
        masks[mask + 2 * (x % kGroup) + 1] = static_cast<std::uint8_t>(left + next);
      }
    }
    if (fits) {
      return;
    }
  }
  loads = 0;
}

void sampleLine(const std::uint8_t* row, const ColumnPlan& plan, std::int16_t* line,
                [[maybe_unused]] Isa isa) {
#if defined(__x86_64__)
  if (isa == Isa::Avx2) {
    switch (plan.loads) {
      case 1:
        return sampleLineAvx2<1>(row, plan, line);
      case 2:
        return sampleLineAvx2<2>(row, plan, line);
      case 4:
        return sampleLineAvx2<4>(row, plan, line);
      default:
        break;
    }
  }
#endif
  sampleLinePlain(row, plan, line);
}

void storeYuv(const LinePairs& lines, std::size_t count, const ColorTransform& transform,
              const TensorRows& tensor, Isa isa) {
  if (isa == Isa::Avx2) {
    storeYuvAvx2(lines, count, transform, tensor);
  } else {
    storeYuvPlain(lines, count, transform, tensor);
  }
}

void storeRgb(const LinePairs& lines, std::size_t count, const TensorRows& tensor, Isa isa) {
  if (isa == Isa::Avx2) {
    storeRgbAvx2(lines, count, tensor);
  } else {
    storeRgbPlain(lines, count, tensor);
  }
}

}  // namespace followspot
