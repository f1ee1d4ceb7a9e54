#pragma once

#include <string_view>

namespace followspot {

/// Whether `a` comes before `b` with runs of digits compared as numbers: img2 before img10. A
/// strict weak order of any bytes; names that differ only in leading zeros are ordered by length.
[[nodiscard]] bool naturallyBefore(std::string_view a, std::string_view b);

}  // namespace followspot
