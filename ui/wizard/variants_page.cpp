#include "ui/wizard/variants_page.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/library/model_table.h"

namespace followspot::ui {

VariantsPage::VariantsPage(WizardShared& shared)
    : WizardPage(shared, "variantsPage", tr("Variants"),
                 tr("Smaller or faster ones beside the full model. They are measured in turns, "
                    "each in a process of its own; what is within noise is said.")),
      half_(new QCheckBox(tr("Weights in 1&6 bits: half the file, same speed"))),
      byte_(new QCheckBox(tr("Weights in &8 bits: a quarter of the file, same speed"))),
      prune_(new QCheckBox(tr("Channels &taken out, to save of the work:"))),
      percent_(new QSpinBox),
      make_(new QPushButton(tr("&Make and measure"))),
      table_(new QTableWidget) {
  half_->setObjectName(QStringLiteral("wantHalf"));
  byte_->setObjectName(QStringLiteral("wantByte"));
  prune_->setObjectName(QStringLiteral("wantPruned"));
  percent_->setObjectName(QStringLiteral("prunePercent"));
  percent_->setAccessibleName(tr("Percent of the work to save"));
  percent_->setRange(5, 80);
  percent_->setSuffix(tr(" %"));
  make_->setObjectName(QStringLiteral("makeVariants"));
  table_->setObjectName(QStringLiteral("variantTable"));
  table_->setAccessibleName(tr("Variants"));
  prepareModelTable(*table_);
  auto* const row = new QHBoxLayout;
  row->addWidget(prune_);
  row->addWidget(percent_);
  row->addStretch();
  content()->addWidget(half_);
  content()->addWidget(byte_);
  content()->addLayout(row);
  content()->addWidget(make_, 0, Qt::AlignLeft);
  content()->addWidget(table_, 1);
  connect(make_, &QPushButton::clicked, this, [this] {
    takeChoice();
    left_ = state().variantChoices();
    this->shared().figures = {};
    this->shared().verdicts = {};
    for (const VariantChoice& choice : left_) {
      QDir(this->shared().variantFolder(choice.name)).removeRecursively();
    }
    makeNext();
  });
}

void VariantsPage::initializePage() {
  half_->setChecked(state().variants.contains(QLatin1String("float16")));
  byte_->setChecked(state().variants.contains(QLatin1String("uint8")));
  const bool canPrune = !state().clip.isEmpty();
  prune_->setEnabled(canPrune);
  percent_->setEnabled(canPrune);
  prune_->setChecked(canPrune && state().variants.contains(QLatin1String("pruned")));
  prune_->setToolTip(canPrune ? tr("Which channels can go is decided on your video.")
                              : tr("Needs a video: name one on the first page."));
  percent_->setValue(state().prunePercent);
  showFigures();
  if (shared().figures.isEmpty()) {
    setStatus(canPrune
                  ? tr("Optional: the full model is good as it is.")
                  : tr("Optional: the full model is good as it is. Without a video only size and "
                       "time are measured, and nothing can be taken out."));
  }
}

bool VariantsPage::isComplete() const { return !isBusy(); }

void VariantsPage::takeChoice() {
  QStringList wanted;
  const auto add = [&](const QCheckBox* box, const char* name) {
    if (box->isChecked()) {
      wanted.append(QLatin1String(name));
    }
  };
  add(half_, "float16");
  add(byte_, "uint8");
  add(prune_, "pruned");
  state().variants = wanted;
  state().prunePercent = percent_->value();
}

bool VariantsPage::validatePage() {
  takeChoice();
  shared().save();
  return true;
}

void VariantsPage::makeNext() {
  if (left_.isEmpty()) {
    measure();
    return;
  }
  const VariantChoice choice = left_.takeFirst();
  QStringList arguments = {QStringLiteral("model"), QStringLiteral("shrink"),
                           shared().variantFolder(QStringLiteral("full"))};
  arguments << choice.options << QStringLiteral("--progress") << QStringLiteral("json")
            << QStringLiteral("-o") << shared().variantFolder(choice.name);
  run(tr("Making %1 ...").arg(choice.name), arguments, [this](const ModelJobEnd& end) {
    if (end.hasResult()) {
      // The page that the user has left in the meantime has nothing more to do.
      QMetaObject::invokeMethod(this, &VariantsPage::makeNext, Qt::QueuedConnection);
    }
  });
}

void VariantsPage::measure() {
  QStringList arguments = {QStringLiteral("model"), QStringLiteral("compare"),
                           shared().variantFolder(QStringLiteral("full"))};
  for (const VariantChoice& choice : state().variantChoices()) {
    arguments << shared().variantFolder(choice.name);
  }
  if (!state().clip.isEmpty()) {
    arguments << QStringLiteral("--video") << state().clip << QStringLiteral("--pictures")
              << QStringLiteral("100");
  }
  arguments << QStringLiteral("--progress") << QStringLiteral("json") << QStringLiteral("--json")
            << QStringLiteral("-");
  run(tr("Measuring, in turns ..."), arguments, [this](const ModelJobEnd& end) {
    if (end.hasResult()) {
      shared().figures = QJsonDocument::fromJson(end.output).object();
      showFigures();
      setStatus(tr("Measured. Times are of this machine, on one core."));
      shared().save();
    }
  });
}

void VariantsPage::showFigures() { fillModelTable(*table_, shared().figures); }

}  // namespace followspot::ui
