#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/media/location.h"
#include "core/media/natural_order.h"

// Whatever stands before the last "@" of an address, or in its query, must not come through.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace followspot;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string name = publicName(text);
  const std::string scheme = schemeOf(text);
  if (!scheme.empty() && scheme != "file") {
    const std::string_view shown = std::string_view(name).substr(scheme.size() + 3);
    const std::size_t at = shown.find('@');
    if (at != std::string_view::npos && shown.substr(0, at) != "***") {
      std::abort();
    }
    if (shown.find('?') != std::string_view::npos && !shown.ends_with("?...")) {
      std::abort();
    }
  }
  static_cast<void>(hostOf(text));
  // An order: never both ways.
  const std::string_view a = text.substr(0, size / 2);
  const std::string_view b = text.substr(size / 2);
  if ((naturallyBefore(a, b) && naturallyBefore(b, a)) || (naturallyBefore(a, a))) {
    std::abort();
  }
  return 0;
}
