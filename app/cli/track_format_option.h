#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/store/track_document.h"

namespace followspot::cli {

/// Adds an option that names a format of tracks, where a file's name does not tell it.
void addFormatOption(CLI::App& command, const std::string& option, std::string& value,
                     const std::string& help);

/// The format that was named; where none was, that of the file's name.
/// @errors InvalidArgument: neither tells.
[[nodiscard]] Result<TrackFormat> chosenFormat(const std::string& named,
                                               const std::filesystem::path& file,
                                               const std::string& option);

/// Says on standard error what a document holds, and what of it could not be kept.
void printSummary(const TrackDocument& document);

}  // namespace followspot::cli
