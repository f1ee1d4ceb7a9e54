#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/model/manifest.h"

using namespace followspot::model;

/// A model.json that is read is written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = readManifest(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!read) {
    if (read.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  const std::string written = writeManifest(read->manifest, read->hashes);
  const auto again = readManifest(written);
  if (!again || writeManifest(again->manifest, again->hashes) != written) {
    std::abort();
  }
  return 0;
}
