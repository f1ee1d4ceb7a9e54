#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace followspot::model {

/// Reads the fields of one protobuf message, in place, never past its end.
///
/// Use: `while (reader.next()) { switch (reader.field()) { case 1: name = reader.bytes(); ... } }`,
/// then check `ok()`. A value read as another kind than it is makes the reader fail and end.
/// @source protobuf encoding: varint, 64-bit, length-delimited, 32-bit; groups are refused.
class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  /// Goes on to the next field, passing over the value of the last one if it was not read.
  bool next();
  [[nodiscard]] int field() const { return field_; }
  [[nodiscard]] bool ok() const { return ok_; }
  /// Bytes not read yet; for saying where something went wrong.
  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }

  /// Whether the value is length-delimited (a string, a message, packed numbers).
  [[nodiscard]] bool isBytes() const { return kind_ == Kind::Bytes; }

  std::uint64_t varint();
  std::int64_t int64() { return static_cast<std::int64_t>(varint()); }
  std::int32_t int32() { return static_cast<std::int32_t>(varint()); }
  bool boolean() { return varint() != 0; }
  std::uint32_t fixed32();
  std::uint64_t fixed64();
  float float32();
  double float64();
  std::string_view bytes();

  /// A repeated number may come packed or one at a time; calls `take(reader)` for each, with a
  /// reader positioned on it.
  template <class Take>
  void each(bool fixed, int width, Take take);

 private:
  enum class Kind { None, Varint, Fixed64, Bytes, Fixed32 };

  void failAndEnd();
  std::optional<std::uint64_t> takeVarint();
  void skip();
  std::string_view takeBytes(std::size_t count);

  std::string_view rest_;
  Kind kind_ = Kind::None;
  int field_ = 0;
  bool ok_ = true;

  static constexpr std::uint64_t kMaxField = (1U << 29U) - 1;
};

template <class Take>
void WireReader::each(bool fixed, int width, Take take) {
  if (!isBytes()) {
    take(*this);
    return;
  }
  WireReader packed(bytes());
  while (ok_ && packed.ok_ && !packed.rest_.empty()) {
    packed.kind_ = !fixed ? Kind::Varint : width == 8 ? Kind::Fixed64 : Kind::Fixed32;
    take(packed);
  }
  if (!packed.ok_) {
    failAndEnd();
  }
}

/// Appends protobuf fields to a string.
class WireWriter {
 public:
  explicit WireWriter(std::string& out) : out_(out) {}

  void varint(int field, std::uint64_t value);
  void int64(int field, std::int64_t value) { varint(field, static_cast<std::uint64_t>(value)); }
  void float32(int field, float value);
  void bytes(int field, std::string_view value);
  /// Only the head of a length-delimited field; the caller appends exactly `size` bytes.
  void head(int field, std::size_t size);
  void rawVarint(std::uint64_t value);
  void rawFloat(float value);

 private:
  void tag(int field, unsigned kind);
  std::string& out_;
};

}  // namespace followspot::model
