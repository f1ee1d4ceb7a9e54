#pragma once

#include <string>
#include <string_view>

namespace followspot {

/// Whether a container of this kind (libav's name, "mov,mp4,...") names other files or addresses:
/// playlists, manifests, file lists, session descriptions, scripts. libav recognises them by
/// content, whatever the file is called.
[[nodiscard]] bool namesOtherFiles(std::string_view format);

/// All containers that hold their pictures themselves, for the option format_whitelist.
[[nodiscard]] const std::string& selfContainedFormats();

}  // namespace followspot
