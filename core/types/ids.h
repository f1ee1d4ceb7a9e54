#pragma once

#include <cstdint>

namespace followspot {

/// Position of a picture in its source, from 0, without gaps. Files show it to people as 1-based.
enum class FrameId : std::int64_t {};

[[nodiscard]] constexpr std::int64_t indexOf(FrameId id) { return static_cast<std::int64_t>(id); }
/// The number people and MOTChallenge files use: 1 for the first picture.
[[nodiscard]] constexpr std::int64_t numberOf(FrameId id) { return indexOf(id) + 1; }

/// Identity of a track; from 1, never used again within a session.
enum class TrackId : std::uint64_t { None = 0 };

[[nodiscard]] constexpr std::uint64_t numberOf(TrackId id) {
  return static_cast<std::uint64_t>(id);
}

/// Line of the label map, from 0. Where the model has a background class, that is line 0 and never
/// detected.
enum class ClassId : int { Unknown = -1 };

[[nodiscard]] constexpr int indexOf(ClassId id) { return static_cast<int>(id); }

}  // namespace followspot
