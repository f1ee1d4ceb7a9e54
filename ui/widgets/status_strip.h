#pragma once

#include <optional>

#include <QWidget>

#include "ui/bridge/session_runner.h"

class QLabel;

namespace followspot::ui {

/// Numbers that are measured by the window itself.
struct ScreenNumbers {
  double pictureRate = 0;                               ///< Pictures painted per second.
  std::optional<std::chrono::milliseconds> pictureAge;  ///< When painted, since it left the source.
};

/// The truth at a glance: model, detectors, rates, age, skipped.
/// @threading GUI thread.
class StatusStrip : public QWidget {
  Q_OBJECT
 public:
  explicit StatusStrip(QWidget* parent = nullptr);
  void show(const SessionSnapshot& snapshot, const ModelHandle& model,
            const ScreenNumbers& numbers);

 private:
  QLabel* model_;
  QLabel* detectors_;
  QLabel* rates_;
  QLabel* age_;
  QLabel* skipped_;
};

}  // namespace followspot::ui
