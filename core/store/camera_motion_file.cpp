#include "core/store/camera_motion_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kColumns = 7;

tl::unexpected<Error> problem(std::int64_t line, const std::string& what) {
  return fail(ErrorCode::CorruptData, "line " + std::to_string(line) + ": " + what);
}

/// The first cell of a line, taken off it.
std::string_view takeCell(std::string_view& line) {
  constexpr std::string_view kBetween = ", \t";
  line.remove_prefix(std::min(line.find_first_not_of(kBetween), line.size()));
  const std::size_t end = std::min(line.find_first_of(kBetween), line.size());
  const std::string_view cell = line.substr(0, end);
  line.remove_prefix(end);
  return cell;
}

}  // namespace

std::optional<Affine> CameraMotions::between(std::size_t from, std::size_t to) const {
  std::optional<Affine> motion;
  for (std::size_t i = from + 1; i <= to && i < motions_.size(); ++i) {
    if (motions_[i]) {
      motion = motion ? chained(*motion, *motions_[i]) : *motions_[i];
    }
  }
  return motion;
}

Result<CameraMotions> parseCameraMotion(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  std::vector<std::optional<Affine>> motions;
  std::int64_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) {
      continue;
    }
    std::array<double, kColumns> cells{};
    for (double& cell : cells) {
      const std::string_view word = takeCell(line);
      const auto value = parseDouble(word);
      if (!value || !std::isfinite(*value)) {
        return problem(number, word.empty() ? "seven numbers are needed: frame a b tx c d ty."
                                            : "\"" + std::string(word) + "\" is no finite number.");
      }
      cell = *value;
    }
    constexpr double kMostFrame = 10'000'000;
    if (cells[0] < 0 || cells[0] > kMostFrame || cells[0] != std::floor(cells[0])) {
      return problem(number, "the frame is no whole number from 0 to 10,000,000.");
    }
    const auto frame = static_cast<std::size_t>(cells[0]);
    if (motions.size() <= frame) {
      motions.resize(frame + 1);
    }
    if (motions[frame]) {
      return problem(number, "frame " + std::to_string(frame) + " was there already.");
    }
    motions[frame] = Affine{cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]};
  }
  return CameraMotions(std::move(motions));
}

Result<CameraMotions> readCameraMotion(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 31;
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  auto motions = parseCameraMotion(*text);
  if (!motions) {
    return fail(motions.error().withContext(path.string()));
  }
  return motions;
}

Result<CameraMotionWriter> CameraMotionWriter::create(const std::filesystem::path& path) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  return CameraMotionWriter(std::move(*file));
}

Result<void> CameraMotionWriter::write(FrameId frame, const Affine& motion) {
  file_.integer(indexOf(frame));
  for (const double value : {motion.xx, motion.xy, motion.tx, motion.yx, motion.yy, motion.ty}) {
    file_.row() += ' ';
    file_.shortest(value);
  }
  return file_.endRow();
}

}  // namespace followspot
