#pragma once

#include <memory>

#include "core/model/shrink/network_access.h"

namespace followspot::wiring {

/// Networks through OpenCV, pictures through our own readers: what pruning works with.
[[nodiscard]] std::unique_ptr<model::NetworkAccess> makeNetworkAccess();

}  // namespace followspot::wiring
