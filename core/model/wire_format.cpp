#include "core/model/wire_format.h"

#include <bit>
#include <cstring>

namespace followspot::model {
namespace {

// Wire types as numbered by protobuf.
constexpr unsigned kVarint = 0;
constexpr unsigned kFixed64 = 1;
constexpr unsigned kBytes = 2;
constexpr unsigned kFixed32 = 5;

}  // namespace

void WireReader::failAndEnd() {
  ok_ = false;
  kind_ = Kind::None;
  rest_ = {};
}

std::optional<std::uint64_t> WireReader::takeVarint() {
  std::uint64_t value = 0;
  constexpr std::size_t kMaxBytes = 10;
  for (std::size_t i = 0; i < kMaxBytes && i < rest_.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(rest_[i]);
    if (i == kMaxBytes - 1 && byte > 1) {
      return std::nullopt;  // more than 64 bits
    }
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << (7 * i);
    if ((byte & 0x80U) == 0) {
      rest_.remove_prefix(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

std::string_view WireReader::takeBytes(std::size_t count) {
  if (count > rest_.size()) {
    failAndEnd();
    return {};
  }
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

void WireReader::skip() {
  switch (kind_) {
    case Kind::None:
      break;
    case Kind::Varint:
      varint();
      break;
    case Kind::Fixed64:
      fixed64();
      break;
    case Kind::Bytes:
      bytes();
      break;
    case Kind::Fixed32:
      fixed32();
      break;
  }
}

bool WireReader::next() {
  skip();
  if (!ok_ || rest_.empty()) {
    return false;
  }
  const auto tag = takeVarint();
  if (!tag || *tag >> 3U == 0 || *tag >> 3U > kMaxField) {
    failAndEnd();
    return false;
  }
  field_ = static_cast<int>(*tag >> 3U);
  switch (*tag & 7U) {
    case kVarint:
      kind_ = Kind::Varint;
      return true;
    case kFixed64:
      kind_ = Kind::Fixed64;
      return true;
    case kBytes:
      kind_ = Kind::Bytes;
      return true;
    case kFixed32:
      kind_ = Kind::Fixed32;
      return true;
    default:
      failAndEnd();
      return false;
  }
}

std::uint64_t WireReader::varint() {
  if (kind_ != Kind::Varint) {
    failAndEnd();
    return 0;
  }
  kind_ = Kind::None;
  const auto value = takeVarint();
  if (!value) {
    failAndEnd();
    return 0;
  }
  return *value;
}

std::uint32_t WireReader::fixed32() {
  if (kind_ != Kind::Fixed32) {
    failAndEnd();
    return 0;
  }
  kind_ = Kind::None;
  const std::string_view raw = takeBytes(4);
  std::uint32_t value = 0;
  if (ok_) {
    std::memcpy(&value, raw.data(), sizeof value);
  }
  return value;
}

std::uint64_t WireReader::fixed64() {
  if (kind_ != Kind::Fixed64) {
    failAndEnd();
    return 0;
  }
  kind_ = Kind::None;
  const std::string_view raw = takeBytes(8);
  std::uint64_t value = 0;
  if (ok_) {
    std::memcpy(&value, raw.data(), sizeof value);
  }
  return value;
}

float WireReader::float32() { return std::bit_cast<float>(fixed32()); }
double WireReader::float64() { return std::bit_cast<double>(fixed64()); }

std::string_view WireReader::bytes() {
  if (kind_ != Kind::Bytes) {
    failAndEnd();
    return {};
  }
  kind_ = Kind::None;
  const auto size = takeVarint();
  if (!size || *size > rest_.size()) {
    failAndEnd();
    return {};
  }
  return takeBytes(static_cast<std::size_t>(*size));
}

void WireWriter::rawVarint(std::uint64_t value) {
  while (value >= 0x80U) {
    out_.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out_.push_back(static_cast<char>(value));
}

void WireWriter::rawFloat(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  out_.append(reinterpret_cast<const char*>(&bits), sizeof bits);
}

void WireWriter::tag(int field, unsigned kind) {
  rawVarint(static_cast<std::uint64_t>(field) << 3U | kind);
}

void WireWriter::varint(int field, std::uint64_t value) {
  tag(field, kVarint);
  rawVarint(value);
}

void WireWriter::float32(int field, float value) {
  tag(field, kFixed32);
  rawFloat(value);
}

void WireWriter::head(int field, std::size_t size) {
  tag(field, kBytes);
  rawVarint(size);
}

void WireWriter::bytes(int field, std::string_view value) {
  head(field, value.size());
  out_.append(value);
}

}  // namespace followspot::model
