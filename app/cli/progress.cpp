#include "app/cli/progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <unistd.h>

namespace followspot::cli {

ProgressStyle settled(ProgressStyle style) {
  return style == ProgressStyle::Auto && ::isatty(STDERR_FILENO) == 0 ? ProgressStyle::None : style;
}

std::string timeText(double seconds) {
  const long long whole = std::llround(seconds);
  std::array<char, 32> text{};
  if (whole >= 3600) {
    std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                  whole % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%lld:%02lld", whole / 60, whole % 60);
  }
  return text.data();
}

ProgressLine::ProgressLine(ProgressStyle style) : style_(settled(style)) {}

ProgressLine::~ProgressLine() {
  if (shown_ && style_ == ProgressStyle::Auto) {
    std::fputs("\r\033[K", stderr);
  }
}

void ProgressLine::update(std::int64_t frames, std::int64_t total, std::int64_t tracks) {
  const auto now = std::chrono::steady_clock::now();
  constexpr std::chrono::milliseconds kPause{200};
  if (style_ == ProgressStyle::None || now - last_ < kPause) {
    return;
  }
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const double rate = seconds > 0 ? static_cast<double>(frames) / seconds : 0;
  if (style_ == ProgressStyle::Json) {
    writeJson(frames, total, tracks, rate);
  } else {
    writeBar(frames, total, tracks, rate);
  }
  shown_ = true;
}

void ProgressLine::writeJson(std::int64_t frames, std::int64_t total, std::int64_t tracks,
                             double rate) const {
  const std::string left =
      total > 0 && rate > 0
          ? std::to_string(static_cast<double>(std::max<std::int64_t>(total - frames, 0)) / rate)
          : "null";
  std::fprintf(
      stderr,
      "{\"frames\":%lld,\"total\":%s,\"tracks\":%lld,\"frames_per_s\":%.2f,\"seconds_left\":%s}\n",
      static_cast<long long>(frames), total > 0 ? std::to_string(total).c_str() : "null",
      static_cast<long long>(tracks), rate, left.c_str());
}

void ProgressLine::writeBar(std::int64_t frames, std::int64_t total, std::int64_t tracks,
                            double rate) {
  if (total <= 0) {
    std::fprintf(stderr, "\r\033[K%lld frames, %lld tracks, %.1f frames/s",
                 static_cast<long long>(frames), static_cast<long long>(tracks), rate);
  } else {
    constexpr std::size_t kWidth = 24;
    const double part =
        std::clamp(static_cast<double>(frames) / static_cast<double>(total), 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(kWidth));
    const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
    const double left =
        rate > 0 ? static_cast<double>(std::max<std::int64_t>(total - frames, 0)) / rate : 0;
    std::fprintf(
        stderr, "\r\033[K[%s] %3.0f%%  %lld/%lld frames, %lld tracks, %.1f frames/s, %s left",
        bar.c_str(), 100 * part, static_cast<long long>(frames), static_cast<long long>(total),
        static_cast<long long>(tracks), rate, timeText(left).c_str());
  }
  std::fflush(stderr);
}

}  // namespace followspot::cli
