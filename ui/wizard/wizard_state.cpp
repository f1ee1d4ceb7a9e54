#include "ui/wizard/wizard_state.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace followspot::ui {
namespace {

constexpr int kMostClasses = 100'000;

QJsonArray toArray(const QStringList& texts) { return QJsonArray::fromStringList(texts); }

QStringList texts(const QJsonValue& value) {
  QStringList list;
  for (const QJsonValue& each : value.toArray()) {
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
                            {QStringLiteral("mean"), QJsonArray{mean[0], mean[1], mean[2]}},
                            {QStringLiteral("scale"), scale},
                            {QStringLiteral("background"), background},
                            {QStringLiteral("classes"), toArray(classes)},
                            {QStringLiteral("clip"), clip},
                            {QStringLiteral("input"), input},
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
  const QJsonArray means = json[QLatin1String("mean")].toArray();
  for (qsizetype i = 0; i < 3; ++i) {
    mean[static_cast<std::size_t>(i)] = means.size() == 3 ? means[i].toDouble() : 0;
  }
  scale = json[QLatin1String("scale")].toDouble(1);
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

QList<InputCandidate> inputCandidates(const WizardState& state) {
  const auto tr = [](const char* text) {
    return QCoreApplication::translate("followspot::ui::InputCandidate", text);
  };
  const bool plusMinusOne = std::abs(state.scale - 1 / 127.5) < 1e-6;
  const std::array<double, 3> other =
      plusMinusOne ? std::array<double, 3>{0, 0, 0} : std::array<double, 3>{127.5, 127.5, 127.5};
  const double otherScale = plusMinusOne ? 1 / 255.0 : 1 / 127.5;
  const QString range = plusMinusOne ? tr("-1 .. 1") : tr("as the architecture says");
  const QString otherRange = plusMinusOne ? tr("0 .. 1") : tr("-1 .. 1");
  return {{QStringLiteral("rgb"), tr("RGB, %1").arg(range), state.mean, state.scale, true},
          {QStringLiteral("bgr"),
           tr("BGR, %1").arg(range),
           {state.mean[2], state.mean[1], state.mean[0]},
           state.scale,
           false},
          {QStringLiteral("rgb-other"), tr("RGB, %1").arg(otherRange), other, otherScale, true},
          {QStringLiteral("bgr-other"), tr("BGR, %1").arg(otherRange), other, otherScale, false}};
}

QStringList WizardState::inputOptions() const {
  for (const InputCandidate& candidate : inputCandidates(*this)) {
    if (candidate.key == input && candidate.key != QLatin1String("rgb")) {
      return {QStringLiteral("--mean"),
              number(candidate.mean[0]),
              number(candidate.mean[1]),
              number(candidate.mean[2]),
              QStringLiteral("--scale"),
              number(candidate.scale),
              QStringLiteral("--color-order"),
              candidate.rgb ? QStringLiteral("RGB") : QStringLiteral("BGR")};
    }
  }
  return {};
}

}  // namespace followspot::ui
