#include "ui/video/video_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/video/overlay_painter.h"

namespace followspot::ui {
namespace {

constexpr QRgb kGround = 0xff101316;  // The same in both themes: pictures are judged on dark.

}  // namespace

VideoView::VideoView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("videoView"));
  setAccessibleName(tr("Picture"));
  setAccessibleDescription(tr("The video with the tracked objects."));
  setAttribute(Qt::WA_OpaquePaintEvent);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void VideoView::setPicture(const ShownPicture& picture) {
  if (!picture_ || picture_->sessionNumber != picture.sessionNumber) {
    trails_.clear();
    if (!picture_ || picture_->frameSize != picture.frameSize) {
      zoomToFit();
    }
  }
  if (!picture.repeated) {
    trails_.add(picture.tracks);
  }
  picture_ = picture;
  update();
}

void VideoView::clear() {
  picture_.reset();
  trails_.clear();
  dimmed_ = false;
  zoom_ = 1;
  center_ = {0.5, 0.5};
  update();
}

void VideoView::setNotice(const QString& notice) {
  if (notice_ != notice) {
    notice_ = notice;
    update();
  }
}

void VideoView::setDimmed(bool dimmed) {
  if (dimmed_ != dimmed) {
    dimmed_ = dimmed;
    update();
  }
}

void VideoView::setStyle(const OverlayStyle& style) {
  style_ = style;
  update();
}

double VideoView::scale() const {
  if (!picture_ || picture_->frameSize.width <= 0 || picture_->frameSize.height <= 0) {
    return 1;
  }
  return zoom_ * std::min(static_cast<double>(width()) / picture_->frameSize.width,
                          static_cast<double>(height()) / picture_->frameSize.height);
}

QTransform VideoView::toWidget() const {
  if (!picture_) {
    return {};
  }
  const double factor = scale();
  const double ratio = devicePixelRatioF();
  const auto onPixel = [&](double logical) { return std::floor(logical * ratio) / ratio; };
  const double left = onPixel(width() / 2.0 - center_.x() * picture_->frameSize.width * factor);
  const double top = onPixel(height() / 2.0 - center_.y() * picture_->frameSize.height * factor);
  return {factor, 0, 0, factor, left, top};
}

void VideoView::zoomBy(double factor) { zoomAround(rect().center(), factor); }

void VideoView::zoomAround(const QPointF& widgetPoint, double factor) {
  if (!picture_) {
    return;
  }
  // Not by toWidget(): its rounding to whole pixels would add up from step to step.
  const QPointF offset = QPointF(width() / 2.0, height() / 2.0) - widgetPoint;
  const double before = scale();
  const QPointF fixed(center_.x() * picture_->frameSize.width - offset.x() / before,
                      center_.y() * picture_->frameSize.height - offset.y() / before);
  zoom_ = std::clamp(zoom_ * factor, 1.0, kMaxZoom);
  if (zoom_ < 1.02) {
    zoom_ = 1;
  }
  // The source point under the pointer stays under it.
  const double now = scale();
  center_ = {(fixed.x() + offset.x() / now) / picture_->frameSize.width,
             (fixed.y() + offset.y() / now) / picture_->frameSize.height};
  clampCenter();
  wantViewport();
  update();
}

void VideoView::zoomToFit() {
  zoom_ = 1;
  center_ = {0.5, 0.5};
  wantViewport();
  update();
}

void VideoView::centerOn(const QPointF& sourcePoint) {
  if (!picture_) {
    return;
  }
  center_ = {sourcePoint.x() / picture_->frameSize.width,
             sourcePoint.y() / picture_->frameSize.height};
  clampCenter();
  update();
}

void VideoView::clampCenter() {
  if (!picture_) {
    return;
  }
  const auto clamped = [](double center, double view, double picture) {
    const double half = view / picture / 2;
    return half >= 0.5 ? 0.5 : std::clamp(center, half, 1 - half);
  };
  const double factor = scale();
  center_ = {clamped(center_.x(), width(), picture_->frameSize.width * factor),
             clamped(center_.y(), height(), picture_->frameSize.height * factor)};
}

void VideoView::wantViewport() {
  const double ratio = devicePixelRatioF();
  QSizeF wanted(width() * ratio, height() * ratio);
  if (zoom_ > 1 && picture_) {
    // Zoomed in: never more pixels than the source has, or than the whole view needs.
    wanted = wanted.expandedTo(
        QSizeF(picture_->frameSize.width, picture_->frameSize.height).boundedTo(wanted * zoom_));
  }
  emit viewportWanted(wanted.toSize().expandedTo({1, 1}));
}

void VideoView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  if (picture_ && !picture_->image.isNull()) {
    const QTransform map = toWidget();
    const QRectF target =
        map.mapRect(QRectF(0, 0, picture_->frameSize.width, picture_->frameSize.height));
    const QRegion around =
        QRegion(rect()).subtracted(target.toAlignedRect().adjusted(1, 1, -1, -1));
    for (const QRect& part : around) {
      painter.fillRect(part, QColor::fromRgb(kGround));
    }
    const double ratio = devicePixelRatioF();
    const QSizeF shown = target.size() * ratio;
    const QSize pixels = picture_->image.size();
    if (std::abs(shown.width() - pixels.width()) < 1 &&
        std::abs(shown.height() - pixels.height()) < 1) {
      QImage image = picture_->image;
      image.setDevicePixelRatio(ratio);
      painter.drawImage(target.topLeft(), image);
    } else {
      // From afar smooth, from near honest pixels.
      painter.setRenderHint(QPainter::SmoothPixmapTransform, shown.width() < pixels.width() * 4.0);
      painter.drawImage(target, picture_->image);
    }
    painter.setFont(font());
    paintOverlay(painter, picture_->tracks, picture_->colors, trails_, style_, map, 2.0);
    if (dimmed_) {
      painter.fillRect(target, QColor(0, 0, 0, 150));
    }
  } else {
    painter.fillRect(rect(), QColor::fromRgb(kGround));
  }
  if (!notice_.isEmpty()) {
    paintNotice(painter);
  }
  emit painted();
}

void VideoView::paintNotice(QPainter& painter) const {
  QFont font = painter.font();
  font.setPointSizeF(font.pointSizeF() * 1.15);
  painter.setFont(font);
  const QRect room = rect().adjusted(32, 24, -32, -24);
  const QRect text = painter.boundingRect(
      room, static_cast<int>(Qt::AlignCenter) | static_cast<int>(Qt::TextWordWrap), notice_);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(16, 19, 22, 215));
  painter.drawRoundedRect(text.adjusted(-18, -12, 18, 12), 8, 8);
  painter.setPen(QColor(0xe6, 0xe9, 0xed));
  painter.drawText(room, static_cast<int>(Qt::AlignCenter) | static_cast<int>(Qt::TextWordWrap),
                   notice_);
}

void VideoView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  clampCenter();
  wantViewport();
}

TrackId VideoView::trackAt(const QPointF& widgetPoint) const {
  if (!picture_) {
    return TrackId::None;
  }
  const QPointF point = toWidget().inverted().map(widgetPoint);
  TrackId best = TrackId::None;
  double bestArea = std::numeric_limits<double>::infinity();
  for (const Track& track : picture_->tracks.items) {
    const Box& box = track.box;
    const bool inside = point.x() >= box.x && point.x() <= box.right() && point.y() >= box.y &&
                        point.y() <= box.bottom();
    if (track.state != TrackState::Tentative && inside && box.area() < bestArea) {
      best = track.id;  // The smallest box is the one in front, and hardest to hit.
      bestArea = box.area();
    }
  }
  return best;
}

void VideoView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
    pressedAt_ = event->position();
    draggedTo_ = event->position();
    dragging_ = false;
  }
}

void VideoView::mouseMoveEvent(QMouseEvent* event) {
  if (!pressedAt_ || !picture_) {
    return;
  }
  if (!dragging_ &&
      (event->position() - *pressedAt_).manhattanLength() < QApplication::startDragDistance()) {
    return;
  }
  dragging_ = true;
  const QPointF moved = event->position() - draggedTo_;
  draggedTo_ = event->position();
  const double factor = scale();
  center_ -= QPointF(moved.x() / (picture_->frameSize.width * factor),
                     moved.y() / (picture_->frameSize.height * factor));
  clampCenter();
  update();
}

void VideoView::mouseReleaseEvent(QMouseEvent* event) {
  if (pressedAt_ && !dragging_ && event->button() == Qt::LeftButton) {
    emit trackClicked(numberOf(trackAt(event->position())));
  }
  pressedAt_.reset();
  dragging_ = false;
}

void VideoView::mouseDoubleClickEvent(QMouseEvent* event) {
  pressedAt_.reset();
  if (event->button() == Qt::LeftButton) {
    emit doubleClicked();
  }
}

void VideoView::wheelEvent(QWheelEvent* event) {
  const double steps = event->angleDelta().y() / 120.0;
  if (steps == 0 || !picture_) {
    event->ignore();
    return;
  }
  zoomAround(event->position(), std::pow(1.25, steps));
  event->accept();
}

}  // namespace followspot::ui
