#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/model/model_package.h"

namespace followspot::model {

/// Turns a TensorFlow Lite file and its label file into a model package (not yet saved).
///
/// Anchors come from the file's own post-process operation; else from the ssd_anchor_generator's
/// defaults, which are used only if they give exactly as many boxes as the network's outputs have
/// rows.
/// @errors as importTflite; InvalidArgument: labels that do not fit.
[[nodiscard]] Result<ModelPackage> importTfliteModel(const std::filesystem::path& file,
                                                     const std::filesystem::path& labels);

/// Now, as RFC 3339 in UTC.
[[nodiscard]] std::string timeNow();

}  // namespace followspot::model
