#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/project/track_delta.h"

/// An edit in a project's journal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace followspot;
  const auto delta = decodeDelta({reinterpret_cast<const char*>(data), size});
  if (delta) {
    const auto again = decodeDelta(encode(*delta));
    if (!again || *again != *delta) {
      std::abort();
    }
  }
  return 0;
}
