#include "ui/panels/detection_panel.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/icon.h"

namespace followspot::ui {
namespace {

QLabel* heading(const QString& text, QWidget* buddy) {
  auto* const label = new QLabel(text);
  QFont font = label->font();
  font.setWeight(QFont::DemiBold);
  label->setFont(font);
  label->setBuddy(buddy);
  return label;
}

QToolButton* textButton(const char* name, const QString& text, const QString& toolTip) {
  auto* const button = new QToolButton;
  button->setObjectName(QLatin1String(name));
  button->setText(text);
  button->setToolTip(toolTip);
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

}  // namespace

DetectionPanel::DetectionPanel(QWidget* parent)
    : QWidget(parent),
      models_(new QComboBox),
      browse_(new QToolButton),
      modelFacts_(new QLabel),
      slider_(new QSlider(Qt::Horizontal)),
      score_(new QDoubleSpinBox),
      classFilter_(new QLineEdit),
      classes_(new QListWidget),
      classSummary_(new QLabel),
      classArea_(new QWidget) {
  setObjectName(QStringLiteral("detectionPanel"));

  models_->setObjectName(QStringLiteral("modelChooser"));
  models_->setAccessibleName(tr("Model"));
  models_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  models_->setMinimumContentsLength(16);
  browse_->setObjectName(QStringLiteral("browseModel"));
  browse_->setIcon(icon(QStringLiteral("open")));
  browse_->setToolTip(tr("Open a model folder"));
  browse_->setAccessibleName(browse_->toolTip());
  browse_->setFocusPolicy(Qt::TabFocus);
  modelFacts_->setObjectName(QStringLiteral("modelFacts"));
  modelFacts_->setTextFormat(Qt::PlainText);
  modelFacts_->setWordWrap(true);
  modelFacts_->setForegroundRole(QPalette::PlaceholderText);
  auto* const modelRow = new QHBoxLayout;
  modelRow->setSpacing(6);
  modelRow->addWidget(models_, 1);
  modelRow->addWidget(browse_);

  slider_->setObjectName(QStringLiteral("scoreSlider"));
  slider_->setAccessibleName(tr("Lowest score"));
  slider_->setRange(0, 100);
  slider_->setPageStep(10);
  score_->setObjectName(QStringLiteral("scoreValue"));
  score_->setAccessibleName(tr("Lowest score"));
  score_->setRange(0, 1);
  score_->setSingleStep(0.05);
  score_->setDecimals(2);
  score_->setKeyboardTracking(false);
  const QString scoreTip = tr("Detections with a lower score are left out.");
  slider_->setToolTip(scoreTip);
  score_->setToolTip(scoreTip);
  auto* const scoreRow = new QHBoxLayout;
  scoreRow->setSpacing(8);
  scoreRow->addWidget(slider_, 1);
  scoreRow->addWidget(score_);

  classFilter_->setObjectName(QStringLiteral("classFilter"));
  classFilter_->setAccessibleName(tr("Find a class"));
  classFilter_->setPlaceholderText(tr("Find a class"));
  classFilter_->setClearButtonEnabled(true);
  classFilter_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  classes_->setObjectName(QStringLiteral("classList"));
  classes_->setAccessibleName(tr("Classes to track"));
  classes_->setUniformItemSizes(true);
  classes_->setTabKeyNavigation(false);
  classSummary_->setObjectName(QStringLiteral("classSummary"));
  classSummary_->setTextFormat(Qt::PlainText);
  auto* const all = textButton("allClasses", tr("All"), tr("Track every class shown in the list"));
  auto* const none =
      textButton("noClasses", tr("None"), tr("Untick every class shown in the list"));
  auto* const classHead = new QHBoxLayout;
  classHead->addWidget(heading(tr("Classes"), classes_));
  classHead->addStretch();
  classHead->addWidget(classSummary_);
  classHead->addWidget(all);
  classHead->addWidget(none);
  auto* const classLayout = new QVBoxLayout(classArea_);
  classLayout->setContentsMargins(0, 0, 0, 0);
  classLayout->setSpacing(6);
  classLayout->addLayout(classHead);
  classLayout->addWidget(classFilter_);
  classLayout->addWidget(classes_, 1);

  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(6);
  layout->addWidget(heading(tr("Model"), models_));
  layout->addLayout(modelRow);
  layout->addWidget(modelFacts_);
  layout->addSpacing(6);
  layout->addWidget(heading(tr("Lowest score"), slider_));
  layout->addLayout(scoreRow);
  layout->addSpacing(6);
  layout->addWidget(classArea_, 1);

  connect(models_, &QComboBox::activated, this,
          [this](int index) { emit modelChosen(models_->itemData(index).toString()); });
  connect(browse_, &QToolButton::clicked, this, &DetectionPanel::browseWanted);
  connect(slider_, &QSlider::valueChanged, this, [this](int value) { setScore(value / 100.0); });
  connect(score_, &QDoubleSpinBox::valueChanged, this, &DetectionPanel::setScore);
  connect(classFilter_, &QLineEdit::textChanged, this, &DetectionPanel::applyClassFilter);
  connect(classes_, &QListWidget::itemChanged, this, &DetectionPanel::classesTicked);
  connect(all, &QToolButton::clicked, this, [this] { tickAll(Qt::Checked); });
  connect(none, &QToolButton::clicked, this, [this] { tickAll(Qt::Unchecked); });
  fillModels();
  fillClasses();
  setWanted(wanted_);
}

void DetectionPanel::setInstalledModels(const std::vector<InstalledModel>& models) {
  installed_ = models;
  fillModels();
}

void DetectionPanel::setModel(const ModelHandle& model) {
  model_ = model;
  fillModels();
  fillClasses();
}

void DetectionPanel::setLoading(const QString& name) {
  modelFacts_->setText(tr("Reading %1 ...").arg(name));
}

void DetectionPanel::fillModels() {
  const QSignalBlocker quiet(models_);
  models_->clear();
  models_->addItem(tr("No model (picture only)"), QString());
  for (const InstalledModel& installed : installed_) {
    models_->addItem(installed.name, installed.location);
    models_->setItemData(models_->count() - 1,
                         QStringLiteral("<p>%1</p>").arg(installed.location.toHtmlEscaped()),
                         Qt::ToolTipRole);
  }
  if (!model_) {
    models_->setCurrentIndex(0);
    modelFacts_->setText(installed_.empty()
                             ? tr("No model is installed. Open a model folder to see objects.")
                             : tr("Choose a model to see objects."));
    return;
  }
  const QString location = QString::fromStdString(model_->location.string());
  int index = models_->findData(location);
  if (index < 0) {
    const QString name = QString::fromStdString(model_->manifest.name);
    models_->addItem(name.isEmpty() ? location : name, location);
    index = models_->count() - 1;
  }
  models_->setCurrentIndex(index);
  const auto& manifest = model_->manifest;
  const int classCount = static_cast<int>(model_->labels.size()) - (manifest.hasBackground ? 1 : 0);
  const QString classes = classCount == 1 ? tr("1 class") : tr("%1 classes").arg(classCount);
  const QString architecture =
      QString::fromStdString(manifest.architecture.empty() ? "SSD" : manifest.architecture);
  modelFacts_->setText(tr("%1, input %2 x %3, %4")
                           .arg(architecture)
                           .arg(manifest.inputSize.width)
                           .arg(manifest.inputSize.height)
                           .arg(classes));
}

void DetectionPanel::fillClasses() {
  filling_ = true;
  classes_->clear();
  if (model_) {
    const auto& names = model_->labels.names();
    const std::set<std::string> excluded(wanted_.excludedClasses.begin(),
                                         wanted_.excludedClasses.end());
    for (std::size_t index = model_->manifest.hasBackground ? 1 : 0; index < names.size();
         ++index) {
      auto* const item = new QListWidgetItem(QString::fromStdString(names[index]), classes_);
      item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
      item->setCheckState(excluded.contains(names[index]) ? Qt::Unchecked : Qt::Checked);
    }
  }
  filling_ = false;
  classArea_->setEnabled(classes_->count() > 0);
  applyClassFilter();
  updateClassSummary();
}

void DetectionPanel::applyClassFilter() {
  const QString wanted = classFilter_->text().trimmed();
  for (int row = 0; row < classes_->count(); ++row) {
    QListWidgetItem* const item = classes_->item(row);
    item->setHidden(!item->text().contains(wanted, Qt::CaseInsensitive));
  }
}

void DetectionPanel::tickAll(Qt::CheckState state) {
  filling_ = true;
  for (int row = 0; row < classes_->count(); ++row) {
    if (!classes_->item(row)->isHidden()) {
      classes_->item(row)->setCheckState(state);
    }
  }
  filling_ = false;
  classesTicked();
}

void DetectionPanel::classesTicked() {
  if (filling_) {
    return;
  }
  // Names that this model does not have keep their state for the models that do.
  std::set<std::string> excluded(wanted_.excludedClasses.begin(), wanted_.excludedClasses.end());
  for (int row = 0; row < classes_->count(); ++row) {
    const QListWidgetItem* const item = classes_->item(row);
    const std::string name = item->text().toStdString();
    if (item->checkState() == Qt::Checked) {
      excluded.erase(name);
    } else {
      excluded.insert(name);
    }
  }
  wanted_.excludedClasses.assign(excluded.begin(), excluded.end());
  updateClassSummary();
  emit wantedChanged(wanted_);
}

void DetectionPanel::updateClassSummary() {
  int ticked = 0;
  for (int row = 0; row < classes_->count(); ++row) {
    ticked += classes_->item(row)->checkState() == Qt::Checked ? 1 : 0;
  }
  if (classes_->count() == 0) {
    classSummary_->clear();
  } else if (ticked == 0) {
    classSummary_->setText(tr("none: nothing is tracked"));
  } else {
    classSummary_->setText(tr("%1 of %2").arg(ticked).arg(classes_->count()));
  }
}

void DetectionPanel::setScore(double score) {
  if (std::abs(score - wanted_.minScore) < 0.0005) {
    return;
  }
  wanted_.minScore = score;
  setWanted(wanted_);
  emit wantedChanged(wanted_);
}

void DetectionPanel::setWanted(const WantedDetections& wanted) {
  const bool otherClasses = wanted.excludedClasses != wanted_.excludedClasses;
  wanted_ = wanted;
  {
    const QSignalBlocker quietSlider(slider_);
    const QSignalBlocker quietBox(score_);
    slider_->setValue(static_cast<int>(std::lround(wanted_.minScore * 100)));
    score_->setValue(wanted_.minScore);
  }
  if (otherClasses) {
    fillClasses();
  }
}

}  // namespace followspot::ui
