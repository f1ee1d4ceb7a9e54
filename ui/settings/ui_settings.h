#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

#include "ui/bridge/session_runner.h"
#include "ui/theme/theme.h"

namespace followspot::ui {

/// Lists of what was opened, each with its own length.
enum class RecentKind { Source, Project, Model };

/// What the window remembers, in one INI file.
///
/// Values that make no sense (edited by hand, from another version) read as their defaults.
/// @threading GUI thread.
class UiSettings {
 public:
  static constexpr qsizetype kMaxRecent = 12;

  /// `<config>/followspot/followspot.ini` of the user (XDG).
  [[nodiscard]] static QString defaultFile();
  explicit UiSettings(const QString& file);
  /// A folder of that name beside the settings file; it need not be there.
  [[nodiscard]] QString folderBeside(const QString& name) const;

  [[nodiscard]] Theme theme() const;
  void setTheme(Theme theme);

  [[nodiscard]] WantedDetections wanted() const;
  void setWanted(const WantedDetections& wanted);

  [[nodiscard]] Pacing pacing() const;
  void setPacing(Pacing pacing);

  /// Package folder; empty: none was ever chosen or it was put away.
  [[nodiscard]] QString model() const;
  void setModel(const QString& location);
  /// Whether the user has decided about a model, "none" included.
  [[nodiscard]] bool hasModelChoice() const;

  /// Newest first.
  [[nodiscard]] QStringList recent(RecentKind kind = RecentKind::Source) const;
  /// Credentials of an address are not kept.
  void addRecent(const QString& location, RecentKind kind = RecentKind::Source);
  /// All lists.
  void clearRecent();

  [[nodiscard]] bool flag(const QString& name, bool fallback) const;
  void setFlag(const QString& name, bool value);
  /// A short text under a name of the caller's; empty: never set.
  [[nodiscard]] QString text(const QString& name) const;
  void setText(const QString& name, const QString& value);
  [[nodiscard]] QString folder(const QString& purpose) const;
  void setFolder(const QString& purpose, const QString& folder);
  [[nodiscard]] QByteArray blob(const QString& name) const;
  void setBlob(const QString& name, const QByteArray& bytes);

 private:
  QSettings store_;
};

}  // namespace followspot::ui
