#include "ui/wizard/wizard_state.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>

namespace followspot::ui {
namespace {

constexpr int kMostClasses = 100'000;

QJsonArray toArray(const QStringList& texts) { return QJsonArray::fromStringList(texts); }

QStringList texts(const QJsonValue& value) {
  QStringList list;
  for (const auto& each : value.toArray()) {
    if (list.size() < kMostClasses) {
      list.append(each.toString());
    }
  }
  return list;
}

QString number(double value) { return QString::number(value, 'g', 9); }

}  // namespace

QByteArray WizardState::toJson() const {
  const QJsonObject json = {{QStringLiteral("version"), 1},
                            {QStringLiteral("given"), given},
                            {QStringLiteral("config_chosen"), configChosen},
                            {QStringLiteral("labels_chosen"), labelsChosen},
                            {QStringLiteral("config"), config},
                            {QStringLiteral("checkpoint"), checkpoint},
                            {QStringLiteral("labels"), labels},
                            {QStringLiteral("architecture"), architecture},
                            {QStringLiteral("width"), width},
                            {QStringLiteral("height"), height},
                            {QStringLiteral("background"), background},
                            {QStringLiteral("classes"), toArray(classes)},
                            {QStringLiteral("clip"), clip},
                            {QStringLiteral("input"), input},
                            {QStringLiteral("input_options"), toArray(inputOptions)},
                            {QStringLiteral("variants"), toArray(variants)},
                            {QStringLiteral("prune_percent"), prunePercent},
                            {QStringLiteral("chosen"), chosen},
                            {QStringLiteral("name"), name},
                            {QStringLiteral("page"), page}};
  return QJsonDocument(json).toJson();
}

WizardState WizardState::fromJson(const QByteArray& text) {
  const QJsonObject json = QJsonDocument::fromJson(text).object();
  WizardState state;
  if (json[QLatin1String("version")].toInt() != 1) {
    return state;
  }
  state.takePreflight(json);
  const auto textOf = [&](const char* key) { return json[QLatin1String(key)].toString(); };
  state.given = textOf("given");
  state.configChosen = textOf("config_chosen");
  state.labelsChosen = textOf("labels_chosen");
  state.clip = textOf("clip");
  state.input = textOf("input");
  state.inputOptions = texts(json[QLatin1String("input_options")]);
  state.variants = texts(json[QLatin1String("variants")]);
  state.prunePercent = std::clamp(json[QLatin1String("prune_percent")].toInt(30), 5, 80);
  state.chosen = textOf("chosen");
  if (state.chosen.isEmpty()) {
    state.chosen = QStringLiteral("full");
  }
  state.name = textOf("name");
  state.page = json[QLatin1String("page")].toInt();
  return state;
}

void WizardState::takePreflight(const QJsonObject& json) {
  config = json[QLatin1String("config")].toString();
  checkpoint = json[QLatin1String("checkpoint")].toString();
  labels = json[QLatin1String("labels")].toString();
  architecture = json[QLatin1String("architecture")].toString();
  width = json[QLatin1String("width")].toInt();
  height = json[QLatin1String("height")].toInt();
  background = json[QLatin1String("background")].toBool(true);
  classes = texts(json[QLatin1String("classes")]);
}

QList<VariantChoice> WizardState::variantChoices() const {
  QList<VariantChoice> choices;
  const QString quantize = QStringLiteral("--quantize");
  for (const QString& type : {QStringLiteral("float16"), QStringLiteral("uint8")}) {
    if (variants.contains(type)) {
      choices.append({type, {quantize, type}});
    }
  }
  const QString pruned = QStringLiteral("pruned");
  if (variants.contains(pruned) && !clip.isEmpty()) {
    choices.append({pruned,
                    {QStringLiteral("--prune"), number(prunePercent / 100.0),
                     QStringLiteral("--calibration"), clip}});
  }
  return choices;
}

void WizardState::takeInput(const QJsonObject& candidate) {
  input = candidate[QLatin1String("key")].toString();
  inputOptions.clear();
  if (input == QLatin1String("as-is")) {
    return;
  }
  inputOptions.append(QStringLiteral("--mean"));
  for (const auto& mean : candidate[QLatin1String("mean")].toArray()) {
    inputOptions.append(number(mean.toDouble()));
  }
  inputOptions << QStringLiteral("--scale") << number(candidate[QLatin1String("scale")].toDouble())
               << QStringLiteral("--color-order")
               << candidate[QLatin1String("color_order")].toString();
}

}  // namespace followspot::ui
