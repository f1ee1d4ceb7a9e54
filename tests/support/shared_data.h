#pragma once

#include <filesystem>
#include <optional>

#include <QTest>

/// Folder with real test data (TensorFlow checkpoints, MOT sequences) that is not part of the
/// project: the value of FOLLOWSPOT_TEST_DATA, else "../shared/data" beside the checkout. Nothing
/// where it is not there.
[[nodiscard]] std::optional<std::filesystem::path> sharedData();

/// The demonstration clip of Debian's opencv-doc; nothing where the package is not installed.
[[nodiscard]] std::optional<std::filesystem::path> demoVideo();

/// Puts `sharedData()` into `variable`, or skips the test saying why.
#define FS_NEED_SHARED_DATA(variable)                                             \
  const auto variable##Folder = sharedData();                                     \
  if (!variable##Folder) {                                                        \
    QSKIP("needs the shared test data (set FOLLOWSPOT_TEST_DATA to its folder)"); \
  }                                                                               \
  const std::filesystem::path& variable = *variable##Folder

/// The demonstration model's package: the folder that FOLLOWSPOT_TEST_MODEL names, else where
/// installer/common.sh puts it. Nothing where it is not there.
[[nodiscard]] std::optional<std::filesystem::path> demoModel();

/// The same for the demonstration clip.
#define FS_NEED_DEMO_VIDEO(variable)                      \
  const auto variable##File = demoVideo();                \
  if (!variable##File) {                                  \
    QSKIP("needs vtest.avi (Debian package opencv-doc)"); \
  }                                                       \
  const std::filesystem::path& variable = *variable##File

/// The same for the demonstration model.
#define FS_NEED_DEMO_MODEL(variable)                                                      \
  const auto variable##Package = demoModel();                                             \
  if (!variable##Package) {                                                               \
    QSKIP("needs the demonstration model (installer/test.sh, or FOLLOWSPOT_TEST_MODEL)"); \
  }                                                                                       \
  const std::filesystem::path& variable = *variable##Package
