#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "ui/analyse/analysis_document.h"

namespace followspot::ui {

/// Plays a document: moves its picture on in time, either way, at some speed, within A-B.
/// @threading GUI thread.
class Shuttle : public QObject {
  Q_OBJECT
 public:
  static constexpr double kSlowest = 0.125;
  static constexpr double kFastest = 16;

  explicit Shuttle(AnalysisDocument& document, QObject* parent = nullptr);

  /// Forward, from the beginning (or A) where it stands at the end.
  void play();
  void pause();
  void toggle();
  /// As J and L of a cutting desk: starts at speed 1; once more in the same direction doubles, in
  /// the other one turns round.
  void shuttle(int direction);
  /// Halves or doubles.
  void changeSpeed(double factor);

  [[nodiscard]] bool isPlaying() const { return direction_ != 0; }
  /// -1, 0 or 1.
  [[nodiscard]] int direction() const { return direction_; }
  [[nodiscard]] double speed() const { return speed_; }

 signals:
  void changed();

 private:
  void start(int direction);
  void tick();
  void advance(double seconds);

  AnalysisDocument& document_;
  QTimer timer_;
  QElapsedTimer sinceTick_;
  int direction_ = 0;
  double speed_ = 1;
  double position_ = 0;  // of the picture, in pictures
  bool moving_ = false;  // the document's picture is being moved by us
};

}  // namespace followspot::ui
