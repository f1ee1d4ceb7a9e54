#include "ui/widgets/seek_bar.h"

#include <algorithm>

#include <QHelpEvent>
#include <QMouseEvent>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QToolTip>

#include "ui/widgets/time_text.h"

namespace followspot::ui {

SeekBar::SeekBar(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
  setObjectName(QStringLiteral("seekBar"));
  setAccessibleName(tr("Position in the video"));
  setFocusPolicy(Qt::TabFocus);
  setEnabled(false);
  setMouseTracking(true);
}

void SeekBar::setLength(int frames, double seconds) {
  seconds_ = seconds;
  setRange(0, std::max(0, frames - 1));
  setEnabled(frames > 1);
}

void SeekBar::setPosition(int frame) {
  if (!isSliderDown()) {
    setValue(frame);
  }
}

int SeekBar::frameAt(double x) const {
  QStyleOptionSlider option;
  initStyleOption(&option);
  const QRect groove =
      style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
  const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
  const int span = std::max(1, groove.width() - handle);
  return QStyle::sliderValueFromPosition(minimum(), maximum(),
                                         static_cast<int>(x) - groove.left() - handle / 2, span,
                                         layoutDirection() == Qt::RightToLeft);
}

void SeekBar::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) {
    event->ignore();
    return;
  }
  setSliderDown(true);
  setValue(frameAt(event->position().x()));
  emit seekWanted(value());
}

void SeekBar::mouseMoveEvent(QMouseEvent* event) {
  const int frame = frameAt(event->position().x());
  if (isSliderDown() && frame != value()) {
    setValue(frame);
    emit seekWanted(frame);
  }
}

void SeekBar::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    setSliderDown(false);
  }
}

bool SeekBar::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && isEnabled() && maximum() > 0) {
    const auto* const help = static_cast<QHelpEvent*>(event);
    const int frame = frameAt(help->pos().x());
    QToolTip::showText(
        help->globalPos(),
        tr("%1, picture %2").arg(timeText(seconds_ * frame / (maximum() + 1.0))).arg(frame + 1),
        this);
    return true;
  }
  return QSlider::event(event);
}

}  // namespace followspot::ui
