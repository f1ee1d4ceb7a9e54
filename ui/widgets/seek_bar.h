#pragma once

#include <QSlider>

namespace followspot::ui {

/// Position in a file, one step a picture. A click jumps to the place clicked; the time under the
/// pointer shows as a tool tip.
/// @threading GUI thread.
class SeekBar : public QSlider {
  Q_OBJECT
 public:
  explicit SeekBar(QWidget* parent = nullptr);

  /// Pictures and seconds of the file; 0 pictures: unknown.
  void setLength(int frames, double seconds);
  /// Moves the handle unless the user holds it.
  void setPosition(int frame);

 signals:
  /// The user wants this picture.
  void seekWanted(int frame);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int frameAt(double x) const;
  double seconds_ = 0;
};

}  // namespace followspot::ui
