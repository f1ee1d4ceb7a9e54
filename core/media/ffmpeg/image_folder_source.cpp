#include "core/media/ffmpeg/image_folder_source.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/media/ffmpeg/frame_view.h"
#include "core/media/ffmpeg/orientation.h"
#include "core/media/ffmpeg/still_decoder.h"
#include "core/media/location.h"
#include "core/media/natural_order.h"

namespace followspot {
namespace {

constexpr double kUsualRate = 25;
constexpr int kMicroseconds = 1'000'000;

/// @source MOTChallenge sequences: pictures in img1/, beside it seqinfo.ini with "frameRate=30".
std::optional<double> rateOfSequence(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxBytes = 65'536;
  const auto text = readFile(folder / ".." / "seqinfo.ini", kMaxBytes);
  if (!text) {
    return std::nullopt;
  }
  constexpr std::string_view kKey = "frameRate=";
  for (const std::string_view line : split(*text, '\n')) {
    if (trimmed(line).starts_with(kKey)) {
      const auto rate = parseDouble(trimmed(trimmed(line).substr(kKey.size())));
      return rate && *rate > 0 && *rate <= 1e4 ? rate : std::nullopt;
    }
  }
  return std::nullopt;
}

Orientation orientationOf(const AVFrame& picture) {
  const AVFrameSideData* const data = av_frame_get_side_data(&picture, AV_FRAME_DATA_DISPLAYMATRIX);
  return data != nullptr ? Orientation::of(reinterpret_cast<const std::int32_t*>(data->data))
                         : Orientation{};
}

class ImageFolderSource final : public VideoSource {
 public:
  ImageFolderSource(SourceInfo info, std::vector<std::filesystem::path> files)
      : info_(std::move(info)), files_(std::move(files)) {}

  /// Fills in what only the first picture tells.
  Result<void> lookAtFirst() {
    const auto picture = decoder_.decode(files_.front());
    if (!picture) {
      return fail(picture.error());
    }
    const Orientation orientation = orientationOf(**picture);
    info_.rotation = orientation.degrees();
    info_.size = orientation.transpose ? FrameSize{(*picture)->height, (*picture)->width}
                                       : FrameSize{(*picture)->width, (*picture)->height};
    info_.codec = avcodec_get_name(decoder_.codec());
    const char* const format = av_get_pix_fmt_name(static_cast<AVPixelFormat>((*picture)->format));
    info_.pixelFormat = format != nullptr ? format : "unknown";
    return {};
  }

  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] SourceHealth health() const override { return health_; }

  [[nodiscard]] Result<std::optional<Frame>> read(std::stop_token stop) override {
    if (next_ >= static_cast<std::int64_t>(files_.size())) {
      return std::optional<Frame>();
    }
    auto frame = frameFor(next_, stop);
    if (frame) {
      ++next_;
      ++health_.framesRead;
    }
    return frame;
  }

  [[nodiscard]] Result<void> seek(FrameId frame, std::stop_token /*stop*/) override {
    if (indexOf(frame) < 0 || indexOf(frame) >= static_cast<std::int64_t>(files_.size())) {
      return fail(ErrorCode::InvalidArgument, info_.name + ": has only " +
                                                  std::to_string(files_.size()) +
                                                  " pictures. Choose one of them.");
    }
    next_ = indexOf(frame);
    return {};
  }

 private:
  /// The picture of file `index`, or of the last readable one before it.
  Result<std::optional<Frame>> frameFor(std::int64_t index, const std::stop_token& stop) {
    Error first;
    for (std::int64_t file = index; file >= 0; --file) {
      if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, info_.name + ": reading was stopped.");
      }
      const Timestamp time = timestampAt(static_cast<double>(index) / info_.frameRate);
      auto picture = decoder_.decode(files_[static_cast<std::size_t>(file)]);
      if (picture) {
        const Orientation orientation = orientationOf(**picture);
        if (orientation != orientation_) {
          orientation_ = orientation;
          viewer_ = FrameViewer(orientation);
        }
        auto viewed = viewer_.view(*picture);
        if (!viewed) {
          return fail(viewed.error().withContext(info_.name));
        }
        return std::optional<Frame>(std::in_place, static_cast<FrameId>(index), time,
                                    time.time_since_epoch().count(), viewed->view,
                                    std::move(viewed->pixels));
      }
      if (file == index) {
        ++health_.damagedPackets;
        first = picture.error();
      }
    }
    return fail(first);
  }

  SourceInfo info_;
  SourceHealth health_;
  std::vector<std::filesystem::path> files_;
  StillDecoder decoder_;
  Orientation orientation_;
  FrameViewer viewer_{Orientation{}};
  std::int64_t next_ = 0;
};

}  // namespace

Result<std::unique_ptr<VideoSource>> openImageFolder(const SourceSpec& spec,
                                                     const std::stop_token& stop) {
  const std::filesystem::path folder = localPath(spec.location);
  std::vector<std::filesystem::path> files;
  std::error_code problem;
  auto entry = std::filesystem::directory_iterator(folder, problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    if (stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, folder.string() + ": opening was stopped.");
    }
    std::error_code ignored;
    const bool hidden = entry->path().filename().string().starts_with('.');
    if (!hidden && isPictureName(entry->path()) && entry->is_regular_file(ignored)) {
      files.push_back(entry->path());
    }
  }
  if (problem) {
    return fail(ErrorCode::Unavailable, folder.string() + ": cannot be listed (" +
                                            problem.message() + "). Check the permissions.");
  }
  if (files.empty()) {
    std::error_code ignored;
    const bool sequence = std::filesystem::is_directory(folder / "img1", ignored);
    return fail(ErrorCode::Unsupported,
                folder.string() + ": is a folder without pictures. " +
                    (sequence ? "Give the folder img1 in it."
                              : "Give a video file or a folder of .png or .jpg files."));
  }
  std::ranges::sort(
      files, [](const auto& a, const auto& b) { return naturallyBefore(a.native(), b.native()); });
  SourceInfo info;
  info.name = folder.string();
  info.kind = SourceKind::ImageFolder;
  info.container = "image folder";
  info.timeBase = {1, kMicroseconds};
  info.frameRate = spec.frameRate.value_or(rateOfSequence(folder).value_or(kUsualRate));
  info.frameCount = static_cast<std::int64_t>(files.size());
  info.duration = Seconds(static_cast<double>(files.size()) / info.frameRate);
  info.seekable = true;
  auto source = std::make_unique<ImageFolderSource>(std::move(info), std::move(files));
  if (auto looked = source->lookAtFirst(); !looked) {
    return fail(looked.error());
  }
  return source;
}

}  // namespace followspot
