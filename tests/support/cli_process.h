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

[[nodiscard]] inline CliRun resultOf(QProcess& process) {
  constexpr int kLimit = 60'000;
  const bool ended = process.waitForFinished(kLimit);
  const bool whole = ended && process.exitStatus() == QProcess::NormalExit;
  return {whole ? process.exitCode() : -1, process.readAllStandardOutput(),
          process.readAllStandardError()};
}

/// Runs followspot-cli to its end.
[[nodiscard]] inline CliRun runCli(const QStringList& arguments) {
  QProcess process;
  process.start(cliProgram(), arguments);
  return resultOf(process);
}

[[nodiscard]] inline QString pathOf(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}
