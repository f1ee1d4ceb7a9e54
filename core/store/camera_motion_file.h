#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/store/row_file.h"
#include "core/types/affine.h"
#include "core/types/ids.h"

namespace followspot {

/// How the picture moved from each picture to the next, as other programs measure it.
class CameraMotions {
 public:
  CameraMotions() = default;
  /// @param motions  at [i]: from picture i - 1 to i.
  explicit CameraMotions(std::vector<std::optional<Affine>> motions)
      : motions_(std::move(motions)) {}

  /// The motion over several pictures, those without a measurement taken as still.
  /// @param from, to  positions of pictures, from 0.
  /// @return nothing where none of them has one.
  [[nodiscard]] std::optional<Affine> between(std::size_t from, std::size_t to) const;

 private:
  std::vector<std::optional<Affine>> motions_;
};

/// Reads lines `frame a b tx c d ty`: x' = a x + b y + tx, y' = c x + d y + ty in pixels, from the
/// picture before to this one; frames from 0, in any order; blanks or commas between the numbers.
/// @errors CorruptData: with the line: too few columns, a cell that is no finite number, a frame
/// that is not in 0 .. 10,000,000 or comes twice.
/// @source BoT-SORT's files of camera motion.
[[nodiscard]] Result<CameraMotions> parseCameraMotion(std::string_view text);
[[nodiscard]] Result<CameraMotions> readCameraMotion(const std::filesystem::path& path);

/// Writes such lines, with as many digits as read back the same; pictures of which no motion is
/// known have none.
/// @threading one thread at a time.
class CameraMotionWriter {
 public:
  [[nodiscard]] static Result<CameraMotionWriter> create(const std::filesystem::path& path);

  /// @param motion  from the picture written before to this one, in pixels.
  Result<void> write(FrameId frame, const Affine& motion);
  Result<void> finish() { return file_.finish(); }

 private:
  explicit CameraMotionWriter(RowFile file) : file_(std::move(file)) {}
  RowFile file_;
};

}  // namespace followspot
