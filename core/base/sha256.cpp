#include "core/base/sha256.h"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}

#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <new>
#include <vector>

namespace followspot {
namespace {

class Hasher {
 public:
  Hasher() : context_(av_sha_alloc(), &av_free) {
    if (!context_) {
      throw std::bad_alloc();
    }
    av_sha_init(context_.get(), 256);
  }

  void update(const std::byte* data, std::size_t size) {
    av_sha_update(context_.get(), reinterpret_cast<const std::uint8_t*>(data), size);
  }

  [[nodiscard]] std::string hex() {
    std::array<std::uint8_t, 32> digest{};
    av_sha_final(context_.get(), digest.data());
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(64);
    for (const std::uint8_t byte : digest) {
      text.push_back(kDigits[byte >> 4U]);
      text.push_back(kDigits[byte & 15U]);
    }
    return text;
  }

 private:
  std::unique_ptr<AVSHA, void (*)(void*)> context_;
};

}  // namespace

std::string sha256Hex(std::span<const std::byte> bytes) {
  Hasher hasher;
  hasher.update(bytes.data(), bytes.size());
  return hasher.hex();
}

Result<std::string> sha256HexOfFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorCode::NotFound,
                path.string() + ": cannot open. Check the name and permissions.");
  }
  Hasher hasher;
  std::vector<char> piece(1U << 16U);
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hasher.update(reinterpret_cast<const std::byte*>(piece.data()),
                  static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) {
    return fail(ErrorCode::Unavailable, path.string() + ": cannot read.");
  }
  return hasher.hex();
}

}  // namespace followspot
