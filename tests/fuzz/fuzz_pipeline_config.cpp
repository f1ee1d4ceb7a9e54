#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/model/architectures/config_network.h"
#include "core/model/prepare/config_anchors.h"
#include "core/model/prepare/ssd_network.h"

using namespace followspot;
using namespace followspot::model;

/// A configuration that is accepted makes anchors and a network, or a sentence why not.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config =
      parsePipelineConfig(std::string_view(reinterpret_cast<const char*>(data), size));
  if (config) {
    const std::vector<FrameSize> maps(6, FrameSize{3, 2});
    const auto anchors = generateAnchors(config->anchors, maps, config->resizer.size);
    if (!anchors && anchors.error().message.empty()) {
      std::abort();
    }
    const auto input = inputSizeOf(config->resizer);
    const auto network = input ? buildConfigNetwork(*config, *input, kInputName)
                               : Result<ConfigNetwork>(fail(input.error()));
    if (!network && network.error().message.empty()) {
      std::abort();
    }
  }
  return 0;
}
