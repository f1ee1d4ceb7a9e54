#include "ui/analyse/timeline.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "core/media/track_palette.h"
#include "ui/video/track_color.h"
#include "ui/widgets/time_text.h"

namespace followspot::ui {
namespace {

constexpr int kRuler = 20;
constexpr int kDensity = 28;
constexpr int kMarks = 10;
constexpr int kLane = 12;
constexpr int kBar = 9;
constexpr double kLeastShown = 10;  // pictures

/// A step between labels that people count in, at least `seconds`.
double labelStep(double seconds) {
  for (const double step : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0,
                            600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0}) {
    if (step >= seconds) {
      return step;
    }
  }
  return 86400;
}

}  // namespace

Timeline::Timeline(AnalysisDocument& document, QWidget* parent)
    : QWidget(parent), document_(document) {
  setObjectName(QStringLiteral("timeline"));
  setAccessibleName(tr("Timeline"));
  setAccessibleDescription(
      tr("Tracks over time. Clicking goes to a picture or selects a track; Ctrl and wheel zoom."));
  setFocusPolicy(Qt::ClickFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  connect(&document_, &AnalysisDocument::mediaChanged, this, [this] {
    layout_.reset();
    moments_.clear();
    scrolled_ = 0;
    showAll();
  });
  connect(&document_, &AnalysisDocument::tracksChanged, this, [this] { layOut(); });
  connect(&document_, &AnalysisDocument::filterChanged, this, [this] { layOut(); });
  connect(&document_, &AnalysisDocument::frameCountChanged, this, [this] {
    layOut();
    showAll();
  });
  connect(&document_, &AnalysisDocument::rangeChanged, this, [this] { repaintAll(); });
  connect(&document_, &AnalysisDocument::selectionChanged, this, [this] {
    followSelection();
    repaintAll();
  });
  connect(&document_, &AnalysisDocument::frameChanged, this, [this] {
    followFrame();
    update();
  });
}

void Timeline::layOut() {
  const std::uint64_t wanted = ++wanted_;
  const SnapshotHandle snapshot = document_.snapshot();
  if (!snapshot) {
    takeLayout(nullptr);
    return;
  }
  document_.arrange(this,
                    [this, wanted, snapshot, filter = document_.filter(),
                     frames = document_.frameCount()]() -> AnalysisDocument::Answer {
                      auto layout =
                          std::make_shared<const TimelineLayout>(*snapshot, filter, frames);
                      return [this, wanted, layout = std::move(layout)] {
                        if (wanted == wanted_) {
                          takeLayout(layout);
                        }
                      };
                    });
}

void Timeline::takeLayout(TimelineHandle layout) {
  layout_ = std::move(layout);
  scrollLanes(0);
  repaintAll();
}

void Timeline::setMoments(std::vector<SuspiciousMoment> moments) {
  moments_ = std::move(moments);
  repaintAll();
}

void Timeline::repaintAll() {
  painted_ = {};
  update();
}

void Timeline::showAll() {
  first_ = 0;
  end_ = std::max(kLeastShown, static_cast<double>(document_.frameCount()));
  repaintAll();
}

void Timeline::keepInside() {
  const double all = std::max(kLeastShown, static_cast<double>(document_.frameCount()));
  const double shown = std::clamp(end_ - first_, kLeastShown, all);
  first_ = std::clamp(first_, 0.0, all - shown);
  end_ = first_ + shown;
  repaintAll();
}

void Timeline::zoomAround(double frame, double factor) {
  const double all = std::max(kLeastShown, static_cast<double>(document_.frameCount()));
  const double shown = std::clamp((end_ - first_) / factor, kLeastShown, all);
  const double part = (frame - first_) / (end_ - first_);
  first_ = frame - part * shown;
  end_ = first_ + shown;
  keepInside();
}

double Timeline::xOf(double frame) const { return (frame - first_) / (end_ - first_) * width(); }

double Timeline::frameAt(double x) const { return first_ + x / width() * (end_ - first_); }

int Timeline::lanesTop() const { return kRuler + kDensity + kMarks; }

int Timeline::topOf(std::size_t lane) const {
  return lanesTop() + static_cast<int>(lane) * kLane - scrolled_;
}

void Timeline::scrollLanes(int by) {
  const int all = layout_ ? static_cast<int>(layout_->lanes().size()) * kLane : 0;
  const int most = std::max(0, all - (height() - lanesTop()));
  const int scrolled = std::clamp(scrolled_ + by, 0, most);
  if (scrolled != scrolled_) {
    scrolled_ = scrolled;
    repaintAll();
  }
}

void Timeline::followFrame() {
  const auto frame = static_cast<double>(indexOf(document_.frame()));
  if (scrubbing_ || (frame >= first_ && frame + 1 <= end_)) {
    return;
  }
  // On to the next page, or one back.
  const double shown = end_ - first_;
  constexpr double kLeftOver = 0.1;
  first_ = frame >= end_ ? frame - kLeftOver * shown : frame - (1 - kLeftOver) * shown;
  end_ = first_ + shown;
  keepInside();
}

void Timeline::followSelection() {
  const auto lane = layout_ ? layout_->laneOf(document_.selected()) : std::nullopt;
  if (!lane) {
    return;
  }
  const int top = topOf(*lane);
  if (top < lanesTop()) {
    scrollLanes(top - lanesTop());
  } else if (top + kLane > height()) {
    scrollLanes(top + kLane - height());
  }
}

TrackId Timeline::trackAt(const QPointF& point) const {
  if (!layout_ || point.y() < lanesTop()) {
    return TrackId::None;
  }
  const auto lane = static_cast<std::size_t>((point.y() - lanesTop() + scrolled_) / kLane);
  if (lane >= layout_->lanes().size()) {
    return TrackId::None;
  }
  // Two pixels of grace: bars may be that thin.
  const auto from = FrameId{static_cast<std::int64_t>(std::floor(frameAt(point.x() - 2)))};
  const auto to = FrameId{static_cast<std::int64_t>(std::floor(frameAt(point.x() + 2)))};
  const auto& bars = layout_->lanes()[lane];
  const auto bar = TimelineLayout::firstFrom(bars, from);
  return bar != bars.end() && bar->first <= to ? bar->track : TrackId::None;
}

// --- Painting ---

void Timeline::paintEvent(QPaintEvent* /*event*/) {
  const double ratio = devicePixelRatioF();
  if (painted_.isNull()) {
    painted_ = QPixmap(size() * ratio);
    painted_.setDevicePixelRatio(ratio);
    painted_.fill(palette().color(QPalette::Base));
    QPainter painter(&painted_);
    painter.setFont(font());
    if (document_.currentMedia() != nullptr) {
      paintLanes(painter);
      paintDensity(painter);
      paintMarks(painter);
      paintRuler(painter);
    }
  }
  QPainter painter(this);
  painter.drawPixmap(0, 0, painted_);
  if (document_.currentMedia() == nullptr) {
    return;
  }
  const double left = xOf(static_cast<double>(indexOf(document_.frame())));
  const double right = xOf(static_cast<double>(indexOf(document_.frame()) + 1));
  const QColor color = palette().color(QPalette::Highlight);
  if (right - left > 2) {
    QColor band = color;
    band.setAlpha(60);
    painter.fillRect(QRectF(left, 0, right - left, height()), band);
  }
  painter.fillRect(QRectF(std::floor(left), 0, 2, height()), color);
}

void Timeline::paintRuler(QPainter& painter) const {
  painter.fillRect(0, 0, width(), kRuler, palette().color(QPalette::Window));
  if (const auto& range = document_.range()) {
    QColor band = palette().color(QPalette::Highlight);
    band.setAlpha(90);
    const double left = xOf(static_cast<double>(indexOf(range->first)));
    const double right = xOf(static_cast<double>(indexOf(range->end)));
    painter.fillRect(QRectF(left, 0, std::max(1.0, right - left), kRuler), band);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(QRectF(left + 2, 0, 20, kRuler), Qt::AlignVCenter, tr("A"));
    painter.drawText(QRectF(right - 22, 0, 20, kRuler),
                     static_cast<int>(Qt::AlignVCenter) | static_cast<int>(Qt::AlignRight),
                     tr("B"));
  }
  const double rate = document_.frameRate();
  const double pixelsPerSecond = width() / (end_ - first_) * rate;
  const int labelWidth = fontMetrics().horizontalAdvance(QStringLiteral("0:00:00.0")) + 16;
  const double step = labelStep(labelWidth / pixelsPerSecond);
  painter.setPen(palette().color(QPalette::Text));
  for (double second = std::ceil(first_ / rate / step) * step; second * rate < end_;
       second += step) {
    const double x = std::floor(xOf(second * rate));
    painter.drawLine(QPointF(x, kRuler - 5), QPointF(x, kRuler));
    painter.drawText(QRectF(x + 3, 0, labelWidth, kRuler), Qt::AlignVCenter, timeText(second));
  }
}

void Timeline::paintDensity(QPainter& painter) const {
  painter.fillRect(0, kRuler, width(), kDensity, palette().color(QPalette::Base));
  if (!layout_) {
    return;
  }
  const int most = std::max(1, layout_->mostAtAll());
  QColor color = palette().color(QPalette::Text);
  color.setAlphaF(0.45F);
  for (int x = 0; x < width(); ++x) {
    const auto from = static_cast<std::int64_t>(std::floor(frameAt(x)));
    const auto to = std::max(from + 1, static_cast<std::int64_t>(std::floor(frameAt(x + 1))));
    const double share = static_cast<double>(layout_->most({FrameId{from}, FrameId{to}})) / most;
    const double high = share * (kDensity - 4);
    painter.fillRect(QRectF(x, kRuler + kDensity - high, 1, high), color);
  }
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(QRect(0, kRuler, width() - 4, kDensity),
                   static_cast<int>(Qt::AlignRight) | static_cast<int>(Qt::AlignTop),
                   tr("%1 at once").arg(most));
}

void Timeline::paintMarks(QPainter& painter) const {
  const int top = kRuler + kDensity;
  painter.fillRect(0, top, width(), kMarks, palette().color(QPalette::AlternateBase));
  const auto mark = [&](FrameId frame, const QColor& color, bool round, int& last) {
    const int x = static_cast<int>(xOf(static_cast<double>(indexOf(frame))));
    if (x == last || x < 0 || x >= width()) {
      return;
    }
    last = x;
    painter.setBrush(color);
    const QRectF place(x - 3, top + 2, 6, 6);
    if (round) {
      painter.drawEllipse(place);
    } else {
      painter.drawPolygon(QPolygonF(
          {QPointF(x - 3.5, top + 1), QPointF(x + 3.5, top + 1), QPointF(x, top + kMarks - 1)}));
    }
  };
  painter.setPen(Qt::NoPen);
  painter.setRenderHint(QPainter::Antialiasing);
  int last = -1;
  for (const SuspiciousMoment& moment : moments_) {
    mark(moment.frame, QColor(0xd5, 0x5e, 0x00), false, last);
  }
  last = -1;
  if (document_.snapshot()) {
    for (const ProjectEvent& event : document_.snapshot()->events) {
      mark(event.frame, QColor(0x00, 0x72, 0xb2), true, last);
    }
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
}

void Timeline::paintLanes(QPainter& painter) {
  barsPainted_ = 0;
  if (!layout_) {
    return;
  }
  const auto& lanes = layout_->lanes();
  const auto firstLane = static_cast<std::size_t>(scrolled_ / kLane);
  for (std::size_t lane = firstLane; lane < lanes.size() && topOf(lane) < height(); ++lane) {
    const auto& bars = lanes[lane];
    auto bar = TimelineLayout::firstFrom(bars, FrameId{static_cast<std::int64_t>(first_)});
    while (bar != bars.end() && static_cast<double>(indexOf(bar->first)) < end_) {
      paintBar(painter, *bar, topOf(lane));
      ++barsPainted_;
      // What ends within the pixel just drawn could not be told from it.
      const double right = std::floor(xOf(static_cast<double>(indexOf(bar->last) + 1))) + 1;
      const auto next = static_cast<std::int64_t>(std::ceil(frameAt(right)));
      bar = std::max(bar + 1, TimelineLayout::firstFrom(bars, FrameId{next}));
    }
  }
}

void Timeline::paintBar(QPainter& painter, const TimelineLayout::Bar& bar, int top) const {
  const double left = std::max(-2.0, xOf(static_cast<double>(indexOf(bar.first))));
  const double right = std::min(width() + 2.0, xOf(static_cast<double>(indexOf(bar.last) + 1)));
  const QRectF place(left, top + 1, std::max(1.0, right - left - 1), kBar);
  const Rgb color = TrackPalette().colorOf(bar.track);
  QColor fill = qColorOf(color);
  constexpr int kFaint = 70;
  if (bar.review == Review::Rejected) {
    fill.setAlpha(kFaint);
  }
  painter.fillRect(place, fill);
  const auto& selection = document_.selection();
  if (std::ranges::find(selection, bar.track) != selection.end()) {
    painter.setPen(QPen(palette().color(QPalette::Text), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(0, 0, -1, 0));
  }
  QString text = QString::number(numberOf(bar.track));
  if (bar.review == Review::Accepted) {
    text += QStringLiteral(" \u2713");
  } else if (bar.review == Review::Rejected) {
    text += QStringLiteral(" \u2717");
  }
  QFont small = font();
  constexpr int kLetters = 8;
  small.setPixelSize(kLetters);
  if (QFontMetricsF(small).horizontalAdvance(text) + 6 <= place.width()) {
    painter.setFont(small);
    painter.setPen(bar.review == Review::Rejected ? palette().color(QPalette::Text)
                                                  : qColorOf(textColorOn(color)));
    painter.drawText(place.adjusted(3, 0, -2, 0), Qt::AlignVCenter, text);
  }
}

void Timeline::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  scrollLanes(0);
  repaintAll();
}

void Timeline::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    repaintAll();
  }
  QWidget::changeEvent(event);
}

// --- Mouse ---

void Timeline::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::MiddleButton) {
    panning_ = event->position();
    return;
  }
  if (event->button() != Qt::LeftButton) {
    return;
  }
  const FrameId frame{static_cast<std::int64_t>(std::floor(frameAt(event->position().x())))};
  const TrackId track = trackAt(event->position());
  if (track != TrackId::None) {
    if (event->modifiers() & Qt::ControlModifier) {
      document_.toggleSelected(track);
      return;
    }
    document_.select(track);
  }
  scrubbing_ = true;
  document_.showFrame(frame);
}

void Timeline::mouseMoveEvent(QMouseEvent* event) {
  if (panning_) {
    const double moved = (event->position().x() - panning_->x()) / width() * (end_ - first_);
    const int down = static_cast<int>(event->position().y() - panning_->y());
    panning_ = event->position();
    first_ -= moved;
    end_ -= moved;
    keepInside();
    scrollLanes(-down);
  } else if (scrubbing_) {
    document_.showFrame(
        FrameId{static_cast<std::int64_t>(std::floor(frameAt(event->position().x())))});
  }
}

void Timeline::mouseReleaseEvent(QMouseEvent* /*event*/) {
  scrubbing_ = false;
  panning_.reset();
}

void Timeline::wheelEvent(QWheelEvent* event) {
  constexpr double kNotch = 120;
  const double vertical = event->angleDelta().y() / kNotch;
  double sideways = event->angleDelta().x() / kNotch;
  event->accept();
  if (event->modifiers() & Qt::ControlModifier) {
    constexpr double kStep = 1.3;
    zoomAround(frameAt(event->position().x()), std::pow(kStep, vertical));
    return;
  }
  if (event->modifiers() & Qt::ShiftModifier) {
    sideways += vertical;
  } else {
    constexpr int kLanesANotch = 3;
    scrollLanes(static_cast<int>(-vertical * kLanesANotch * kLane));
  }
  if (sideways != 0) {
    constexpr double kShare = 0.1;
    const double by = -sideways * kShare * (end_ - first_);
    first_ += by;
    end_ += by;
    keepInside();
  }
}

bool Timeline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) {
    return QWidget::event(event);
  }
  const auto* const help = static_cast<QHelpEvent*>(event);
  const TrackId track = trackAt(help->pos());
  const TrackInfo* const info =
      track != TrackId::None && document_.snapshot() ? document_.snapshot()->find(track) : nullptr;
  if (info == nullptr) {
    QToolTip::hideText();
    return true;
  }
  const LabelMap& labels = document_.snapshot()->run.labels;
  QString text = tr("%1 %2, pictures %3 to %4, %5 boxes")
                     .arg(static_cast<qulonglong>(numberOf(track)))
                     .arg(QString::fromStdString(labels.nameOf(info->classId)))
                     .arg(numberOf(info->first))
                     .arg(numberOf(info->last))
                     .arg(info->boxes);
  if (!info->name.empty()) {
    text = QString::fromStdString(info->name) + QStringLiteral(": ") + text;
  }
  QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), this);
  return true;
}

}  // namespace followspot::ui
