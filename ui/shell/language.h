#pragma once

#include <QString>
#include <QStringList>
#include <QTranslator>

namespace followspot::ui {

/// The language of the window: translations of ours and of Qt's own dialogs, and how numbers and
/// dates are written. Construct after the application, before any window.
/// @threading GUI thread; lives as long as the application.
class Language {
 public:
  /// @param wanted  such as "de" or "pt_BR"; empty: that of the system. Where there is no
  /// translation, English.
  explicit Language(const QString& wanted);
  ~Language();
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;

  /// Of the translation in use: "de"; "en" where there is none.
  [[nodiscard]] const QString& code() const { return code_; }
  /// Those there are.
  [[nodiscard]] static QStringList codes();

 private:
  QTranslator qt_;
  QTranslator ours_;
  QString code_;
};

}  // namespace followspot::ui
