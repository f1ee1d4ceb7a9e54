#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace followspot::ui {

/// What a model is stored in and whether channels were taken out; one row of the Variants page.
struct VariantChoice {
  QString name;         ///< Of its folder: "full", "float16", "uint8", "pruned".
  QStringList options;  ///< Of `followspot-cli model shrink`.
};

/// All that the user has chosen in the wizard and what the preflight found: enough to go on after
/// the program was ended. Nothing here is computed by the window.
struct WizardState {
  QString given;         ///< What the user pointed at.
  QString configChosen;  ///< Only where the user named one.
  QString labelsChosen;
  QString config;
  QString checkpoint;
  QString labels;
  QString architecture;
  int width = 0;
  int height = 0;
  bool background = true;
  QStringList classes;
  QString clip;              ///< Video to prove and to compare with; may be empty.
  QString input;             ///< Key of the input candidate; empty: as the architecture says.
  QStringList inputOptions;  ///< Of `model prepare`, for that candidate.
  QStringList variants;      ///< Names of those wanted besides "full".
  int prunePercent = 30;     ///< Work to be saved by the variant "pruned".
  QString chosen = QStringLiteral("full");
  QString name;  ///< In the library.
  int page = 0;

  [[nodiscard]] QByteArray toJson() const;
  /// Values that make no sense read as their defaults.
  [[nodiscard]] static WizardState fromJson(const QByteArray& text);
  /// Takes over what `model preflight --json` says.
  void takePreflight(const QJsonObject& json);
  /// What the variants are made with, "full" left out.
  [[nodiscard]] QList<VariantChoice> variantChoices() const;
  /// Takes over a candidate of `model try-input --json`.
  void takeInput(const QJsonObject& candidate);
};

}  // namespace followspot::ui
