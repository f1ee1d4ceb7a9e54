#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace followspot {

/// The folder that the running program was started from; empty where the system does not tell.
[[nodiscard]] std::filesystem::path programFolder();

/// Where another program of ours is: beside this one, or, as installed, in ../libexec/followspot;
/// the first of them where neither is there.
[[nodiscard]] std::filesystem::path companionProgram(std::string_view name);

/// Most memory that this process has had in use (resident) at a time, in bytes; 0 where the system
/// does not tell. Not that of getrusage, which begins with what the process's parent had.
[[nodiscard]] std::int64_t peakMemoryBytes();

}  // namespace followspot
