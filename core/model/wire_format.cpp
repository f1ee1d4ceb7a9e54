#include "core/model/wire_format.h"

#include <bit>
#include <cstring>

namespace followspot::model {

std::string_view WireField::text() const {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

float WireField::real() const { return std::bit_cast<float>(static_cast<std::uint32_t>(value)); }

bool WireReader::readVarint(std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (position_ == all_.size()) {
      return false;
    }
    const auto byte = std::to_integer<std::uint64_t>(all_[position_++]);
    if (shift == 63 && byte > 1) {
      return false;  // would not fit into 64 bits
    }
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

bool WireReader::readFixed(std::size_t size, std::uint64_t& value) {
  if (all_.size() - position_ < size) {
    return false;
  }
  value = 0;
  std::memcpy(&value, all_.data() + position_, size);
  position_ += size;
  return true;
}

bool WireReader::next(WireField& field) {
  if (failed_ || position_ == all_.size()) {
    return false;
  }
  field = {};
  std::uint64_t tag = 0;
  bool good = readVarint(tag) && (tag >> 3) != 0 && (tag >> 3) < (1U << 29);
  if (good) {
    field.number = static_cast<std::uint32_t>(tag >> 3);
    switch (tag & 7) {
      case 0:
        field.kind = WireField::Kind::Varint;
        good = readVarint(field.value);
        break;
      case 1:
        field.kind = WireField::Kind::Fixed64;
        good = readFixed(8, field.value);
        break;
      case 2: {
        field.kind = WireField::Kind::Bytes;
        std::uint64_t size = 0;
        good = readVarint(size) && size <= all_.size() - position_;
        if (good) {
          field.bytes = all_.subspan(position_, static_cast<std::size_t>(size));
          position_ += static_cast<std::size_t>(size);
        }
        break;
      }
      case 5:
        field.kind = WireField::Kind::Fixed32;
        good = readFixed(4, field.value);
        break;
      default:
        good = false;
    }
  }
  failed_ = !good;
  return good;
}

bool WireReader::nextVarint(std::uint64_t& value) {
  if (failed_ || position_ == all_.size()) {
    return false;
  }
  failed_ = !readVarint(value);
  return !failed_;
}

bool WireReader::nextFixed32(std::uint32_t& value) {
  if (failed_ || position_ == all_.size()) {
    return false;
  }
  std::uint64_t wide = 0;
  failed_ = !readFixed(4, wide);
  value = static_cast<std::uint32_t>(wide);
  return !failed_;
}

bool WireReader::nextFixed64(std::uint64_t& value) {
  if (failed_ || position_ == all_.size()) {
    return false;
  }
  failed_ = !readFixed(8, value);
  return !failed_;
}

void WireMessage::appendVarint(std::uint64_t value) {
  while (value >= 0x80) {
    own_ += static_cast<char>((value & 0x7F) | 0x80);
    value >>= 7;
  }
  own_ += static_cast<char>(value);
}

void WireMessage::appendTag(std::uint32_t number, WireField::Kind kind) {
  appendVarint((static_cast<std::uint64_t>(number) << 3) | static_cast<std::uint64_t>(kind));
}

void WireMessage::addVarint(std::uint32_t number, std::uint64_t value) {
  appendTag(number, WireField::Kind::Varint);
  appendVarint(value);
}

void WireMessage::addReal(std::uint32_t number, float value) {
  appendTag(number, WireField::Kind::Fixed32);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  own_.append(bytes, sizeof bytes);
}

void WireMessage::addDouble(std::uint32_t number, double value) {
  appendTag(number, WireField::Kind::Fixed64);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  own_.append(bytes, sizeof bytes);
}

void WireMessage::addText(std::uint32_t number, std::string_view text) {
  appendTag(number, WireField::Kind::Bytes);
  appendVarint(text.size());
  own_ += text;
}

void WireMessage::addBorrowed(std::uint32_t number, std::span<const std::byte> bytes) {
  appendTag(number, WireField::Kind::Bytes);
  appendVarint(bytes.size());
  borrowed_.push_back({own_.size(), bytes});
  borrowedBytes_ += bytes.size();
}

void WireMessage::addMessage(std::uint32_t number, const WireMessage& inner) {
  appendTag(number, WireField::Kind::Bytes);
  appendVarint(inner.size());
  for (const Borrowed& piece : inner.borrowed_) {
    borrowed_.push_back({own_.size() + piece.at, piece.bytes});
  }
  own_ += inner.own_;
  borrowedBytes_ += inner.borrowedBytes_;
}

std::string WireMessage::toString() const {
  std::string text;
  text.reserve(size());
  forEachPiece([&](std::span<const std::byte> piece) {
    text.append(static_cast<const char*>(static_cast<const void*>(piece.data())), piece.size());
    return true;
  });
  return text;
}

bool WireMessage::equals(std::span<const std::byte> bytes) const {
  return bytes.size() == size() && forEachPiece([&](std::span<const std::byte> piece) {
           const bool same =
               piece.empty() || std::memcmp(piece.data(), bytes.data(), piece.size()) == 0;
           bytes = bytes.subspan(piece.size());
           return same;
         });
}

}  // namespace followspot::model
