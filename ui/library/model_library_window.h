#pragma once

#include <functional>

#include <QDialog>
#include <QJsonObject>
#include <QStringList>

#include "ui/dialogs/dialog_service.h"
#include "ui/wizard/model_job.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;
class QTabWidget;
class QTreeWidget;

namespace followspot::ui {

class ModelChart;
class StepGraph;

struct ModelLibraryParts {
  QStringList folders;  ///< Looked for models in; new ones go to the first.
  QString program;      ///< See ModelJob.
  DialogService* dialogs = nullptr;
  /// What plays now, for comparing models on it; may give nothing.
  std::function<QString()> clip;
};

/// Installed models: where they come from, what each step of making them removed, and how they
/// compare; import by drop, removal to the trash with undo. Not modal.
/// @threading GUI thread; measuring is done by a child process.
class ModelLibraryWindow : public QDialog {
  Q_OBJECT
 public:
  explicit ModelLibraryWindow(ModelLibraryParts parts, QWidget* parent = nullptr);

  /// Looks at the folders anew.
  void refresh();
  /// Copies a package (or a bare .pb) into the library; a training is for `trainingDropped`.
  void import(const QString& location);

 signals:
  void useWanted(const QString& location);
  void trainingDropped(const QString& location);
  void libraryChanged();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  [[nodiscard]] QString chosen() const;
  [[nodiscard]] QStringList checked() const;
  void showChosen();
  void removeChosen();
  void undoRemove();
  void compareChecked();
  void run(const QString& what, const QStringList& arguments,
           std::function<void(const ModelJobEnd&)> then);
  void updateButtons();

  ModelLibraryParts parts_;
  ModelJob job_;
  std::function<void(const ModelJobEnd&)> then_;
  QTreeWidget* list_;
  QTabWidget* tabs_;
  QLabel* provenance_;
  StepGraph* steps_;
  QTableWidget* table_;
  ModelChart* chart_;
  QLabel* status_;
  QProgressBar* progress_;
  QPushButton* use_;
  QPushButton* compare_;
  QPushButton* remove_;
  QPushButton* undo_;
  QPushButton* stop_;
  QString removedFrom_;
  QString removedTo_;
};

}  // namespace followspot::ui
