#pragma once

#include <optional>
#include <vector>

#include <QJsonObject>
#include <QWidget>

#include "core/analytics/model_choice.h"

class QLabel;
class QSlider;

namespace followspot::ui {

class ModelScatter;

/// Figures of models out of `model compare --json`. Rows that make no sense are left out.
[[nodiscard]] std::vector<ModelFigures> figuresFromJson(const QJsonObject& comparison);

/// Models by time and quality, and a slider for the time that a picture may take: the best that it
/// has room for is marked, by the same rule as `model compare --budget-ms`.
/// @threading GUI thread.
class ModelChart : public QWidget {
  Q_OBJECT
 public:
  explicit ModelChart(QWidget* parent = nullptr);

  /// What `model compare --json` says; empty: nothing is shown.
  void setComparison(const QJsonObject& comparison);
  [[nodiscard]] const std::vector<ModelFigures>& figures() const { return figures_; }
  /// Index; nothing where no model fits the budget.
  [[nodiscard]] std::optional<std::size_t> sweetSpot() const { return choice_.best; }
  [[nodiscard]] double budgetMs() const;

 signals:
  /// By the user's hand on the slider.
  void sweetSpotChanged(const QString& model);

 private:
  void choose();

  std::vector<ModelFigures> figures_;
  ModelChoice choice_;
  ModelScatter* scatter_;
  QSlider* budget_;
  QLabel* sentence_;
};

}  // namespace followspot::ui
