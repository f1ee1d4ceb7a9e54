#pragma once

#include <filesystem>

#include <QProcess>
#include <QStringList>

/// What a run of followspot-cli gave.
struct CliRun {
  int code = -1;  ///< -1: it crashed or did not end.
  QByteArray out;
  QByteArray error;
};

/// The program that the build made.
[[nodiscard]] inline QString cliProgram() {
  return qEnvironmentVariable("FOLLOWSPOT_BIN") + "/followspot-cli";
}

inline constexpr int kCliLimit = 60'000;  ///< ms

[[nodiscard]] inline CliRun resultOf(QProcess& process, int limit = kCliLimit) {
  const bool ended = process.waitForFinished(limit);
  const bool whole = ended && process.exitStatus() == QProcess::NormalExit;
  return {whole ? process.exitCode() : -1, process.readAllStandardOutput(),
          process.readAllStandardError()};
}

/// Runs followspot-cli to its end.
[[nodiscard]] inline CliRun runCli(const QStringList& arguments, int limit = kCliLimit) {
  QProcess process;
  process.start(cliProgram(), arguments);
  return resultOf(process, limit);
}

[[nodiscard]] inline QString pathOf(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}
