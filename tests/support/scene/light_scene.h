#pragma once

#include <filesystem>

#include "core/base/result.h"

/// A scene and a network for it whose answers are known without running anything: the picture is
/// 64x48 in cells of 16x16, and what the network finds are whole cells that are white ("light") or
/// red ("lamp"), each with a score above 0.99; all else scores below 0.02.
///
/// One cell (column 0, row 0) is white in every picture; one (column 2, row 1) is red in the
/// pictures with index `kRedFrom` to `kRedTo` - 1.
namespace followspot::test {

inline constexpr int kSceneWidth = 64;
inline constexpr int kSceneHeight = 48;
inline constexpr int kCell = 16;
inline constexpr int kSceneRate = 10;  ///< Pictures per second.
inline constexpr int kRedFrom = 10;
inline constexpr int kRedTo = 30;

/// Writes the network as a model package; classes ???, light, lamp.
[[nodiscard]] Result<void> makeLightModel(const std::filesystem::path& folder);

/// Writes `frames` pictures of the scene as a video, without loss; false where the ffmpeg program
/// or its encoder is missing.
[[nodiscard]] bool makeLightClip(const std::filesystem::path& file, int frames);

}  // namespace followspot::test
