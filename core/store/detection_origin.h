#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/types/geometry.h"
#include "core/types/timestamp.h"

namespace followspot {

/// What detections were made of, as a file of them tells in its header: which video, which model
/// and which settings.
struct DetectionOrigin {
  std::string video;          ///< Name without its folder; credentials removed.
  std::int64_t bytes = 0;     ///< Of the video, all pictures of a folder together; 0: not known.
  FrameSize size;             ///< Pixels of its first picture.
  std::int64_t pictures = 0;  ///< As the video claims; 0: not known.
  bool live = false;          ///< Pictures were left out as they came; which is not known.

  std::string model;      ///< Its name.
  std::string modelHash;  ///< SHA-256 of its graph; empty: not known.
  double minScore = 0;
  double nmsIou = 0;
  double minBoxSide = 0;
  std::string classes;              ///< Names as the user gave them; empty: all.
  int every = 1;                    ///< Pictures 1, 1 + every, ... were looked at.
  double rate = 0;                  ///< Pictures per second, where the user said so; else 0.
  std::optional<double> from;       ///< s: no picture before it was looked at ...
  std::optional<double> to;         ///< s: ... and none from here on.
  std::optional<double> stoppedAt;  ///< s: time of the last picture, where the run was ended early.
};

/// One line of JSON. `stopped_at_s` comes last, as a field of `kStoppedAtWidth` characters that can
/// be written over.
[[nodiscard]] std::string textOf(const DetectionOrigin& origin);
inline constexpr std::size_t kStoppedAtWidth = 20;
/// The text of that field.
[[nodiscard]] std::string stoppedAtField(std::optional<double> seconds);

/// @return nothing where it is none, or a figure is out of all reason.
[[nodiscard]] std::optional<DetectionOrigin> detectionOriginOf(std::string_view text);

}  // namespace followspot
