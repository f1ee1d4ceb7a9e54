#include "ui/library/model_library_window.h"

#include <utility>

#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QTableWidget>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "core/base/output_file.h"
#include "core/model/manifest.h"
#include "ui/library/model_chart.h"
#include "ui/library/model_table.h"
#include "ui/library/step_graph.h"
#include "ui/sources/model_library.h"
#include "ui/sources/open_target.h"

namespace followspot::ui {
namespace {

constexpr std::size_t kMostManifest = std::size_t{1} << 20U;

Result<model::ModelManifest> manifestOf(const QString& location) {
  const auto text =
      readFile((location + QStringLiteral("/model.json")).toStdString(), kMostManifest);
  if (!text) {
    return fail(text.error());
  }
  auto read = model::readManifest(*text);
  if (!read) {
    return fail(read.error());
  }
  return std::move(read->manifest);
}

qint64 bytesOf(const QString& location) {
  qint64 bytes = 0;
  for (const QFileInfo& file : QDir(location).entryInfoList(QDir::Files)) {
    bytes += file.size();
  }
  return bytes;
}

}  // namespace

ModelLibraryWindow::ModelLibraryWindow(ModelLibraryParts parts, QWidget* parent)
    : QDialog(parent),
      parts_(std::move(parts)),
      job_(parts_.program),
      list_(new QTreeWidget),
      tabs_(new QTabWidget),
      provenance_(new QLabel),
      steps_(new StepGraph),
      table_(new QTableWidget),
      chart_(new ModelChart),
      status_(new QLabel),
      progress_(new QProgressBar),
      use_(new QPushButton(tr("&Use on this source"))),
      compare_(new QPushButton(tr("&Compare the marked"))),
      remove_(new QPushButton(tr("&Remove"))),
      undo_(new QPushButton(tr("U&ndo removal"))),
      stop_(new QPushButton(tr("&Stop"))) {
  setObjectName(QStringLiteral("modelLibrary"));
  setWindowTitle(tr("Model library"));
  setAcceptDrops(true);
  resize(1000, 620);
  list_->setObjectName(QStringLiteral("modelList"));
  list_->setAccessibleName(tr("Installed models"));
  list_->setHeaderLabels({tr("Model"), tr("Input"), tr("MB")});
  list_->setRootIsDecorated(false);
  list_->setAlternatingRowColors(true);
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  provenance_->setObjectName(QStringLiteral("provenance"));
  provenance_->setTextFormat(Qt::PlainText);
  provenance_->setWordWrap(true);
  provenance_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  table_->setObjectName(QStringLiteral("compareTable"));
  table_->setAccessibleName(tr("Comparison"));
  prepareModelTable(*table_);
  tabs_->setObjectName(QStringLiteral("libraryTabs"));
  auto* const about = new QWidget;
  auto* const aboutLayout = new QVBoxLayout(about);
  aboutLayout->addWidget(provenance_);
  aboutLayout->addSpacing(8);
  aboutLayout->addWidget(steps_);
  aboutLayout->addStretch();
  auto* const scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("aboutScroll"));
  scroll->setAccessibleName(tr("About the model"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(about);
  auto* const comparison = new QWidget;
  auto* const comparisonLayout = new QVBoxLayout(comparison);
  comparisonLayout->addWidget(table_, 1);
  comparisonLayout->addWidget(chart_, 2);
  tabs_->addTab(scroll, tr("&About"));
  tabs_->addTab(comparison, tr("Co&mparison"));
  auto* const splitter = new QSplitter;
  splitter->addWidget(list_);
  splitter->addWidget(tabs_);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 3);
  status_->setObjectName(QStringLiteral("libraryStatus"));
  status_->setTextFormat(Qt::PlainText);
  status_->setWordWrap(true);
  progress_->setRange(0, 0);
  progress_->setMaximumWidth(160);
  progress_->setAccessibleName(tr("Progress"));
  auto* const bring = new QPushButton(tr("&Import..."));
  auto* const row = new QHBoxLayout;
  const auto add = [&](QPushButton* button, const char* name) {
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    row->addWidget(button);
  };
  add(use_, "useModel");
  add(compare_, "compareModels");
  add(bring, "importModel");
  add(remove_, "removeModel");
  add(undo_, "undoRemove");
  row->addStretch();
  auto* const foot = new QHBoxLayout;
  foot->addWidget(status_, 1);
  foot->addWidget(progress_);
  stop_->setObjectName(QStringLiteral("stopComparison"));
  stop_->setAutoDefault(false);
  foot->addWidget(stop_);
  auto* const layout = new QVBoxLayout(this);
  layout->addWidget(splitter, 1);
  layout->addLayout(row);
  layout->addLayout(foot);
  progress_->hide();
  stop_->hide();
  undo_->hide();

  connect(list_, &QTreeWidget::currentItemChanged, this, &ModelLibraryWindow::showChosen);
  connect(list_, &QTreeWidget::itemChanged, this, &ModelLibraryWindow::updateButtons);
  connect(list_, &QTreeWidget::itemActivated, this, [this] { emit useWanted(chosen()); });
  connect(use_, &QPushButton::clicked, this, [this] { emit useWanted(chosen()); });
  connect(compare_, &QPushButton::clicked, this, &ModelLibraryWindow::compareChecked);
  connect(remove_, &QPushButton::clicked, this, &ModelLibraryWindow::removeChosen);
  connect(undo_, &QPushButton::clicked, this, &ModelLibraryWindow::undoRemove);
  connect(stop_, &QPushButton::clicked, &job_, &ModelJob::cancel);
  connect(bring, &QPushButton::clicked, this, [this] {
    parts_.dialogs->openFolder(this, tr("Import model folder"), {},
                               [this](const QString& folder) { import(folder); });
  });
  connect(&job_, &ModelJob::picturesDone, this, [this](int pictures) {
    status_->setText(tr("%1 pictures looked at ...").arg(pictures));
  });
  connect(&job_, &ModelJob::finished, this, [this](const ModelJobEnd& end) {
    progress_->hide();
    stop_->hide();
    status_->setText(end.sentence);
    if (const auto then = std::exchange(then_, {})) {
      then(end);
    }
    updateButtons();
  });
  refresh();
}

void ModelLibraryWindow::refresh() {
  const QString before = chosen();
  const QStringList marked = checked();
  const QSignalBlocker quiet(list_);
  list_->clear();
  for (const InstalledModel& model : installedModels(parts_.folders)) {
    auto* const item = new QTreeWidgetItem(list_, {model.name});
    item->setData(0, Qt::UserRole, model.location);
    item->setToolTip(0, model.location);
    item->setCheckState(0, marked.contains(model.location) ? Qt::Checked : Qt::Unchecked);
    if (const auto manifest = manifestOf(model.location)) {
      item->setText(
          1,
          QStringLiteral("%1 x %2").arg(manifest->inputSize.width).arg(manifest->inputSize.height));
    }
    item->setText(2,
                  QLocale().toString(static_cast<double>(bytesOf(model.location)) / 1e6, 'f', 1));
    item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    if (model.location == before || list_->currentItem() == nullptr) {
      list_->setCurrentItem(item);
    }
  }
  if (list_->topLevelItemCount() == 0) {
    status_->setText(
        tr("No model is installed. Drop a model folder here, or make one of a training "
           "with the model wizard."));
  }
  showChosen();
}

QString ModelLibraryWindow::chosen() const {
  const QTreeWidgetItem* const item = list_->currentItem();
  return item == nullptr ? QString() : item->data(0, Qt::UserRole).toString();
}

QStringList ModelLibraryWindow::checked() const {
  QStringList marked;
  for (int i = 0; i < list_->topLevelItemCount(); ++i) {
    if (list_->topLevelItem(i)->checkState(0) == Qt::Checked) {
      marked.append(list_->topLevelItem(i)->data(0, Qt::UserRole).toString());
    }
  }
  return marked;
}

void ModelLibraryWindow::updateButtons() {
  const bool any = !chosen().isEmpty();
  use_->setEnabled(any);
  remove_->setEnabled(any && QFileInfo(QFileInfo(chosen()).path()).isWritable());
  compare_->setEnabled(checked().size() >= 2 && !job_.isRunning());
  compare_->setToolTip(tr("Mark two models or more in the list; the first is compared with."));
}

void ModelLibraryWindow::showChosen() {
  updateButtons();
  const QString location = chosen();
  if (location.isEmpty()) {
    provenance_->clear();
    steps_->show({});
    return;
  }
  const auto manifest = manifestOf(location);
  if (!manifest) {
    provenance_->setText(QString::fromStdString(manifest.error().message));
    steps_->show({});
    return;
  }
  const auto text = [](const std::string& value) { return QString::fromStdString(value); };
  QStringList lines = {tr("%1: %2, %3 classes")
                           .arg(text(manifest->name), text(manifest->architecture))
                           .arg(manifest->classCount),
                       tr("Input: %1 x %2, %3, (value - %4) * %5")
                           .arg(manifest->inputSize.width)
                           .arg(manifest->inputSize.height)
                           .arg(manifest->rgb ? QStringLiteral("RGB") : QStringLiteral("BGR"))
                           .arg(static_cast<double>(manifest->mean[0]), 0, 'g', 4)
                           .arg(static_cast<double>(manifest->scale), 0, 'g', 4),
                       tr("Made of: %1").arg(text(manifest->origin)),
                       tr("Made: %1").arg(text(manifest->created)), tr("Folder: %1").arg(location)};
  provenance_->setText(lines.join(QLatin1Char('\n')));
  steps_->show(manifest->steps);
}

void ModelLibraryWindow::run(const QString& what, const QStringList& arguments,
                             std::function<void(const ModelJobEnd&)> then) {
  if (job_.isRunning()) {
    return;
  }
  then_ = std::move(then);
  status_->setText(what);
  progress_->show();
  stop_->show();
  job_.start(arguments);
  updateButtons();
}

void ModelLibraryWindow::import(const QString& location) {
  if (targetKindOf(location) == TargetKind::Checkpoint) {
    emit trainingDropped(location);
    return;
  }
  if (!looksLikeModel(location)) {
    status_->setText(tr("%1 is no model: a folder with model.json, or a .pb file with its .pbtxt, "
                        "is.")
                         .arg(location));
    return;
  }
  const QString name = QFileInfo(location).completeBaseName();
  const QString target = parts_.folders.value(0) + QLatin1Char('/') + name;
  if (QFileInfo::exists(target)) {
    status_->setText(tr("There is a model \"%1\" already. Remove it first, or give the folder "
                        "another name.")
                         .arg(name));
    return;
  }
  QDir().mkpath(parts_.folders.value(0));
  run(tr("Importing %1 ...").arg(name),
      {QStringLiteral("model"), QStringLiteral("shrink"), location, QStringLiteral("--name"), name,
       QStringLiteral("--progress"), QStringLiteral("json"), QStringLiteral("-o"), target},
      [this, name](const ModelJobEnd& end) {
        if (end.hasResult()) {
          refresh();
          status_->setText(tr("%1 was imported.").arg(name));
          emit libraryChanged();
        }
      });
}

void ModelLibraryWindow::removeChosen() {
  const QString location = chosen();
  QString inTrash;
  if (!QFile::moveToTrash(location, &inTrash)) {
    status_->setText(tr("%1 cannot be moved to the trash. It was left as it is.").arg(location));
    return;
  }
  removedFrom_ = location;
  removedTo_ = inTrash;
  undo_->setVisible(!inTrash.isEmpty());
  refresh();
  status_->setText(tr("%1 is in the trash.").arg(QFileInfo(location).fileName()));
  emit libraryChanged();
}

void ModelLibraryWindow::undoRemove() {
  // What the trash keeps beside it says only where it came from.
  const bool back = !QFileInfo::exists(removedFrom_) && QDir().rename(removedTo_, removedFrom_);
  const QString name = QFileInfo(removedFrom_).fileName();
  if (back) {
    const QFileInfo file(removedTo_);
    QFile::remove(file.path() + QStringLiteral("/../info/") + file.fileName() +
                  QStringLiteral(".trashinfo"));
  }
  undo_->hide();
  refresh();
  status_->setText(back ? tr("%1 is back.").arg(name)
                        : tr("%1 cannot be put back: it is still in the trash.").arg(name));
  emit libraryChanged();
}

void ModelLibraryWindow::compareChecked() {
  QStringList arguments = {QStringLiteral("model"), QStringLiteral("compare")};
  arguments << checked();
  const QString clip = parts_.clip ? parts_.clip() : QString();
  if (!clip.isEmpty()) {
    arguments << QStringLiteral("--video") << clip << QStringLiteral("--pictures")
              << QStringLiteral("100");
  }
  arguments << QStringLiteral("--progress") << QStringLiteral("json") << QStringLiteral("--json")
            << QStringLiteral("-");
  run(tr("Measuring, in turns ..."), arguments, [this, clip](const ModelJobEnd& end) {
    if (end.hasResult()) {
      const QJsonObject json = QJsonDocument::fromJson(end.output).object();
      fillModelTable(*table_, json);
      chart_->setComparison(json);
      tabs_->setCurrentIndex(1);
      status_->setText(clip.isEmpty()
                           ? tr("Measured. Play a video file to compare what they find, too.")
                           : tr("Measured on %1.").arg(QFileInfo(clip).fileName()));
    }
  });
}

void ModelLibraryWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) {
    event->acceptProposedAction();
  }
}

void ModelLibraryWindow::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) {
      event->acceptProposedAction();
      import(QFileInfo(url.toLocalFile()).absoluteFilePath());
      return;
    }
  }
}

}  // namespace followspot::ui
