#include <bit>
#include <cmath>
#include <cstdint>

#include "core/project/track_delta.h"

namespace followspot {
namespace {

// One byte format, then tracks, boxes, moves, each with its count. Whole numbers are varints (7
// bits a byte, low first), frames are zigzag differences to the frame before, doubles their 8
// bytes.
constexpr char kFormat = 1;
constexpr std::size_t kLongestName = 10'000;
constexpr unsigned kHasBefore = 1;
constexpr unsigned kHasAfter = 2;

class Encoder {
 public:
  void whole(std::uint64_t value) {
    constexpr std::uint64_t kMore = 0x80;
    while (value >= kMore) {
      byte(static_cast<unsigned>(value | kMore));
      value >>= 7U;
    }
    byte(static_cast<unsigned>(value));
  }
  void integer(std::int64_t value) {
    whole((static_cast<std::uint64_t>(value) << 1U) ^
          static_cast<std::uint64_t>(value >> 63U));  // zigzag
  }
  void frame(FrameId frame) {
    integer(indexOf(frame) - lastFrame_);
    lastFrame_ = indexOf(frame);
  }
  void real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) {
      byte(static_cast<unsigned>(bits >> shift));
    }
  }
  void text(std::string_view text) {
    whole(text.size());
    bytes_ += text;
  }
  void byte(unsigned value) { bytes_ += static_cast<char>(value & 0xffU); }

  void info(const TrackInfo& info) {
    integer(indexOf(info.classId));
    text(info.name);
    byte(static_cast<unsigned>(info.review));
    frame(info.first);
    frame(info.last);
    whole(static_cast<std::uint64_t>(info.boxes));
  }
  void box(const StoredBox& value) {
    for (const double number : {value.box.x, value.box.y, value.box.w, value.box.h, value.score}) {
      real(number);
    }
    byte(static_cast<unsigned>(value.origin));
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_ = std::string(1, kFormat);
  std::int64_t lastFrame_ = 0;
};

/// Reads what Encoder wrote; after the first thing that does not fit, gives zeros and `ok` is
/// false.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool atEnd() const { return rest_.empty(); }

  unsigned byte() {
    if (rest_.empty()) {
      ok_ = false;
      return 0;
    }
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint64_t whole() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const unsigned part = byte();
      value |= static_cast<std::uint64_t>(part & 0x7fU) << shift;
      if ((part & 0x80U) == 0) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  /// A count of things that take at least `least` bytes each: never more than there are.
  std::size_t count(std::size_t least) {
    const std::uint64_t value = whole();
    ok_ = ok_ && value <= rest_.size() / least;
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  std::int64_t integer() {
    const std::uint64_t value = whole();
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
  }
  FrameId frame() {
    constexpr std::int64_t kMost = std::int64_t{1} << 53;
    const std::int64_t step = integer();
    ok_ = ok_ && step >= -kMost && step <= kMost;
    lastFrame_ += ok_ ? step : 0;
    ok_ = ok_ && lastFrame_ >= 0 && lastFrame_ <= kMost;
    return FrameId{lastFrame_};
  }
  double real() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) {
      bits |= static_cast<std::uint64_t>(byte()) << shift;
    }
    const auto value = std::bit_cast<double>(bits);
    ok_ = ok_ && std::isfinite(value);
    return value;
  }
  TrackId track() {
    const std::uint64_t value = whole();
    ok_ = ok_ && value > 0 && value < std::uint64_t{1} << 62U;
    return TrackId{value};
  }
  std::string text() {
    const std::uint64_t size = whole();
    if (size > kLongestName || size > rest_.size()) {
      ok_ = false;
      return {};
    }
    std::string text(rest_.substr(0, static_cast<std::size_t>(size)));
    rest_.remove_prefix(static_cast<std::size_t>(size));
    return text;
  }
  template <class Enum>
  Enum choice(unsigned most) {
    const unsigned value = byte();
    ok_ = ok_ && value <= most;
    return static_cast<Enum>(ok_ ? value : 0);
  }
  TrackInfo info(TrackId id) {
    TrackInfo info;
    info.id = id;
    const std::int64_t classId = integer();
    constexpr std::int64_t kMostClass = 1'000'000;
    ok_ = ok_ && classId >= -1 && classId <= kMostClass;
    info.classId = ClassId{static_cast<int>(ok_ ? classId : 0)};
    info.name = text();
    info.review = choice<Review>(2);
    info.first = frame();
    info.last = frame();
    const std::uint64_t boxes = whole();
    ok_ = ok_ && boxes < std::uint64_t{1} << 62U;
    info.boxes = static_cast<std::int64_t>(ok_ ? boxes : 0);
    return info;
  }
  StoredBox box() {
    StoredBox value;
    value.box.x = real();
    value.box.y = real();
    value.box.w = real();
    value.box.h = real();
    value.score = real();
    value.origin = choice<BoxOrigin>(2);
    return value;
  }

 private:
  std::string_view rest_;
  std::int64_t lastFrame_ = 0;
  bool ok_ = true;
};

template <class Change>
unsigned flagsOf(const Change& change) {
  return (change.before ? kHasBefore : 0U) | (change.after ? kHasAfter : 0U);
}

}  // namespace

std::string encode(const TrackDelta& delta) {
  Encoder out;
  out.whole(delta.tracks.size());
  for (const auto& change : delta.tracks) {
    out.whole(numberOf(change.id));
    out.byte(flagsOf(change));
    for (const auto* const info : {&change.before, &change.after}) {
      if (*info) {
        out.info(**info);
      }
    }
  }
  out.whole(delta.boxes.size());
  for (const auto& change : delta.boxes) {
    out.whole(numberOf(change.track));
    out.frame(change.frame);
    out.byte(flagsOf(change));
    for (const auto* const box : {&change.before, &change.after}) {
      if (*box) {
        out.box(**box);
      }
    }
  }
  // Moves between the same two tracks share their head.
  for (auto first = delta.moves.begin(); first != delta.moves.end();) {
    auto end = first;
    while (end != delta.moves.end() && end->from == first->from && end->to == first->to) {
      ++end;
    }
    out.whole(static_cast<std::uint64_t>(end - first));
    out.whole(numberOf(first->from));
    out.whole(numberOf(first->to));
    for (; first != end; ++first) {
      out.frame(first->frame);
    }
  }
  return out.take();
}

Result<TrackDelta> decodeDelta(std::string_view bytes) {
  const auto wrong = [] {
    return fail(ErrorCode::CorruptData, "An edit in the journal is damaged. Go back to a backup.");
  };
  if (bytes.empty() || bytes.front() != kFormat) {
    return wrong();
  }
  Decoder in(bytes.substr(1));
  TrackDelta delta;
  delta.tracks.resize(in.count(2));
  for (auto& change : delta.tracks) {
    change.id = in.track();
    const unsigned flags = in.byte();
    if ((flags & kHasBefore) != 0) {
      change.before = in.info(change.id);
    }
    if ((flags & kHasAfter) != 0) {
      change.after = in.info(change.id);
    }
  }
  delta.boxes.resize(in.count(3));
  for (auto& change : delta.boxes) {
    change.track = in.track();
    change.frame = in.frame();
    const unsigned flags = in.byte();
    if ((flags & kHasBefore) != 0) {
      change.before = in.box();
    }
    if ((flags & kHasAfter) != 0) {
      change.after = in.box();
    }
  }
  while (in.ok() && !in.atEnd()) {
    const std::size_t count = in.count(1);
    const TrackId from = in.track();
    const TrackId to = in.track();
    for (std::size_t k = 0; k < count && in.ok(); ++k) {
      delta.moves.push_back({from, to, in.frame()});
    }
  }
  if (!in.ok()) {
    return wrong();
  }
  return delta;
}

}  // namespace followspot
