#include "ui/library/model_chart.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/library/model_scatter.h"

namespace followspot::ui {
namespace {

constexpr int kPositions = 200;

std::optional<double> maybe(const QJsonValue& value) {
  return value.isDouble() ? std::optional(std::clamp(value.toDouble(), 0.0, 1.0)) : std::nullopt;
}

std::vector<double> numbers(const QJsonValue& value) {
  std::vector<double> list;
  for (const auto& each : value.toArray()) {
    if (each.isDouble() && std::isfinite(each.toDouble()) && each.toDouble() >= 0) {
      list.push_back(each.toDouble());
    }
  }
  return list;
}

}  // namespace

std::vector<ModelFigures> figuresFromJson(const QJsonObject& comparison) {
  std::vector<ModelFigures> all;
  for (const auto& value : comparison[QLatin1String("models")].toArray()) {
    const QJsonObject json = value.toObject();
    ModelFigures figures;
    figures.name = json[QLatin1String("model")].toString().toStdString();
    figures.bytes = json[QLatin1String("bytes")].toInteger();
    figures.parameters = json[QLatin1String("parameters")].toInteger();
    figures.macs = json[QLatin1String("macs")].toInteger();
    figures.peakBytes = json[QLatin1String("peak_memory_bytes")].toInteger();
    figures.loadMs = {json[QLatin1String("load_ms")].toDouble()};
    for (const auto& round : json[QLatin1String("forward_ms")].toArray()) {
      if (auto times = numbers(round); !times.empty()) {
        figures.forwardMs.push_back(std::move(times));
      }
    }
    figures.agreement = maybe(json[QLatin1String("agreement")]);
    figures.averagePrecision = maybe(json[QLatin1String("AP50")]);
    if (!figures.name.empty() && !figures.forwardMs.empty() && figures.bytes >= 0) {
      all.push_back(std::move(figures));
    }
  }
  return all;
}

ModelChart::ModelChart(QWidget* parent)
    : QWidget(parent),
      scatter_(new ModelScatter),
      budget_(new QSlider(Qt::Horizontal)),
      sentence_(new QLabel) {
  setObjectName(QStringLiteral("modelChart"));
  budget_->setObjectName(QStringLiteral("budgetSlider"));
  budget_->setAccessibleName(tr("Most milliseconds a picture"));
  budget_->setRange(1, kPositions);
  budget_->setPageStep(10);
  sentence_->setObjectName(QStringLiteral("choiceSentence"));
  sentence_->setTextFormat(Qt::PlainText);
  sentence_->setWordWrap(true);
  auto* const caption = new QLabel(tr("&At most"));
  caption->setBuddy(budget_);
  auto* const row = new QHBoxLayout;
  row->addWidget(caption);
  row->addWidget(budget_, 1);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(scatter_, 1);
  layout->addLayout(row);
  layout->addWidget(sentence_);
  connect(budget_, &QSlider::valueChanged, this, [this] {
    const auto before = choice_.best;
    choose();
    if (choice_.best && choice_.best != before) {
      emit sweetSpotChanged(QString::fromStdString(figures_[*choice_.best].name));
    }
  });
}

double ModelChart::budgetMs() const {
  double most = 1;
  for (const ModelFigures& each : figures_) {
    most = std::max(most, forwardQuantile(each, 0.5));
  }
  return 1.15 * most * budget_->value() / kPositions;
}

void ModelChart::setComparison(const QJsonObject& comparison) {
  figures_ = figuresFromJson(comparison);
  choice_ = {};
  const QSignalBlocker quiet(budget_);
  budget_->setValue(kPositions);
  budget_->setEnabled(!figures_.empty());
  choose();
}

void ModelChart::choose() {
  if (figures_.empty()) {
    choice_ = {};
    sentence_->clear();
    scatter_->show({}, 0, std::nullopt);
    return;
  }
  const double budget = budgetMs();
  choice_ = chooseModel(figures_, {budget, std::nullopt});
  sentence_->setText(
      tr("%1 ms a picture: %2").arg(budget, 0, 'f', 1).arg(QString::fromStdString(choice_.reason)));
  scatter_->show(figures_, budget, choice_.best);
}

}  // namespace followspot::ui
