#include "app/cli/batch_progress.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/text.h"

namespace followspot::cli {
namespace {

/// Bytes of a file, or of the files in a folder; 0 where there is none.
double sizeOf(const std::string& input) {
  std::error_code problem;
  if (!std::filesystem::is_directory(input, problem)) {
    const auto bytes = std::filesystem::file_size(input, problem);
    return problem ? 0 : static_cast<double>(bytes);
  }
  double bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(input, problem)) {
    const auto size = entry.file_size(problem);
    bytes += problem ? 0 : static_cast<double>(size);
  }
  return bytes;
}

std::vector<double> sizesOf(const BatchContent& content) {
  std::vector<double> sizes;
  sizes.reserve(content.items.size());
  for (const BatchItem& item : content.items) {
    sizes.push_back(sizeOf(item.input));
  }
  return sizes;
}

std::vector<double> openSizes(const BatchContent& content, const std::vector<double>& sizes) {
  std::vector<double> open;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const BatchState state = content.items[k].state;
    if (state == BatchState::Waiting || state == BatchState::Begun) {
      open.push_back(sizes[k]);
    }
  }
  return open;
}

std::int64_t count(const BatchContent& content, BatchState state) {
  return std::ranges::count(content.items, state, &BatchItem::state);
}

std::string nameFor(const BatchItem& item) {
  return std::filesystem::path(item.input).filename().string();
}

}  // namespace

BatchProgress::BatchProgress(ProgressStyle style, bool quiet, const BatchContent& content)
    : style_(settled(style)),
      quiet_(quiet),
      sizes_(style_ == ProgressStyle::None ? std::vector<double>(content.items.size())
                                           : sizesOf(content)),
      timeLeft_(openSizes(content, sizes_)) {}

void BatchProgress::begin(std::size_t item) {
  item_ = item;
  worked_ = 0;
  looked_ = Clock::now();
}

void BatchProgress::update(const BatchContent& content, std::int64_t frames, std::int64_t total,
                           bool paused) {
  const auto now = Clock::now();
  worked_ += paused ? 0 : std::chrono::duration<double>(now - looked_).count();
  looked_ = now;
  constexpr std::chrono::milliseconds kPause{200};
  if (style_ == ProgressStyle::None || now - shown_ < kPause) {
    return;
  }
  shown_ = now;
  const double part =
      total > 0 ? std::clamp(static_cast<double>(frames) / static_cast<double>(total), 0.0, 1.0)
                : 0;
  const auto left = timeLeft_.left(sizes_[item_], part, worked_);
  const BatchItem& item = content.items[item_];
  if (style_ == ProgressStyle::Json) {
    const nlohmann::ordered_json json = {
        {"item", item_},
        {"items", content.items.size()},
        {"file", item.input},
        {"state", paused ? "paused" : "working"},
        {"done", count(content, BatchState::Done)},
        {"failed", count(content, BatchState::Failed)},
        {"frames", frames},
        {"total", total > 0 ? nlohmann::ordered_json(total) : nlohmann::ordered_json()},
        {"frames_per_s", worked_ > 0 ? static_cast<double>(frames) / worked_ : 0},
        {"seconds_left", left ? nlohmann::ordered_json(*left) : nlohmann::ordered_json()}};
    std::fprintf(stderr, "%s\n", json.dump().c_str());
    return;
  }
  const std::string leftText = left ? ", " + timeText(*left) + " left" : std::string();
  std::fprintf(stderr, "\r\033[K%lld/%zu files, %s %.0f%%%s%s",
               static_cast<long long>(count(content, BatchState::Done)), content.items.size(),
               nameFor(item).c_str(), 100 * part, leftText.c_str(), paused ? " (paused)" : "");
  std::fflush(stderr);
}

void BatchProgress::clearLine() const {
  if (style_ == ProgressStyle::Auto) {
    std::fputs("\r\033[K", stderr);
  }
}

void BatchProgress::end(const BatchContent& content) {
  const BatchItem& item = content.items[item_];
  const bool done = item.state == BatchState::Done;
  timeLeft_.finished(sizes_[item_], done ? std::optional(worked_) : std::nullopt);
  if (style_ == ProgressStyle::Json) {
    const nlohmann::ordered_json json = {
        {"item", item_},         {"file", item.input},    {"state", nameOf(item.state)},
        {"frames", item.frames}, {"tracks", item.tracks}, {"seconds", item.seconds},
        {"gaps", item.gaps},     {"why", item.why}};
    std::fprintf(
        stderr, "%s\n",
        json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace).c_str());
    return;
  }
  if (done && quiet_) {
    return;
  }
  clearLine();
  std::string sentence = nameFor(item) + ": ";
  if (done) {
    sentence += std::to_string(item.frames) + " frames, " + std::to_string(item.tracks) +
                " tracks, " + (item.gaps ? "with gaps, " : "");
    appendFixed(sentence, item.seconds, 1);
    sentence += " s";
  } else {
    sentence += "failed: " + item.why;
  }
  std::fprintf(stderr, "%s\n", sentence.c_str());
}

}  // namespace followspot::cli
