#include "core/media/location.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace followspot {
namespace {

constexpr std::string_view kSeparator = "://";

bool isAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

/// "user:password@host:port" of an address.
std::string_view authorityOf(std::string_view location) {
  const std::size_t begin = location.find(kSeparator);
  if (begin == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = location.substr(begin + kSeparator.size());
  return rest.substr(0, rest.find_first_of("/?#"));
}

bool isCameraName(std::string_view path) {
  constexpr std::string_view kPrefix = "/dev/video";
  return path.starts_with(kPrefix) && path.size() > kPrefix.size() &&
         std::ranges::all_of(path.substr(kPrefix.size()), isDigit);
}

Result<SourceKind> kindOfPath(const std::string& path) {
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (isCameraName(path)) {
    if (std::filesystem::is_character_file(status)) {
      return SourceKind::Camera;
    }
    return fail(ErrorCode::NotFound,
                path + ": there is no such camera. Plug it in or choose another one.");
  }
  if (status.type() == std::filesystem::file_type::not_found) {
    return fail(ErrorCode::NotFound, path + ": is not there. Check the name.");
  }
  if (!std::filesystem::status_known(status)) {
    return fail(ErrorCode::Unavailable,
                path + ": cannot be looked at (" + problem.message() + "). Check the permissions.");
  }
  if (std::filesystem::is_directory(status)) {
    return SourceKind::ImageFolder;
  }
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorCode::Unsupported,
                path +
                    ": is a pipe or device, not a video file. Give a file, a folder of "
                    "pictures, /dev/videoN or an address.");
  }
  if (std::filesystem::file_size(path, problem) == 0 && !problem) {
    return fail(ErrorCode::CorruptData, path + ": is empty. Copy it anew.");
  }
  return SourceKind::File;
}

}  // namespace

std::string schemeOf(std::string_view location) {
  const std::size_t end = location.find(kSeparator);
  if (end == std::string_view::npos || end == 0 || !isAsciiLetter(location.front())) {
    return {};
  }
  const std::string_view scheme = location.substr(0, end);
  const bool proper = std::ranges::all_of(scheme, [](char c) {
    return isAsciiLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
  });
  return proper ? lowered(scheme) : std::string();
}

std::string hostOf(std::string_view location) {
  std::string_view authority = authorityOf(location);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  if (authority.starts_with('[')) {  // an IPv6 address
    return lowered(authority.substr(0, authority.find(']') + 1));
  }
  return lowered(authority.substr(0, authority.find(':')));
}

std::string localPath(const std::string& location) {
  for (const std::string_view prefix : {"file://", "file:"}) {
    if (location.starts_with(prefix)) {
      return location.substr(prefix.size());
    }
  }
  return location;
}

std::string publicName(std::string_view location) {
  const std::string scheme = schemeOf(location);
  if (scheme.empty() || scheme == "file") {
    return std::string(location);
  }
  std::string_view authority = authorityOf(location);
  std::string_view rest =
      location.substr(location.find(kSeparator) + kSeparator.size() + authority.size());
  std::string name = scheme + std::string(kSeparator);
  // A password may hold an unescaped "/" or "?", which moves the rest of it behind the authority:
  // the last "@" of all ends it.
  if (const std::size_t late = rest.rfind('@'); late != std::string_view::npos) {
    rest.remove_prefix(late + 1);
    return name + "***@" + std::string(rest.substr(0, rest.find_first_of("?#")));
  }
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    name += "***@";
    authority.remove_prefix(at + 1);
  }
  name += authority;
  name += rest.substr(0, rest.find_first_of("?#"));
  return rest.find('?') != std::string_view::npos ? name + "?..." : name;
}

Result<SourceKind> kindOf(const std::string& location) {
  const std::string scheme = schemeOf(location);
  if (scheme.empty() || scheme == "file") {
    return kindOfPath(localPath(location));
  }
  constexpr std::array<std::string_view, 9> kKnown = {"rtsp",  "rtsps", "http", "https", "rtmp",
                                                      "rtmps", "srt",   "udp",  "rtp"};
  if (std::ranges::find(kKnown, scheme) == kKnown.end()) {
    return fail(
        ErrorCode::Unsupported,
        publicName(location) + ": addresses of the kind " + scheme +
            ":// are not known. Use rtsp://, http://, https://, rtmp://, srt:// or udp://.");
  }
  return SourceKind::Stream;
}

}  // namespace followspot
