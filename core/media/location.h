#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/media/source_info.h"

namespace followspot {

/// What a location names, from its spelling and the file system; nothing is opened.
/// @errors NotFound; Unsupported: a pipe or device, or an address of a kind that is not known;
/// CorruptData: an empty file. Sentences begin with the public name.
[[nodiscard]] Result<SourceKind> kindOf(const std::string& location);

/// The location for people: of an address, user, password and query (where cameras put them too)
/// are left out.
[[nodiscard]] std::string publicName(std::string_view location);

/// The part before "://", in lower case; empty for anything that is not an address.
[[nodiscard]] std::string schemeOf(std::string_view location);

/// The host of an address in lower case, without user, password and port.
[[nodiscard]] std::string hostOf(std::string_view location);

/// The path of a local file: "file:" and "file://" are taken off.
[[nodiscard]] std::string localPath(const std::string& location);

}  // namespace followspot
