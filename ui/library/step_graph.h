#pragma once

#include <vector>

#include <QWidget>

#include "core/model/model_package.h"

namespace followspot::ui {

/// What a step left of a graph, as a package's steps tell it.
struct StepBar {
  QString name;
  QString detail;
  qint64 before = 0;  ///< Nodes; 0 for both: the step tells no nodes.
  qint64 after = 0;
};
[[nodiscard]] std::vector<StepBar> stepBars(const std::vector<model::ManifestStep>& steps);

/// A bar for each step that made a model: what of the graph is left after it, and, hatched, what it
/// removed. On a scale of square roots, as the first step removes nearly all of a training's graph.
/// @threading GUI thread.
class StepGraph : public QWidget {
  Q_OBJECT
 public:
  explicit StepGraph(QWidget* parent = nullptr);
  void show(const std::vector<model::ManifestStep>& steps);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int rowHeight() const;

  std::vector<StepBar> bars_;
};

}  // namespace followspot::ui
