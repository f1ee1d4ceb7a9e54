#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/media/video_source.h"
#include "tests/bench/bench.h"
#include "tests/support/clip_maker.h"

/// What the command line program holds in memory at most, as the system counts it, in a process of
/// its own.
namespace followspot::bench {
namespace {

using Words = std::vector<std::string>;

/// Most memory that process `child` has held so far, in MB; nothing once it has ended. Its page
/// tables, not `wait4`: what that gives includes this program's own memory at the moment of the
/// fork.
std::optional<double> peakSoFar(pid_t child) {
  std::ifstream status("/proc/" + std::to_string(child) + "/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) {
      return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
  }
  return std::nullopt;
}

/// Runs the program and looks at its memory all the while. Nothing where it fails.
std::optional<double> peakOf(const Words& words) {
  Words copy = words;
  std::vector<char*> pointers;
  for (std::string& word : copy) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawn(&child, pointers.front(), nullptr, nullptr, pointers.data(), environ) != 0) {
    return std::nullopt;
  }
  double peak = 0;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    peak = std::max(peak, peakSoFar(child).value_or(0));
    constexpr std::chrono::milliseconds kLook{5};  // it grows at the start; the end changes nothing
    std::this_thread::sleep_for(kLook);
  }
  const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0 && peak > 0;
  return good ? std::optional(peak) : std::nullopt;
}

/// Least of three: other programs make threads meet at other times, and heaps grow by that.
std::optional<double> steadyPeakOf(const Words& words) {
  std::optional<double> least;
  constexpr int kRuns = 3;
  for (int run = 0; run < kRuns; ++run) {
    const auto peak = peakOf(words);
    if (!peak) {
      return std::nullopt;
    }
    least = std::min(least.value_or(*peak), *peak);
  }
  return least;
}

/// For the files that the program writes; goes away with the object.
class OutputFolder {
 public:
  OutputFolder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "followspot-bench-XXXXXX").string();
    if (const char* const made = mkdtemp(name.data()); made != nullptr) {
      path_ = made;
    }
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  ~OutputFolder() {
    std::error_code ignored;
    if (!path_.empty()) {
      std::filesystem::remove_all(path_, ignored);
    }
  }
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Pictures in a video, by reading them all.
std::int64_t picturesIn(const std::filesystem::path& video) {
  SourceSpec spec;
  spec.location = video.string();
  auto source = openVideoSource(spec, {});
  std::int64_t count = 0;
  while (source) {
    const auto frame = (*source)->read({});
    if (!frame || !*frame) {
      break;
    }
    ++count;
  }
  return count;
}

/// MB per 1000 pictures, by the same video once and four times in a row.
BenchRow growth(const BenchOptions& options, const Words& track, const OutputFolder& folder) {
  const char* const kName = "memory by length of the video";
  const std::filesystem::path longer = folder.file("longer.avi");
  constexpr int kTimes = 4;
  if (!makeClip("-stream_loop 3 -i " + videoOf(options).string() + " -c copy", longer)) {
    return notMeasured(kName, "needs the ffmpeg program and a video without blanks in its name");
  }
  const auto peakAt = [&](const std::filesystem::path& video) {
    Words words = track;
    words.insert(words.begin() + 2, video.string());
    // Decoding and tracking grow with the length or do not; detecting each would only take longer.
    words.insert(words.end(), {"--every", "20", "--mot", folder.file("tracks.txt")});
    return steadyPeakOf(words);
  };
  const auto once = peakAt(videoOf(options));
  const auto often = peakAt(longer);
  if (!once || !often) {
    return notMeasured(kName, "followspot-cli track failed");
  }
  const auto more = static_cast<double>((kTimes - 1) * picturesIn(videoOf(options)));
  BenchRow row = figureOf(kName, "MB/1000", (*often - *once) / more * 1000);
  std::array<char, 80> note{};
  std::snprintf(note.data(), note.size(), "peak %.1f MB, %d times as long %.1f MB", *once, kTimes,
                *often);
  row.note = note.data();
  row.gate = 2;
  return row;
}

}  // namespace

std::vector<BenchRow> benchMemory(const BenchOptions& options) {
  const char* const kName = "peak memory";
  const std::filesystem::path program = FOLLOWSPOT_CLI;
  std::error_code ignored;
  for (const auto& needed : {program, videoOf(options), modelOf(options)}) {
    if (!std::filesystem::exists(needed, ignored)) {
      return {notMeasured(kName, needed.string() + " is not there")};
    }
  }
  const OutputFolder folder;
  const Words track = {program.string(), "track", "--model", modelOf(options).string(), "-q"};
  const auto peak = [&](const char* flag, const char* output) {
    Words words = track;
    words.insert(words.begin() + 2, videoOf(options).string());
    words.insert(words.end(), {"--to", "12", flag, folder.file(output)});
    return steadyPeakOf(words);
  };
  const auto plain = peak("--mot", "tracks.txt");
  const auto annotated = peak("--annotated", "tracks.mp4");
  if (!plain || !annotated) {
    return {notMeasured(kName, "followspot-cli track failed")};
  }
  std::vector<BenchRow> rows;
  rows.push_back(figureOf("peak memory, one video", "MB", *plain));
  rows.back().gate = 180;
  rows.push_back(figureOf("peak memory, with --annotated", "MB", *annotated));
  rows.push_back(growth(options, track, folder));
  return rows;
}

}  // namespace followspot::bench
