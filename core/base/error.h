#pragma once

#include <string>
#include <string_view>

namespace followspot {

/// What the caller can do about a failure; the sentence for the user is in `Error::message`.
enum class ErrorCode {
  Cancelled,        ///< The user stopped it: no message box, exit code 130.
  InvalidArgument,  ///< An option or call that makes no sense as given.
  NotFound,         ///< The named thing is not there.
  Unsupported,      ///< Valid, but nothing we can work with.
  CorruptData,      ///< The bytes are damaged or hostile.
  Unavailable,      ///< Device, server, disk or memory does not serve us now.
  Internal,         ///< Our own or a library's bug.
};

/// One word for an error code, as in logs.
[[nodiscard]] std::string_view nameOf(ErrorCode code);

/// A failure that comes from the world, not from a bug.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  /// Names the thing, the fact and the next step: `clip.mp4: no video stream (found: audio). Pick a
  /// file with video.`
  std::string message;

  /// The same error with "what: " put before its message.
  [[nodiscard]] Error withContext(std::string_view what) const;
};

}  // namespace followspot
