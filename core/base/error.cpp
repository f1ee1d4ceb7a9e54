#include "core/base/error.h"

namespace followspot {

std::string_view nameOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::Cancelled:
      return "cancelled";
    case ErrorCode::InvalidArgument:
      return "invalid argument";
    case ErrorCode::NotFound:
      return "not found";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::CorruptData:
      return "corrupt data";
    case ErrorCode::Unavailable:
      return "unavailable";
    case ErrorCode::Internal:
      return "internal";
  }
  return "unknown";
}

Error Error::withContext(std::string_view what) const {
  return {code, std::string(what) + ": " + message};
}

}  // namespace followspot
