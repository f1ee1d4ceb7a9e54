#pragma once

#include <filesystem>

#include <QTemporaryDir>

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path().toStdString(); }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path() / name; }

 private:
  QTemporaryDir folder_;
};
