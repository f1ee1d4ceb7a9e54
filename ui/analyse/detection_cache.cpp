#include "ui/analyse/detection_cache.h"

#include <charconv>
#include <cmath>

#include <QByteArray>
#include <QDataStream>
#include <QIODevice>

namespace followspot::ui {
namespace {

constexpr std::size_t kBlock = 256;            // pictures
constexpr std::int64_t kMostBlocks = 100'000;  // ten days at 30 pictures a second
constexpr quint32 kMostItems = 100'000;        // of a picture
constexpr quint32 kMostBytes = 256U << 20U;    // of a block, unpacked
constexpr int kCompression = 3;                // of 9: what more saves is little

std::string prefixOf(MediaId media, const std::string& key) {
  return "detections/" + std::to_string(static_cast<std::int64_t>(media)) + "/" + key;
}

void write(QDataStream& stream, const DetectionSet& set) {
  stream << static_cast<qint64>(indexOf(set.frame))
         << static_cast<qint64>(set.time.time_since_epoch().count()) << qint32{set.size.width}
         << qint32{set.size.height} << set.cameraMotion.has_value();
  if (set.cameraMotion) {
    const Affine& m = *set.cameraMotion;
    stream << m.xx << m.xy << m.tx << m.yx << m.yy << m.ty;
  }
  stream << static_cast<quint32>(set.items.size());
  for (const Detection& item : set.items) {
    stream << item.box.x << item.box.y << item.box.w << item.box.h << item.score
           << qint32{indexOf(item.classId)};
  }
}

bool isGood(const Detection& item) {
  return isProper(item.box) && std::isfinite(item.score) && item.score >= 0 && item.score <= 1 &&
         indexOf(item.classId) >= -1;
}

/// False where the bytes are none of ours.
bool read(QDataStream& stream, DetectionSet& set) {
  qint64 frame = 0;
  qint64 time = 0;
  qint32 width = 0;
  qint32 height = 0;
  bool hasMotion = false;
  stream >> frame >> time >> width >> height >> hasMotion;
  set.frame = FrameId{frame};
  set.time = Timestamp(MediaClock::duration(time));
  set.size = {width, height};
  if (hasMotion) {
    Affine& m = set.cameraMotion.emplace();
    stream >> m.xx >> m.xy >> m.tx >> m.yx >> m.yy >> m.ty;
    for (const double value : {m.xx, m.xy, m.tx, m.yx, m.yy, m.ty}) {
      if (!std::isfinite(value)) {
        return false;
      }
    }
  }
  quint32 count = 0;
  stream >> count;
  if (stream.status() != QDataStream::Ok || count > kMostItems || frame < 0 || width < 0 ||
      height < 0) {
    return false;
  }
  for (quint32 i = 0; i < count; ++i) {
    Detection item;
    qint32 classId = 0;
    stream >> item.box.x >> item.box.y >> item.box.w >> item.box.h >> item.score >> classId;
    item.classId = ClassId{classId};
    if (stream.status() != QDataStream::Ok || !isGood(item)) {
      return false;
    }
    set.items.push_back(item);
  }
  return true;
}

bool unpack(const std::string& text, std::vector<DetectionSet>& out) {
  const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text),
                                                      QByteArray::AbortOnBase64DecodingErrors);
  constexpr qsizetype kHeader = 4;  // the size unpacked, as qCompress writes it
  if (!decoded || decoded.decoded.size() <= kHeader) {
    return false;
  }
  quint32 size = 0;
  QDataStream(decoded.decoded.left(kHeader)) >> size;
  if (size > kMostBytes) {
    return false;
  }
  const QByteArray bytes = qUncompress(decoded.decoded);
  QDataStream stream(bytes);
  stream.setVersion(QDataStream::Qt_6_0);
  while (!stream.atEnd()) {
    DetectionSet set;
    const bool inOrder =
        read(stream, set) &&
        (out.empty() || (set.frame > out.back().frame && set.time > out.back().time));
    if (!inOrder) {
      return false;
    }
    out.push_back(std::move(set));
  }
  return !bytes.isEmpty();
}

Result<std::optional<std::int64_t>> blockCount(ProjectReader& reader, const std::string& prefix) {
  const auto text = reader.setting(prefix);
  if (!text) {
    return fail(text.error());
  }
  if (!*text) {
    return std::optional<std::int64_t>();
  }
  std::int64_t count = -1;
  const std::string& digits = **text;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (read.ec != std::errc() || count < 0 || count > kMostBlocks) {
    return fail(ErrorCode::CorruptData,
                "The detections kept in the project are damaged. Detect again.");
  }
  return std::optional(count);
}

}  // namespace

DetectionCacheWriter::DetectionCacheWriter(ProjectStore& store, MediaId media,
                                           const std::string& key)
    : store_(store), prefix_(prefixOf(media, key)) {}

Result<void> DetectionCacheWriter::add(const DetectionSet& detections) {
  waiting_.push_back(detections);
  return waiting_.size() >= kBlock ? flush() : Result<void>();
}

Result<void> DetectionCacheWriter::flush() {
  QByteArray bytes;
  QDataStream stream(&bytes, QIODevice::WriteOnly);
  stream.setVersion(QDataStream::Qt_6_0);
  for (const DetectionSet& set : waiting_) {
    write(stream, set);
  }
  const QByteArray text = qCompress(bytes, kCompression).toBase64();
  auto put = store_.putSetting(prefix_ + "/" + std::to_string(blocks_), text.toStdString());
  if (put) {
    ++blocks_;
    waiting_.clear();
  }
  return put;
}

Result<void> DetectionCacheWriter::finish() {
  if (!waiting_.empty()) {
    if (auto flushed = flush(); !flushed) {
      return flushed;
    }
  }
  return store_.putSetting(prefix_, std::to_string(blocks_));
}

Result<bool> hasCachedDetections(ProjectReader& reader, MediaId media, const std::string& key) {
  const auto count = blockCount(reader, prefixOf(media, key));
  if (!count) {
    return fail(count.error());
  }
  return count->has_value();
}

Result<std::optional<std::vector<DetectionSet>>> readCachedDetections(ProjectReader& reader,
                                                                      MediaId media,
                                                                      const std::string& key) {
  const std::string prefix = prefixOf(media, key);
  const auto count = blockCount(reader, prefix);
  if (!count) {
    return fail(count.error());
  }
  if (!*count) {
    return std::optional<std::vector<DetectionSet>>();
  }
  std::vector<DetectionSet> all;
  for (std::int64_t block = 0; block < **count; ++block) {
    const auto text = reader.setting(prefix + "/" + std::to_string(block));
    if (!text) {
      return fail(text.error());
    }
    if (!*text || !unpack(**text, all)) {
      return fail(ErrorCode::CorruptData, "The detections kept in the project are damaged (block " +
                                              std::to_string(block) + "). Detect again.");
    }
  }
  return std::optional(std::move(all));
}

}  // namespace followspot::ui
