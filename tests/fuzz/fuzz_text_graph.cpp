#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/model/text_format.h"
#include "core/model/text_graph.h"

using namespace followspot::model;

/// Text that is read is written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = parseTextFormat(text);
  if (!tree) {
    return 0;
  }
  const std::string written = writeTextFormat(*tree);
  const auto again = parseTextFormat(written);
  if (!again || writeTextFormat(*again) != written) {
    std::abort();
  }
  if (const auto graph = parseTextGraph(text)) {
    const std::string graphText = writeTextGraph(*graph);
    const auto graphAgain = parseTextGraph(graphText);
    if (!graphAgain || writeTextGraph(*graphAgain) != graphText) {
      std::abort();
    }
  }
  return 0;
}
