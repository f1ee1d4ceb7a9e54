#pragma once

#include <optional>

#include <QString>
#include <QTransform>
#include <QWidget>

#include "ui/bridge/shown_picture.h"
#include "ui/video/overlay_style.h"
#include "ui/video/trails.h"

namespace followspot::ui {

/// The picture with its overlay: kept in shape, zoomed by wheel or keys, moved by dragging.
///
/// Pictures come already converted to the size asked for by `viewportWanted` and are painted pixel
/// by pixel; only a zoomed or just resized view scales while it paints.
/// @threading GUI thread.
class VideoView : public QWidget {
  Q_OBJECT
 public:
  static constexpr double kMaxZoom = 16;

  explicit VideoView(QWidget* parent = nullptr);

  /// A picture of another session clears trails and zoom.
  void setPicture(const ShownPicture& picture);
  /// Back to an empty ground; `notice` then stands alone.
  void clear();
  /// A sentence in the middle of the view, such as why nothing is seen; empty: none.
  void setNotice(const QString& notice);
  /// The picture is old, and shown darker so that nobody takes it for what is now.
  void setDimmed(bool dimmed);
  void setStyle(const OverlayStyle& style);

  [[nodiscard]] const std::optional<ShownPicture>& picture() const { return picture_; }
  [[nodiscard]] const OverlayStyle& overlayStyle() const { return style_; }
  [[nodiscard]] const Trails& trails() const { return trails_; }
  [[nodiscard]] QString notice() const { return notice_; }
  [[nodiscard]] bool dimmed() const { return dimmed_; }

  /// 1: the whole picture fits.
  [[nodiscard]] double zoom() const { return zoom_; }
  void zoomBy(double factor);
  void zoomToFit();
  /// Moves the view, where zoomed in, so that this point of the source picture is in its middle.
  void centerOn(const QPointF& sourcePoint);
  /// From source pixels to widget coordinates; identity without a picture.
  [[nodiscard]] QTransform toWidget() const;

  [[nodiscard]] QSize sizeHint() const override { return {768, 432}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {240, 160}; }

 signals:
  /// Box in device pixels that the next pictures should fill.
  void viewportWanted(const QSize& devicePixels);
  /// 0 (`TrackId::None`) for a click beside all boxes. Numbers, as Qt cannot carry the id types.
  void trackClicked(quint64 trackNumber);
  void doubleClicked();
  void painted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void zoomAround(const QPointF& widgetPoint, double factor);
  void wantViewport();
  void clampCenter();
  void paintNotice(QPainter& painter) const;
  [[nodiscard]] double scale() const;
  [[nodiscard]] TrackId trackAt(const QPointF& widgetPoint) const;

  std::optional<ShownPicture> picture_;
  Trails trails_;
  OverlayStyle style_;
  QString notice_;
  bool dimmed_ = false;
  double zoom_ = 1;
  QPointF center_{0.5, 0.5};  // Middle of the view, relative to the picture.
  std::optional<QPointF> pressedAt_;
  QPointF draggedTo_;
  bool dragging_ = false;
};

}  // namespace followspot::ui
