#include "ui/widgets/transport_bar.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/widgets/action_button.h"
#include "ui/widgets/seek_bar.h"
#include "ui/widgets/time_text.h"

namespace followspot::ui {
TransportBar::TransportBar(const WatchActions& actions, QAction* fullScreen, QWidget* parent)
    : QWidget(parent),
      seekBar_(new SeekBar),
      time_(new QLabel),
      frame_(new QLabel),
      live_(new QLabel(tr("LIVE"))) {
  setObjectName(QStringLiteral("transportBar"));
  setLayoutDirection(Qt::LeftToRight);  // Time runs to the right, in every language.
  time_->setObjectName(QStringLiteral("timeLabel"));
  frame_->setObjectName(QStringLiteral("frameLabel"));
  frame_->setForegroundRole(QPalette::PlaceholderText);
  live_->setObjectName(QStringLiteral("liveLabel"));
  QFont strong = live_->font();
  strong.setWeight(QFont::Bold);
  live_->setFont(strong);
  live_->setToolTip(tr("This source comes in its own time and cannot be wound back."));

  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 4, 8, 4);
  layout->setSpacing(4);
  layout->addWidget(actionButton(actions.stepBack, 20));
  layout->addWidget(actionButton(actions.playPause, 26));
  layout->addWidget(actionButton(actions.stepForward, 20));
  layout->addSpacing(6);
  layout->addWidget(seekBar_, 1);
  layout->addWidget(live_);
  layout->addSpacing(6);
  layout->addWidget(time_);
  layout->addSpacing(8);
  layout->addWidget(frame_);
  layout->addSpacing(6);
  layout->addWidget(actionButton(actions.snapshot, 20));
  layout->addWidget(actionButton(fullScreen, 20));

  connect(seekBar_, &SeekBar::seekWanted, this, &TransportBar::seekWanted);
  setSnapshot({});
}

void TransportBar::setSnapshot(const SessionSnapshot& snapshot) {
  const bool isLive = snapshot.source && !snapshot.source->seekable;
  const bool wasShown = live_->isVisibleTo(this);
  if (wasShown != isLive) {
    live_->setVisible(isLive);
    seekBar_->setVisible(!isLive);
  }
  frameCount_ = 0;
  seconds_ = 0;
  if (snapshot.source && snapshot.source->seekable) {
    const SourceInfo& source = *snapshot.source;
    const double rate = source.frameRate;
    seconds_ = source.duration ? source.duration->count() : 0;
    frameCount_ = source.frameCount.value_or(std::llround(seconds_ * rate));
    if (seconds_ <= 0 && rate > 0) {
      seconds_ = static_cast<double>(frameCount_) / rate;
    }
    // What was really read counts where the container understates itself.
    frameCount_ = std::max(frameCount_, indexOf(snapshot.stats.position) + 1);
  }
  seekBar_->setLength(
      static_cast<int>(std::min<std::int64_t>(frameCount_, std::numeric_limits<int>::max())),
      seconds_);
  if (!snapshot.active) {
    time_->setText(QStringLiteral("0:00.0"));
    frame_->clear();
    seekBar_->setPosition(0);
  }
}

void TransportBar::setPosition(FrameId frame, Timestamp time) {
  seekBar_->setPosition(
      static_cast<int>(std::min<std::int64_t>(indexOf(frame), std::numeric_limits<int>::max())));
  QString text = timeText(secondsOf(time));
  if (seconds_ > 0) {
    text += QStringLiteral(" / ") + timeText(seconds_);
  }
  time_->setText(text);
  frame_->setText(frameCount_ > 0 ? tr("picture %1 of %2").arg(numberOf(frame)).arg(frameCount_)
                                  : tr("picture %1").arg(numberOf(frame)));
}

}  // namespace followspot::ui
