#pragma once

#include <cstddef>
#include <string>

#include "core/model/source_inspection.h"

namespace followspot::cli {

/// What a file that a model can be made from holds, for people.
/// @param layers  how many of the dearest layers are shown.
[[nodiscard]] std::string sourceReport(const model::SourceInspection& inspection,
                                       std::size_t layers);
/// The same as one JSON document, all layers.
[[nodiscard]] std::string sourceJson(const model::SourceInspection& inspection);

}  // namespace followspot::cli
