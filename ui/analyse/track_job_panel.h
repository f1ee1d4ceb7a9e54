#pragma once

#include <QWidget>

#include "ui/analyse/analysis_document.h"
#include "ui/analyse/track_job.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace followspot::ui {

/// "Track this video": the model in use, a tracker and its least score; progress, time left,
/// cancel. The run is shown when it is there.
/// @threading GUI thread.
class TrackJobPanel : public QWidget {
  Q_OBJECT
 public:
  TrackJobPanel(AnalysisDocument& document, std::shared_ptr<Engine> engine,
                QWidget* parent = nullptr);

  void setModel(const ModelHandle& model);
  /// As the button does.
  void startOrCancel();
  /// Ends what runs and waits for it.
  void shutDown();

 signals:
  void problem(const QString& source, const QString& text);

 private:
  void start();
  void update();

  AnalysisDocument& document_;
  std::shared_ptr<Engine> engine_;
  std::unique_ptr<TrackJob> job_;
  ModelHandle model_;
  QLabel* modelName_;
  QComboBox* trackers_;
  QDoubleSpinBox* minScore_;
  QPushButton* button_;
  QProgressBar* bar_;
  QLabel* state_;
  QString projectOfJob_;
};

}  // namespace followspot::ui
