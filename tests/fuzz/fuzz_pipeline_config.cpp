#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/model/prepare/config_anchors.h"

using namespace followspot;
using namespace followspot::model;

/// A configuration that is accepted makes anchors, or a sentence why not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config =
      parsePipelineConfig(std::string_view(reinterpret_cast<const char*>(data), size));
  if (config) {
    const std::vector<FrameSize> maps(6, FrameSize{3, 2});
    const auto anchors = generateAnchors(config->anchors, maps, config->resizer.size);
    if (!anchors && anchors.error().message.empty()) {
      std::abort();
    }
  }
  return 0;
}
