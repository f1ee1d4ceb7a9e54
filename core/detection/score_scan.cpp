#include "core/detection/score_scan.h"

#include <bit>

#include "core/detection/cpu_features.h"

namespace followspot {
namespace {

constexpr std::uint32_t kSignBit = 0x80000000U;
constexpr std::uint32_t kInfinity = 0x7f800000U;

FS_BODY bool allFiniteBody(const float* values, std::size_t count) {
  // The largest magnitude as an integer: NaN and infinity are above all finite numbers.
  std::int32_t largest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto magnitude =
        static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(values[i]) & ~kSignBit);
    largest = magnitude > largest ? magnitude : largest;
  }
  return static_cast<std::uint32_t>(largest) < kInfinity;
}

bool allFinitePlain(const float* values, std::size_t count) { return allFiniteBody(values, count); }

FS_AVX2 bool allFiniteAvx2(const float* values, std::size_t count) {
  return allFiniteBody(values, count);
}

FS_BODY std::uint64_t keyOf(float score, std::uint32_t position) {
  const auto bits = std::bit_cast<std::uint32_t>(score);
  // Negative numbers: all bits turned; others: the sign bit. Then ascending as the numbers are.
  const std::uint32_t ascending = bits ^ ((0U - (bits >> 31U)) | kSignBit);
  return (std::uint64_t{~ascending} << 32U) | position;
}

FS_BODY std::size_t scanBody(const float* scores, const float* thresholds, std::size_t count,
                             std::uint32_t first, std::uint64_t* keys) {
  constexpr std::size_t kChunk = 32;
  std::size_t found = 0;
  const auto take = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      // Always written, counted where it passes: no branch to mispredict.
      keys[found] = keyOf(scores[i], first + static_cast<std::uint32_t>(i));
      found += static_cast<std::size_t>(scores[i] >= thresholds[i]);
    }
  };
  std::size_t at = 0;
  for (; at + kChunk <= count; at += kChunk) {
    int any = 0;
    for (std::size_t i = at; i < at + kChunk; ++i) {
      any |= static_cast<int>(scores[i] >= thresholds[i]);
    }
    if (any != 0) {
      take(at, at + kChunk);
    }
  }
  take(at, count);
  return found;
}

std::size_t scanPlain(const float* scores, const float* thresholds, std::size_t count,
                      std::uint32_t first, std::uint64_t* keys) {
  return scanBody(scores, thresholds, count, first, keys);
}

FS_AVX2 std::size_t scanAvx2(const float* scores, const float* thresholds, std::size_t count,
                             std::uint32_t first, std::uint64_t* keys) {
  return scanBody(scores, thresholds, count, first, keys);
}

}  // namespace

bool allFinite(std::span<const float> values, Isa isa) {
  return isa == Isa::Avx2 ? allFiniteAvx2(values.data(), values.size())
                          : allFinitePlain(values.data(), values.size());
}

std::uint64_t scoreKey(float score, std::uint32_t position) { return keyOf(score, position); }

float scoreOfKey(std::uint64_t key) {
  const auto ascending = ~static_cast<std::uint32_t>(key >> 32U);
  const std::uint32_t turned = (ascending & kSignBit) != 0 ? kSignBit : ~std::uint32_t{0};
  return std::bit_cast<float>(ascending ^ turned);
}

std::uint32_t positionOfKey(std::uint64_t key) { return static_cast<std::uint32_t>(key); }

std::size_t scanScores(std::span<const float> scores, std::span<const float> thresholds,
                       std::uint32_t first, std::uint64_t* keys, Isa isa) {
  return isa == Isa::Avx2 ? scanAvx2(scores.data(), thresholds.data(), scores.size(), first, keys)
                          : scanPlain(scores.data(), thresholds.data(), scores.size(), first, keys);
}

}  // namespace followspot
