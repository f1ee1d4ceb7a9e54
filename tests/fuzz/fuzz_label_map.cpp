#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/types/label_map.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto map =
      followspot::LabelMap::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (map && map->empty()) {
    std::abort();  // a map that was accepted has a name
  }
  return 0;
}
