#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace followspot::model {

/// One field of a protobuf message as it lies in the file.
/// @source protobuf.dev/programming-guides/encoding
struct WireField {
  enum class Kind : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

  std::uint32_t number = 0;  ///< 1 .. 2^29 - 1.
  Kind kind = Kind::Varint;
  std::uint64_t value = 0;           ///< Varint, Fixed64, Fixed32 (low half).
  std::span<const std::byte> bytes;  ///< Bytes: string, message or packed numbers.

  [[nodiscard]] std::string_view text() const;
  /// Varint as protobuf's int32/int64 (negative numbers are ten bytes long).
  [[nodiscard]] std::int64_t integer() const { return static_cast<std::int64_t>(value); }
  /// Fixed32 as a float.
  [[nodiscard]] float real() const;
};

/// Walks over the fields of one message without recursion and without copying.
///
/// A damaged message ends the walk early and is told by `failed`; nothing outside `bytes` is read.
/// ```
/// WireReader reader(bytes);
/// for (WireField field; reader.next(field);) { ... }
/// if (reader.failed()) { ... }
/// ```
/// @threading one thread at a time.
class WireReader {
 public:
  explicit WireReader(std::span<const std::byte> bytes) : all_(bytes) {}

  /// False at the end and where the bytes are no field (then `failed`). Groups count as damage: no
  /// file of TensorFlow has them.
  [[nodiscard]] bool next(WireField& field);
  [[nodiscard]] bool failed() const { return failed_; }
  /// Bytes consumed so far, for messages.
  [[nodiscard]] std::size_t position() const { return position_; }

  /// A lone varint, as in packed repeated fields; false at the end or on damage.
  [[nodiscard]] bool nextVarint(std::uint64_t& value);
  /// A lone 32-bit or 64-bit number, the same way.
  [[nodiscard]] bool nextFixed32(std::uint32_t& value);
  [[nodiscard]] bool nextFixed64(std::uint64_t& value);

 private:
  [[nodiscard]] bool readVarint(std::uint64_t& value);
  [[nodiscard]] bool readFixed(std::size_t size, std::uint64_t& value);

  std::span<const std::byte> all_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

/// A protobuf message under construction. Small fields are copied into it; large ones are only
/// pointed to, so that weights are never held twice.
/// @threading one thread at a time.
class WireMessage {
 public:
  void addVarint(std::uint32_t number, std::uint64_t value);
  void addInteger(std::uint32_t number, std::int64_t value) {
    addVarint(number, static_cast<std::uint64_t>(value));
  }
  void addReal(std::uint32_t number, float value);
  void addDouble(std::uint32_t number, double value);
  void addText(std::uint32_t number, std::string_view text);
  /// The bytes must outlive the message.
  void addBorrowed(std::uint32_t number, std::span<const std::byte> bytes);
  void addMessage(std::uint32_t number, const WireMessage& inner);

  /// Encoded length in bytes.
  [[nodiscard]] std::size_t size() const { return own_.size() + borrowedBytes_; }
  /// The whole message in one buffer.
  [[nodiscard]] std::string toString() const;
  /// Whether the encoded message is exactly `bytes`, without building it.
  [[nodiscard]] bool equals(std::span<const std::byte> bytes) const;

  /// Calls `sink(std::span<const std::byte>)` for the pieces in order, until it returns false.
  template <class Sink>
  bool forEachPiece(Sink&& sink) const {
    std::size_t from = 0;
    for (const Borrowed& piece : borrowed_) {
      if (!sink(std::as_bytes(std::span(own_).subspan(from, piece.at - from))) ||
          !sink(piece.bytes)) {
        return false;
      }
      from = piece.at;
    }
    return sink(std::as_bytes(std::span(own_).subspan(from)));
  }

 private:
  struct Borrowed {
    std::size_t at;  ///< Lies before own_[at].
    std::span<const std::byte> bytes;
  };
  void appendVarint(std::uint64_t value);
  void appendTag(std::uint32_t number, WireField::Kind kind);

  std::string own_;
  std::vector<Borrowed> borrowed_;
  std::size_t borrowedBytes_ = 0;
};

}  // namespace followspot::model
