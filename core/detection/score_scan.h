#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/detection/cpu_features.h"

namespace followspot {

/// True where every number is finite.
[[nodiscard]] bool allFinite(std::span<const float> values, Isa isa = bestIsa());

/// A score and its position as one number: the smallest is the best score, equal scores in order of
/// position.
[[nodiscard]] std::uint64_t scoreKey(float score, std::uint32_t position);
[[nodiscard]] float scoreOfKey(std::uint64_t key);
[[nodiscard]] std::uint32_t positionOfKey(std::uint64_t key);

/// Appends the keys of all scores that reach their threshold.
///
/// @param scores      finite.
/// @param thresholds  as many; infinite: never.
/// @param first       position of scores[0].
/// @param keys        room for scores.size() + 1 more (written one past the last for speed).
/// @return            how many were appended.
[[nodiscard]] std::size_t scanScores(std::span<const float> scores,
                                     std::span<const float> thresholds, std::uint32_t first,
                                     std::uint64_t* keys, Isa isa = bestIsa());

}  // namespace followspot
