#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "ui/bridge/session_runner.h"
#include "ui/sources/model_library.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QSlider;
class QToolButton;

namespace followspot::ui {

/// What is detected: model, lowest score, classes. Every change acts at once.
/// @threading GUI thread.
class DetectionPanel : public QWidget {
  Q_OBJECT
 public:
  explicit DetectionPanel(QWidget* parent = nullptr);

  /// The models to choose from besides "no model" and whatever is loaded.
  void setInstalledModels(const std::vector<InstalledModel>& models);
  /// Shows the model in use and its classes; null: none. Classes not in `wanted` keep their ticks.
  void setModel(const ModelHandle& model);
  /// While a model is being read.
  void setLoading(const QString& name);
  void setWanted(const WantedDetections& wanted);
  [[nodiscard]] const WantedDetections& wanted() const { return wanted_; }

 signals:
  void wantedChanged(const followspot::ui::WantedDetections& wanted);
  /// Empty: no model.
  void modelChosen(const QString& location);
  void browseWanted();

 private:
  void fillModels();
  void fillClasses();
  void applyClassFilter();
  void tickAll(Qt::CheckState state);
  void classesTicked();
  void setScore(double score);
  void updateClassSummary();

  std::vector<InstalledModel> installed_;
  ModelHandle model_;
  WantedDetections wanted_;
  QComboBox* models_;
  QToolButton* browse_;
  QLabel* modelFacts_;
  QSlider* slider_;
  QDoubleSpinBox* score_;
  QLineEdit* classFilter_;
  QListWidget* classes_;
  QLabel* classSummary_;
  QWidget* classArea_;
  bool filling_ = false;
};

}  // namespace followspot::ui
