#include "ui/analyse/analysis_view.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>

#include "core/media/track_palette.h"
#include "ui/video/track_color.h"

namespace followspot::ui {
namespace {

constexpr double kHandle = 9;    // side, logical pixels
constexpr double kReach = 7;     // of an edge
constexpr double kSmallest = 2;  // side of a box by hand, source pixels

QRectF rectOf(const Box& box) { return {box.x, box.y, box.w, box.h}; }

Track trackOf(const BoxRow& row, const TrackInfo& info) {
  Track track;
  track.id = row.track;
  track.box = row.value.box;
  track.score = row.value.score;
  track.classId = info.classId;
  // Computed boxes are drawn dashed, as predictions are.
  track.state =
      row.value.origin == BoxOrigin::Interpolated ? TrackState::Coasting : TrackState::Confirmed;
  return track;
}

}  // namespace

AnalysisView::AnalysisView(AnalysisDocument& document, QWidget* parent)
    : VideoView(parent), document_(document) {
  setObjectName(QStringLiteral("analysisView"));
  setAccessibleDescription(
      tr("The video with the tracks of the run. The selected box can be moved and sized."));
  setMouseTracking(true);
  connect(&document_, &AnalysisDocument::mediaChanged, this, [this] {
    feed_.reset();
    clear();
  });
  connect(&document_, &AnalysisDocument::boxesChanged, this, [this] {
    drawn_.reset();
    compose(true);
  });
  connect(&document_, &AnalysisDocument::filterChanged, this, [this] { compose(true); });
  connect(&document_, &AnalysisDocument::problem, this, [this] { cancelDrawing(); });
  connect(&document_, &AnalysisDocument::selectionChanged, this, [this] {
    cancelDrawing();
    OverlayStyle style = overlayStyle();
    style.selected = document_.selected();
    setStyle(style);
  });
  connect(&document_, &AnalysisDocument::tracksChanged, this, [this] {
    OverlayStyle style = overlayStyle();
    style.classNames = document_.snapshot()
                           ? std::make_shared<LabelMap>(document_.snapshot()->run.labels)
                           : nullptr;
    setStyle(style);
  });
}

void AnalysisView::showPicture(const FeedPicture& picture) {
  const bool repeated = feed_ && feed_->frame == picture.frame && feed_->number == picture.number;
  feed_ = picture;
  if (!repeated) {
    drawn_.reset();
    grip_.reset();
  }
  compose(repeated);
}

void AnalysisView::showGround(FrameSize size) {
  FeedPicture ground;
  constexpr int kAnySide = 8;
  ground.image = QImage(kAnySide, kAnySide, QImage::Format_RGB32);
  ground.image.fill(QColor(0x1a, 0x1f, 0x24));
  ground.frameSize = size;
  ground.frame = document_.frame();
  ground.time = timestampAt(static_cast<double>(indexOf(ground.frame)) / document_.frameRate());
  showPicture(ground);
}

std::optional<FrameId> AnalysisView::shownFrame() const {
  return feed_ ? std::optional(feed_->frame) : std::nullopt;
}

void AnalysisView::compose(bool repeated) {
  if (!feed_) {
    return;
  }
  ShownPicture shown;
  shown.image = feed_->image;
  shown.frameSize = feed_->frameSize;
  shown.sessionNumber = feed_->number;
  shown.repeated = repeated;
  shown.tracks.frame = feed_->frame;
  shown.tracks.time = feed_->time;
  shown.tracks.size = feed_->frameSize;
  const WindowHandle& window = document_.boxes();
  const SnapshotHandle& snapshot = document_.snapshot();
  if (window && snapshot) {
    const TrackPalette palette;
    for (const BoxRow& row : window->at(feed_->frame)) {
      const TrackInfo* const info = snapshot->find(row.track);
      if (info != nullptr && document_.filter().wants(*info, snapshot->run.labels)) {
        shown.tracks.items.push_back(trackOf(row, *info));
        shown.colors.push_back(palette.colorOf(row.track));
      }
    }
  }
  setPicture(shown);
}

bool AnalysisView::cancelDrawing() {
  const bool any = drawn_ || grip_ || newTrack_;
  drawn_.reset();
  grip_.reset();
  newTrack_ = false;
  unsetCursor();
  update();
  return any;
}

void AnalysisView::beginNewTrack() {
  cancelDrawing();
  newTrack_ = true;
  setFocus(Qt::ShortcutFocusReason);  // For Escape.
  setCursor(Qt::CrossCursor);
}

bool AnalysisView::event(QEvent* event) {
  // Before Escape leaves the full screen it lets go of what is being drawn.
  if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
    const bool escape = static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (escape && (drawn_ || grip_ || newTrack_)) {
      if (event->type() == QEvent::KeyPress) {
        cancelDrawing();
      }
      event->accept();
      return true;
    }
  }
  return VideoView::event(event);
}

std::optional<Box> AnalysisView::selectedBox() const {
  if (!picture()) {
    return std::nullopt;
  }
  const auto& items = picture()->tracks.items;
  const auto found = std::ranges::find(items, document_.selected(), &Track::id);
  return found == items.end() ? std::nullopt : std::optional(found->box);
}

std::optional<AnalysisView::Grip> AnalysisView::gripAt(const QPointF& point) const {
  const auto box = selectedBox();
  if (!box) {
    return std::nullopt;
  }
  const QRectF rect = toWidget().mapRect(rectOf(*box));
  if (!rect.adjusted(-kReach, -kReach, kReach, kReach).contains(point)) {
    return std::nullopt;
  }
  // Of a small box a third of each side stays to move it by.
  const double reachX = std::min(kReach, rect.width() / 3);
  const double reachY = std::min(kReach, rect.height() / 3);
  Grip grip;
  grip.left = point.x() < rect.left() + reachX;
  grip.right = !grip.left && point.x() > rect.right() - reachX;
  grip.top = point.y() < rect.top() + reachY;
  grip.bottom = !grip.top && point.y() > rect.bottom() - reachY;
  grip.whole = !grip.left && !grip.right && !grip.top && !grip.bottom;
  return grip;
}

void AnalysisView::updateCursor(const QPointF& point) {
  if (newTrack_) {
    return;
  }
  const auto grip = gripAt(point);
  if (!grip) {
    unsetCursor();
  } else if (grip->whole) {
    setCursor(Qt::SizeAllCursor);
  } else if ((grip->left && grip->top) || (grip->right && grip->bottom)) {
    setCursor(Qt::SizeFDiagCursor);
  } else if ((grip->right && grip->top) || (grip->left && grip->bottom)) {
    setCursor(Qt::SizeBDiagCursor);
  } else {
    setCursor(grip->left || grip->right ? Qt::SizeHorCursor : Qt::SizeVerCursor);
  }
}

void AnalysisView::mousePressEvent(QMouseEvent* event) {
  const auto grip = newTrack_ ? std::optional(Grip{.fresh = true}) : gripAt(event->position());
  // Another track inside the selected box can still be clicked: with Ctrl.
  if (event->button() != Qt::LeftButton || !grip || !picture() ||
      event->modifiers() & Qt::ControlModifier) {
    VideoView::mousePressEvent(event);
    return;
  }
  grip_ = grip;
  pressed_ = toWidget().inverted().map(event->position());
  before_ = grip->fresh ? Box{pressed_.x(), pressed_.y(), 0, 0} : *selectedBox();
}

void AnalysisView::dragTo(const QPointF& point) {
  const QPointF at = toWidget().inverted().map(point);
  const QPointF by = at - pressed_;
  if (grip_->fresh) {
    drawn_ = Box{std::min(at.x(), pressed_.x()), std::min(at.y(), pressed_.y()), std::abs(by.x()),
                 std::abs(by.y())};
    return;
  }
  Box box = before_;
  if (grip_->whole) {
    box.x += by.x();
    box.y += by.y();
  }
  if (grip_->left) {
    const double moved = std::min(by.x(), before_.w - kSmallest);
    box.x += moved;
    box.w -= moved;
  }
  if (grip_->right) {
    box.w = std::max(kSmallest, before_.w + by.x());
  }
  if (grip_->top) {
    const double moved = std::min(by.y(), before_.h - kSmallest);
    box.y += moved;
    box.h -= moved;
  }
  if (grip_->bottom) {
    box.h = std::max(kSmallest, before_.h + by.y());
  }
  drawn_ = box;
}

void AnalysisView::mouseMoveEvent(QMouseEvent* event) {
  if (!grip_) {
    updateCursor(event->position());
    VideoView::mouseMoveEvent(event);
    return;
  }
  const QPointF moved = event->position() - toWidget().map(pressed_);
  constexpr double kIntended = 3;  // logical pixels; less is a click
  if (drawn_ || moved.manhattanLength() >= kIntended) {
    dragTo(event->position());
    update();
  }
}

void AnalysisView::mouseReleaseEvent(QMouseEvent* event) {
  if (!grip_ || event->button() != Qt::LeftButton) {
    VideoView::mouseReleaseEvent(event);
    return;
  }
  const bool fresh = grip_->fresh;
  grip_.reset();
  if (drawn_ && drawn_->w >= kSmallest && drawn_->h >= kSmallest) {
    newTrack_ = false;
    unsetCursor();
    emit boxDrawn(*drawn_, fresh);
  } else {
    // No drag: a click, which chooses what lies under it.
    drawn_.reset();
    VideoView::mousePressEvent(event);
    VideoView::mouseReleaseEvent(event);
  }
  update();
}

void AnalysisView::paintEvent(QPaintEvent* event) {
  VideoView::paintEvent(event);
  const auto box = drawn_ ? drawn_ : selectedBox();
  if (!box) {
    return;
  }
  QPainter painter(this);
  const QRectF rect = toWidget().mapRect(rectOf(*box));
  const QColor color = document_.selected() == TrackId::None
                           ? QColor(Qt::white)
                           : qColorOf(TrackPalette().colorOf(document_.selected()));
  if (drawn_) {
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(rect);
    painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
    painter.drawRect(rect);
  }
  painter.setPen(QPen(Qt::black, 1));
  painter.setBrush(color);
  const double half = kHandle / 2;
  for (const double x : {rect.left(), rect.center().x(), rect.right()}) {
    for (const double y : {rect.top(), rect.center().y(), rect.bottom()}) {
      const bool middle = x == rect.center().x() && y == rect.center().y();
      const bool roomy = (x != rect.center().x() || rect.width() > 3 * kHandle) &&
                         (y != rect.center().y() || rect.height() > 3 * kHandle);
      if (!middle && roomy) {
        painter.drawRect(QRectF(x - half, y - half, kHandle, kHandle));
      }
    }
  }
}

}  // namespace followspot::ui
