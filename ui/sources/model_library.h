#pragma once

#include <vector>

#include <QString>
#include <QStringList>

namespace followspot::ui {

/// A model package found on disk; not yet read or checked.
struct InstalledModel {
  QString name;  ///< Of its folder.
  QString location;
};

/// Folders that are searched: `<data>/followspot/models` of the user, then of the system (XDG).
[[nodiscard]] QStringList modelFolders();

/// Packages (folders with a model.json) directly inside the folders, by name; the first folder wins
/// where two have the same name.
[[nodiscard]] std::vector<InstalledModel> installedModels(const QStringList& folders);

/// Whether a path is a model: a folder with model.json, or a .pb file.
[[nodiscard]] bool looksLikeModel(const QString& path);

}  // namespace followspot::ui
