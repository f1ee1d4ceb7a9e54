#include "core/media/image_folder_source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace followspot {
namespace {

constexpr double kUsualRate = 25;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isPicture(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 10> kEndings = {".png", ".jpg", ".jpeg", ".bmp",  ".ppm",
                                                         ".pgm", ".tif", ".tiff", ".webp", ".jp2"};
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

class ImageFolderSource final : public VideoSource {
 public:
  ImageFolderSource(SourceInfo info, std::vector<std::string> files, double rate)
      : info_(std::move(info)), files_(std::move(files)), rate_(rate) {}

  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] SourceHealth health() const override { return health_; }

  [[nodiscard]] Result<std::optional<Frame>> read(std::stop_token stop) override {
    while (nextFile_ < files_.size()) {
      if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, info_.name + ": reading was stopped.");
      }
      const std::string& file = files_[nextFile_++];
      auto picture = openVideoSource({.location = file}, stop);
      auto frame =
          picture ? (*picture)->read(stop) : Result<std::optional<Frame>>(fail(picture.error()));
      if (frame && *frame) {
        const auto id = static_cast<FrameId>(nextIndex_++);
        ++health_.framesRead;
        return std::optional<Frame>(
            (**frame).renamed(id, timestampAt(static_cast<double>(indexOf(id)) / rate_)));
      }
      if (!frame && frame.error().code == ErrorCode::Cancelled) {
        return fail(frame.error());
      }
      ++health_.damagedPackets;
    }
    if (nextIndex_ == 0) {
      return fail(ErrorCode::CorruptData, info_.name + ": not one picture in it could be decoded.");
    }
    return std::optional<Frame>();
  }

  [[nodiscard]] Result<void> seek(FrameId frame, std::stop_token stop) override {
    // Damaged files have no number, so they must be met again from the start.
    nextFile_ = 0;
    nextIndex_ = 0;
    if (health_.damagedPackets == 0 && indexOf(frame) <= static_cast<std::int64_t>(files_.size())) {
      nextFile_ = static_cast<std::size_t>(indexOf(frame));
      nextIndex_ = indexOf(frame);
      return {};
    }
    while (nextIndex_ < indexOf(frame)) {
      const auto read = this->read(stop);
      if (!read) {
        return fail(read.error());
      }
      if (!*read) {
        return fail(ErrorCode::InvalidArgument, info_.name + ": has only " +
                                                    std::to_string(nextIndex_) +
                                                    " pictures. Choose an earlier one.");
      }
    }
    return {};
  }

 private:
  SourceInfo info_;
  SourceHealth health_;
  std::vector<std::string> files_;
  double rate_;
  std::size_t nextFile_ = 0;
  std::int64_t nextIndex_ = 0;
};

}  // namespace

bool naturallyBefore(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (!isDigit(a.front()) || !isDigit(b.front())) {
      if (a.front() != b.front()) {
        return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
      }
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const auto takeNumber = [](std::string_view& text) {
      const auto end = std::ranges::find_if_not(text, isDigit);
      std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
      text.remove_prefix(digits.size());
      digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
      return digits;
    };
    const std::string_view x = takeNumber(a);
    const std::string_view y = takeNumber(b);
    if (x.size() != y.size()) {
      return x.size() < y.size();
    }
    if (x != y) {
      return x < y;
    }
  }
  return a.size() < b.size();
}

Result<std::unique_ptr<VideoSource>> openImageFolder(const SourceSpec& spec, std::stop_token stop) {
  std::vector<std::string> files;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(spec.location, problem)) {
    if (entry.is_regular_file(problem) && isPicture(entry.path())) {
      files.push_back(entry.path().string());
    }
  }
  if (problem) {
    return fail(ErrorCode::Unavailable,
                spec.location + ": cannot be listed (" + problem.message() + ").");
  }
  if (files.empty()) {
    return fail(ErrorCode::Unsupported,
                spec.location +
                    ": is a folder without pictures. Give a video file or a folder "
                    "of .png or .jpg files.");
  }
  std::ranges::sort(files, naturallyBefore);
  SourceInfo info;
  for (const std::string& file : files) {
    if (const auto first = openVideoSource({.location = file}, stop)) {
      info = (*first)->info();
      break;
    }
    if (stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, spec.location + ": opening was stopped.");
    }
  }
  const double rate = spec.frameRate.value_or(kUsualRate);
  info.name = spec.location;
  info.kind = SourceKind::ImageFolder;
  info.container = "image folder";
  info.timeBase = {1, 1'000'000};
  info.frameRate = rate;
  info.frameCount = static_cast<std::int64_t>(files.size());
  info.duration = Seconds(static_cast<double>(files.size()) / rate);
  info.live = false;
  info.seekable = true;
  return std::make_unique<ImageFolderSource>(std::move(info), std::move(files), rate);
}

}  // namespace followspot
