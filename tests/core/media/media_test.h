#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <QByteArray>
#include <QCryptographicHash>
#include <QProcess>
#include <QStringList>

#include "core/base/output_file.h"
#include "core/media/picture_scaler.h"
#include "core/media/video_source.h"

/// What the media tests share: looking at pictures, and ffmpeg's own programs as the independent
/// source of truth.
namespace media_test {

using namespace followspot;

/// A picture in few numbers.
struct Seen {
  Timestamp time;
  std::int64_t pts = 0;
  QByteArray md5;  ///< Of its planes without padding, as `-f framemd5` computes it.
  friend bool operator==(const Seen&, const Seen&) = default;
};

inline QByteArray md5Of(const PictureView& view) {
  QCryptographicHash hash(QCryptographicHash::Md5);
  const auto add = [&](const std::uint8_t* data, std::ptrdiff_t stride, int bytes, int rows) {
    for (int y = 0; y < rows; ++y) {
      hash.addData(QByteArrayView(reinterpret_cast<const char*>(data) + y * stride, bytes));
    }
  };
  const auto& planes = view.planes;
  const int width = view.size.width;
  const int height = view.size.height;
  if (view.model == ColorModel::Rgb) {
    add(std::min(planes[0].data, planes[2].data), planes[0].stride, width * planes[0].step, height);
    return hash.result().toHex();
  }
  add(planes[0].data, planes[0].stride, width, height);
  const int chromaWidth = (width + view.chromaShiftX) >> view.chromaShiftX;
  const int chromaHeight = (height + view.chromaShiftY) >> view.chromaShiftY;
  if (planes[1].data != nullptr && planes[1].step == 2) {
    add(std::min(planes[1].data, planes[2].data), planes[1].stride, chromaWidth * 2, chromaHeight);
  } else if (planes[1].data != nullptr) {
    add(planes[1].data, planes[1].stride, chromaWidth, chromaHeight);
    add(planes[2].data, planes[2].stride, chromaWidth, chromaHeight);
  }
  return hash.result().toHex();
}

inline Seen lookAt(const Frame& frame) { return {frame.time(), frame.pts(), md5Of(frame.view())}; }

/// All pictures to the end or the first error; empty where ids have gaps or times do not increase.
inline std::vector<Seen> readAll(VideoSource& source) {
  std::vector<Seen> all;
  while (true) {
    auto frame = source.read({});
    if (!frame || !*frame) {
      return all;
    }
    const bool inOrder = indexOf((*frame)->id()) == static_cast<std::int64_t>(all.size()) &&
                         (all.empty() || (*frame)->time() > all.back().time);
    if (!inOrder) {
      return {};
    }
    all.push_back(lookAt(**frame));
  }
}

inline Result<std::unique_ptr<VideoSource>> open(const std::filesystem::path& file,
                                                 int threads = 1) {
  return openVideoSource({.location = file.string(), .decoderThreads = threads}, {});
}

/// Red, green, blue of one pixel; {-1, -1, -1} where the scaler fails.
inline std::array<int, 3> colorAt(const Frame& frame, int x, int y) {
  PictureScaler scaler;
  const FrameSize size = frame.size();
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(size.width) *
                                   static_cast<std::size_t>(size.height) * 4);
  if (!scaler.scale(frame.view(), PackedFormat::Bgra, size, pixels.data(), size.width * 4)) {
    return {-1, -1, -1};
  }
  const auto at = static_cast<std::size_t>((y * size.width + x) * 4);
  return {pixels[at + 2], pixels[at + 1], pixels[at]};
}

inline bool isNear(const std::array<int, 3>& a, const std::array<int, 3>& b, int by) {
  return std::abs(a[0] - b[0]) <= by && std::abs(a[1] - b[1]) <= by && std::abs(a[2] - b[2]) <= by;
}

/// Standard output of a program; empty where it is missing or fails.
inline QByteArray outputOf(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  const bool good = process.waitForFinished(60'000) &&
                    process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
  return good ? process.readAllStandardOutput() : QByteArray();
}

/// MD5 of every picture as the ffmpeg program decodes it.
inline std::vector<QByteArray> ffmpegHashes(const std::filesystem::path& file) {
  const QByteArray text =
      outputOf("ffmpeg", {"-nostdin", "-loglevel", "error", "-noautorotate", "-i",
                          QString::fromStdString(file.string()), "-map", "0:v:0", "-vsync",
                          "passthrough", "-f", "framemd5", "-"});
  std::vector<QByteArray> hashes;
  for (const QByteArray& line : text.split('\n')) {
    if (!line.isEmpty() && !line.startsWith('#')) {
      hashes.push_back(line.split(',').last().trimmed());
    }
  }
  return hashes;
}

/// Presentation time of every picture as the ffprobe program sees it; nothing where it sees none.
inline std::vector<std::optional<std::int64_t>> ffprobeTimes(const std::filesystem::path& file) {
  const QByteArray text =
      outputOf("ffprobe", {"-loglevel", "error", "-select_streams", "v:0", "-show_entries",
                           "frame=best_effort_timestamp", "-of", "csv=p=0",
                           QString::fromStdString(file.string())});
  std::vector<std::optional<std::int64_t>> times;
  for (const QByteArray& line : text.split('\n')) {
    if (!line.trimmed().isEmpty()) {
      bool known = false;
      const std::int64_t time = line.split(',').first().trimmed().toLongLong(&known);
      times.push_back(known ? std::optional(time) : std::nullopt);
    }
  }
  return times;
}

}  // namespace media_test
