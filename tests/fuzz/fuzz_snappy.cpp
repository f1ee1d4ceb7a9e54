#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/model/checkpoint/snappy_block.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto out = followspot::model::expandSnappy(std::as_bytes(std::span(data, size)));
  if (out && out->size() > 22 * size) {
    std::abort();  // more than such a block can hold
  }
  return 0;
}
