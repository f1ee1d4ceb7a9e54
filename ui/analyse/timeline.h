#pragma once

#include <optional>
#include <vector>

#include <QPixmap>
#include <QWidget>

#include "core/project/suspicious_moments.h"
#include "ui/analyse/analysis_document.h"
#include "ui/analyse/timeline_layout.h"

namespace followspot::ui {

/// Time from left to right: how many tracks there are, each track as a bar, events and suspicious
/// moments, the A-B range and the picture shown.
///
/// A click or drag on the ruler goes there, one on a bar selects its track. The wheel scrolls the
/// lanes, with Ctrl it zooms in time, with Shift it moves in time. Only what is visible is drawn,
/// and no more than one bar a pixel.
/// @threading GUI thread.
class Timeline : public QWidget {
  Q_OBJECT
 public:
  explicit Timeline(AnalysisDocument& document, QWidget* parent = nullptr);

  void setMoments(std::vector<SuspiciousMoment> moments);
  /// Null until tracks have been laid out.
  [[nodiscard]] const TimelineHandle& tracks() const { return layout_; }
  /// Pictures from left to right.
  [[nodiscard]] double firstShown() const { return first_; }
  [[nodiscard]] double endShown() const { return end_; }
  void showAll();
  void zoomAround(double frame, double factor);
  /// Where a picture begins, and the picture at a place.
  [[nodiscard]] double xOf(double frame) const;
  [[nodiscard]] double frameAt(double x) const;
  /// The track whose bar is at a place; None: none.
  [[nodiscard]] TrackId trackAt(const QPointF& point) const;
  /// Bars drawn by the last painting of lanes: what the test counts.
  [[nodiscard]] int barsPainted() const { return barsPainted_; }
  /// Top of a lane, in widget coordinates.
  [[nodiscard]] int topOf(std::size_t lane) const;

  [[nodiscard]] QSize sizeHint() const override { return {800, 190}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 90}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void layOut();
  void takeLayout(TimelineHandle layout);
  void repaintAll();
  void keepInside();
  void followFrame();
  void followSelection();
  void scrollLanes(int by);
  [[nodiscard]] int lanesTop() const;
  void paintRuler(QPainter& painter) const;
  void paintDensity(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  void paintLanes(QPainter& painter);
  void paintBar(QPainter& painter, const TimelineLayout::Bar& bar, int top) const;

  AnalysisDocument& document_;
  TimelineHandle layout_;
  std::vector<SuspiciousMoment> moments_;
  double first_ = 0;
  double end_ = 1;
  int scrolled_ = 0;  // pixels of lanes above
  QPixmap painted_;   // all but the picture shown
  int barsPainted_ = 0;
  bool scrubbing_ = false;
  std::optional<QPointF> panning_;
  std::uint64_t wanted_ = 0;  // counts layouts asked for
};

}  // namespace followspot::ui
