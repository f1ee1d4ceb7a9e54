#pragma once

#include <filesystem>
#include <string>

#include <QProcess>
#include <QStringList>

/// Runs the ffmpeg program to make a test clip; false where it is missing or fails.
/// @param arguments  between "ffmpeg -y" and the file name, separated by blanks.
[[nodiscard]] inline bool makeClip(const std::string& arguments,
                                   const std::filesystem::path& file) {
  QStringList list{"-nostdin", "-loglevel", "error", "-y"};
  list += QString::fromStdString(arguments).split(' ', Qt::SkipEmptyParts);
  list += QString::fromStdString(file.string());
  QProcess process;
  process.start("ffmpeg", list);
  return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit &&
         process.exitCode() == 0;
}

#define FS_MAKE_CLIP(arguments, file)                                 \
  if (!makeClip(arguments, file)) {                                   \
    QSKIP("needs the ffmpeg program with the encoder for this clip"); \
  }                                                                   \
  static_cast<void>(0)
