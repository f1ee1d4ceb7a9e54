#pragma once

#include <functional>

#include <QObject>

class QWidget;

namespace followspot::ui {

/// Calls once, after a window has been painted for the first time.
/// @threading GUI thread.
class FirstPaint : public QObject {
  Q_OBJECT
 public:
  FirstPaint(QWidget* window, std::function<void()> then);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  std::function<void()> then_;
};

}  // namespace followspot::ui
