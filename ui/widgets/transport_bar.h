#pragma once

#include <QWidget>

#include "ui/bridge/session_runner.h"
#include "ui/watch/watch_actions.h"

class QLabel;

namespace followspot::ui {

class SeekBar;

/// Play, step, position, time: the strip below the picture.
/// @threading GUI thread.
class TransportBar : public QWidget {
  Q_OBJECT
 public:
  TransportBar(const WatchActions& actions, QAction* fullScreen, QWidget* parent = nullptr);

  /// State, length and kind of the source.
  void setSnapshot(const SessionSnapshot& snapshot);
  /// The picture that is on the screen now.
  void setPosition(FrameId frame, Timestamp time);

 signals:
  void seekWanted(qint64 frameIndex);

 private:
  SeekBar* seekBar_;
  QLabel* time_;
  QLabel* frame_;
  QLabel* live_;
  std::int64_t frameCount_ = 0;
  double seconds_ = 0;
};

}  // namespace followspot::ui
