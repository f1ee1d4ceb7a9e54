#include "ui/analyse/track_job_panel.h"

#include <algorithm>
#include <limits>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/time_text.h"

namespace followspot::ui {

TrackJobPanel::TrackJobPanel(AnalysisDocument& document, std::shared_ptr<Engine> engine,
                             QWidget* parent)
    : QWidget(parent),
      document_(document),
      engine_(std::move(engine)),
      job_(std::make_unique<TrackJob>(engine_)),
      modelName_(new QLabel),
      trackers_(new QComboBox),
      minScore_(new QDoubleSpinBox),
      button_(new QPushButton),
      bar_(new QProgressBar),
      state_(new QLabel) {
  setObjectName(QStringLiteral("trackJobPanel"));
  modelName_->setObjectName(QStringLiteral("trackJobModel"));
  modelName_->setTextFormat(Qt::PlainText);
  trackers_->setObjectName(QStringLiteral("trackJobTracker"));
  trackers_->setAccessibleName(tr("Tracker"));
  trackers_->setToolTip(tr("\"auto\" is ours and the best of them; the others are for comparing."));
  for (const TrackerChoice& choice : engine_->trackers()) {
    trackers_->addItem(QString::fromStdString(choice.name), choice.usualMinScore);
  }
  minScore_->setObjectName(QStringLiteral("trackJobMinScore"));
  minScore_->setAccessibleName(tr("Lowest score"));
  minScore_->setToolTip(tr("Detections that the model is less sure of are not tracked."));
  constexpr double kLeast = 0.05;
  minScore_->setRange(kLeast, 1);
  minScore_->setSingleStep(kLeast);
  minScore_->setValue(trackers_->currentData().toDouble());
  button_->setObjectName(QStringLiteral("trackJobButton"));
  bar_->setObjectName(QStringLiteral("trackJobProgress"));
  bar_->setAccessibleName(tr("Progress of tracking"));
  state_->setObjectName(QStringLiteral("trackJobState"));
  state_->setWordWrap(true);

  auto* const form = new QFormLayout;
  form->addRow(tr("Model"), modelName_);
  form->addRow(tr("Tracker"), trackers_);
  form->addRow(tr("Lowest score"), minScore_);
  auto* const line = new QHBoxLayout;
  line->addWidget(button_);
  line->addWidget(bar_, 1);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 6);
  layout->addLayout(form);
  layout->addLayout(line);
  layout->addWidget(state_);
  layout->addStretch(1);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

  connect(trackers_, &QComboBox::activated, this,
          [this] { minScore_->setValue(trackers_->currentData().toDouble()); });
  connect(button_, &QPushButton::clicked, this, &TrackJobPanel::startOrCancel);
  connect(&document_, &AnalysisDocument::projectChanged, this, &TrackJobPanel::update);
  connect(&document_, &AnalysisDocument::mediaChanged, this, &TrackJobPanel::update);
  connect(job_.get(), &TrackJob::changed, this, &TrackJobPanel::update);
  connect(job_.get(), &TrackJob::finished, this, [this](qlonglong run) {
    const TrackJob::Progress progress = job_->progress();
    state_->setText(tr("%1 pictures tracked in %2%3.")
                        .arg(progress.done)
                        .arg(timeText(progress.elapsed.count()),
                             progress.fromCache ? tr(", from the detections kept") : QString()));
    if (document_.projectFile() == projectOfJob_) {
      document_.refresh(RunId{run});
    }
  });
  connect(job_.get(), &TrackJob::cancelled, this,
          [this] { state_->setText(tr("Cancelled; nothing of it was kept.")); });
  connect(job_.get(), &TrackJob::failed, this, [this](const QString& text) {
    state_->setText(text);
    emit problem(tr("Tracking"), text);
  });
  update();
}

void TrackJobPanel::setModel(const ModelHandle& model) {
  model_ = model;
  update();
}

void TrackJobPanel::shutDown() {
  job_->disconnect(this);
  job_.reset();
}

void TrackJobPanel::startOrCancel() {
  if (job_->progress().running) {
    job_->cancel();
    button_->setEnabled(false);
  } else if (button_->isEnabled()) {
    start();
  }
}

void TrackJobPanel::start() {
  TrackJobRequest request;
  request.store = document_.store();
  request.media = *document_.currentMedia();
  request.location = document_.location().toStdString();
  request.model = model_;
  request.tracker = trackers_->currentText().toStdString();
  request.minScore = minScore_->value();
  projectOfJob_ = document_.projectFile();
  state_->clear();
  job_->start(request);
}

void TrackJobPanel::update() {
  if (!job_) {
    return;
  }
  const TrackJob::Progress progress = job_->progress();
  modelName_->setText(model_ ? QString::fromStdString(model_->manifest.name)
                             : tr("none: choose one in the Model menu"));
  button_->setText(progress.running ? tr("Cancel") : tr("Track this video"));
  const bool possible =
      document_.currentMedia() != nullptr && model_ != nullptr && trackers_->count() > 0;
  button_->setEnabled(progress.running || possible);
  trackers_->setEnabled(!progress.running);
  minScore_->setEnabled(!progress.running);
  bar_->setVisible(progress.running);
  if (!progress.running) {
    return;
  }
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  bar_->setRange(0, static_cast<int>(std::min(progress.total, kMost)));
  bar_->setValue(static_cast<int>(std::min(progress.done, kMost)));
  const QString left =
      progress.left ? tr(", %1 left").arg(timeText(progress.left->count())) : QString();
  state_->setText(progress.fromCache
                      ? tr("Tracking the detections kept: %1 of %2%3")
                            .arg(progress.done)
                            .arg(progress.total)
                            .arg(left)
                      : tr("Picture %1 of %2%3").arg(progress.done).arg(progress.total).arg(left));
}

}  // namespace followspot::ui
