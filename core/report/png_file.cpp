#include "core/report/png_file.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/base/contracts.h"

namespace followspot {
namespace {

void appendBigEndian(std::string& out, std::uint32_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    out += static_cast<char>(value >> shift & 0xFFU);
  }
}

std::uint32_t crc32Of(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t k = 0; k < table.size(); ++k) {
      std::uint32_t value = k;
      for (int bit = 0; bit < 8; ++bit) {
        value = (value & 1U) != 0 ? 0xEDB88320U ^ value >> 1U : value >> 1U;
      }
      table.at(k) = value;
    }
    return table;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    crc = kTable.at((crc ^ static_cast<std::uint8_t>(byte)) & 0xFFU) ^ crc >> 8U;
  }
  return crc ^ 0xFFFFFFFFU;
}

std::uint32_t adler32Of(std::string_view bytes) {
  constexpr std::uint32_t kPrime = 65'521;
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char byte : bytes) {
    a = (a + static_cast<std::uint8_t>(byte)) % kPrime;
    b = (b + a) % kPrime;
  }
  return b << 16U | a;
}

void appendChunk(std::string& out, std::string_view type, std::string_view data) {
  appendBigEndian(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t begin = out.size();
  out.append(type).append(data);
  appendBigEndian(out, crc32Of(std::string_view(out).substr(begin)));
}

/// Bits, the lowest first, as deflate wants them.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  void write(std::uint32_t bits, unsigned count) {
    held_ |= bits << heldCount_;
    heldCount_ += count;
    while (heldCount_ >= 8) {
      out_ += static_cast<char>(held_ & 0xFFU);
      held_ >>= 8U;
      heldCount_ -= 8;
    }
  }
  /// A Huffman code, its highest bit first.
  void writeCode(std::uint32_t code, unsigned count) {
    std::uint32_t turned = 0;
    for (unsigned k = 0; k < count; ++k) {
      turned |= (code >> k & 1U) << (count - 1 - k);
    }
    write(turned, count);
  }
  void finish() {
    if (heldCount_ > 0) {
      write(0, 8 - heldCount_);
    }
  }

 private:
  std::string& out_;
  std::uint32_t held_ = 0;
  unsigned heldCount_ = 0;
};

/// A literal or length symbol with its fixed code. @source RFC 1951, 3.2.6.
void writeSymbol(BitWriter& bits, std::uint32_t symbol) {
  if (symbol < 144) {
    bits.writeCode(0x30 + symbol, 8);
  } else if (symbol < 256) {
    bits.writeCode(0x190 + symbol - 144, 9);
  } else if (symbol < 280) {
    bits.writeCode(symbol - 256, 7);
  } else {
    bits.writeCode(0xC0 + symbol - 280, 8);
  }
}

/// So many times the byte before. @param length  3 to 258. @source RFC 1951, 3.2.5.
void writeRun(BitWriter& bits, std::uint32_t length) {
  constexpr std::uint32_t kLongest = 258;
  if (length == kLongest) {
    writeSymbol(bits, 285);
  } else {
    // Codes 257..264 are lengths 3..10; from 265 on four codes share a number of extra bits.
    unsigned extra = 0;
    std::uint32_t base = 3;
    std::uint32_t code = 257;
    while (length >= base + (extra == 0 ? 8U : 4U << extra)) {
      base += extra == 0 ? 8U : 4U << extra;
      code += extra == 0 ? 8U : 4U;
      ++extra;
    }
    writeSymbol(bits, code + ((length - base) >> extra));
    bits.write((length - base) & ((1U << extra) - 1U), extra);
  }
  bits.writeCode(0, 5);  // distance 1
}

std::string deflated(std::string_view bytes) {
  std::string out = "\x78\x01";
  BitWriter bits(out);
  bits.write(1, 1);  // the last block ...
  bits.write(1, 2);  // ... with fixed codes
  for (std::size_t at = 0; at < bytes.size();) {
    writeSymbol(bits, static_cast<std::uint8_t>(bytes[at]));
    std::size_t end = at + 1;
    while (end < bytes.size() && bytes[end] == bytes[at]) {
      ++end;
    }
    std::size_t left = end - at - 1;
    while (left >= 3) {
      constexpr std::size_t kLongest = 258;
      const std::size_t run = std::min(left, kLongest);
      writeRun(bits, static_cast<std::uint32_t>(run));
      left -= run;
    }
    for (; left > 0; --left) {
      writeSymbol(bits, static_cast<std::uint8_t>(bytes[at]));
    }
    at = end;
  }
  writeSymbol(bits, 256);
  bits.finish();
  appendBigEndian(out, adler32Of(bytes));
  return out;
}

}  // namespace

std::string encodePng(FrameSize size, std::span<const std::uint8_t> indices,
                      const PngPalette& palette) {
  const auto width = static_cast<std::size_t>(size.width);
  FS_EXPECTS(size.width > 0 && size.height > 0 &&
                 indices.size() == width * static_cast<std::size_t>(size.height),
             "there is an index for each pixel");
  std::string rows;
  rows.reserve((width + 1) * static_cast<std::size_t>(size.height));
  for (std::size_t at = 0; at < indices.size(); at += width) {
    rows += '\2';  // filter "up": differences from the row above, so that equal rows are zeros
    for (std::size_t x = at; x < at + width; ++x) {
      const unsigned above = at > 0 ? indices[x - width] : 0U;
      rows += static_cast<char>((indices[x] - above) & 0xFFU);
    }
  }
  std::string header;
  appendBigEndian(header, static_cast<std::uint32_t>(size.width));
  appendBigEndian(header, static_cast<std::uint32_t>(size.height));
  header += std::string_view("\x08\x03\x00\x00\x00", 5);  // 8 bits, indexed, not interlaced
  std::string colors;
  std::string alphas;
  for (const PngPalette::Color& color : palette.colors) {
    for (const std::uint8_t part : {color.red, color.green, color.blue}) {
      colors += static_cast<char>(part);
    }
    alphas += static_cast<char>(color.alpha);
  }
  std::string out = "\x89PNG\r\n\x1A\n";
  appendChunk(out, "IHDR", header);
  appendChunk(out, "PLTE", colors);
  appendChunk(out, "tRNS", alphas);
  appendChunk(out, "IDAT", deflated(rows));
  appendChunk(out, "IEND", {});
  return out;
}

}  // namespace followspot
