#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/// Runs the ffmpeg program to make a test clip; false where it is missing or fails.
///
/// Not by QProcess: it forks in a way that the thread sanitizer does not survive.
/// @param arguments  between "ffmpeg -y" and the file name, separated by blanks.
[[nodiscard]] inline bool makeClip(const std::string& arguments,
                                   const std::filesystem::path& file) {
  std::vector<std::string> words = {"ffmpeg", "-nostdin", "-loglevel", "quiet", "-y"};
  for (std::size_t begin = 0; begin < arguments.size();) {
    const std::size_t end = std::min(arguments.find(' ', begin), arguments.size());
    if (end > begin) {
      words.push_back(arguments.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  words.push_back(file.string());
  std::vector<char*> pointers;
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  pid_t child = 0;
  int status = 0;
  return posix_spawnp(&child, "ffmpeg", nullptr, nullptr, pointers.data(), environ) == 0 &&
         waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

#define FS_MAKE_CLIP(arguments, file)                                 \
  if (!makeClip(arguments, file)) {                                   \
    QSKIP("needs the ffmpeg program with the encoder for this clip"); \
  }                                                                   \
  static_cast<void>(0)
