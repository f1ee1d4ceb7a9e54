#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/analytics/model_choice.h"

namespace followspot::ui {

/// Picture of models: to the right what a picture costs (ms), up how good they are, as large as
/// their files. The budget is a line, the sweet spot is ringed.
/// @threading GUI thread.
class ModelScatter : public QWidget {
  Q_OBJECT
 public:
  explicit ModelScatter(QWidget* parent = nullptr);

  void show(const std::vector<ModelFigures>& figures, double budgetMs,
            std::optional<std::size_t> sweetSpot);

  [[nodiscard]] QSize sizeHint() const override { return {480, 260}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {240, 150}; }
  /// Where a model is drawn.
  [[nodiscard]] QPointF placeOf(std::size_t index) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QRectF plot() const;
  [[nodiscard]] double quality(const ModelFigures& model) const;
  [[nodiscard]] double radius(const ModelFigures& model) const;
  void paintAxes(QPainter& painter) const;

  std::vector<ModelFigures> figures_;
  double budgetMs_ = 0;
  std::optional<std::size_t> sweetSpot_;
  double mostMs_ = 1;
  double lowest_ = 0;
  bool byPrecision_ = false;
};

/// A model's name for people: the last part of its path.
[[nodiscard]] QString shortModelName(const ModelFigures& model);

}  // namespace followspot::ui
