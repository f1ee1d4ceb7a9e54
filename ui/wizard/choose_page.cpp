#include "ui/wizard/choose_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/library/model_chart.h"

namespace followspot::ui {
namespace {

constexpr int kMostLetters = 80;

}  // namespace

ChoosePage::ChoosePage(WizardShared& shared)
    : WizardPage(shared, "choosePage", tr("Choose"),
                 tr("Take one, give it a name, and install it.")),
      chart_(new ModelChart),
      variant_(new QComboBox),
      name_(new QLineEdit),
      use_(new QCheckBox(tr("&Use it on this source at once"))) {
  setButtonText(QWizard::FinishButton, tr("&Install"));
  setFinalPage(true);
  variant_->setObjectName(QStringLiteral("variantChoice"));
  variant_->setAccessibleName(tr("Variant"));
  name_->setObjectName(QStringLiteral("modelName"));
  name_->setAccessibleName(tr("Name"));
  name_->setMaxLength(kMostLetters);
  use_->setObjectName(QStringLiteral("useAtOnce"));
  use_->setChecked(true);
  auto* const form = new QFormLayout;
  form->addRow(tr("&Variant"), variant_);
  form->addRow(tr("&Name"), name_);
  form->addRow(QString(), use_);
  content()->addWidget(chart_, 1);
  content()->addLayout(form);
  connect(name_, &QLineEdit::textChanged, this, [this] {
    setStatus(objectionToName());
    emit completeChanged();
  });
  connect(chart_, &ModelChart::sweetSpotChanged, this, [this](const QString& name) {
    const int at = variant_->findData(QFileInfo(name).fileName());
    if (at >= 0) {
      variant_->setCurrentIndex(at);
    }
  });
}

void ChoosePage::initializePage() {
  installed_.clear();
  variant_->clear();
  variant_->addItem(tr("full (32 bits, as trained)"), QStringLiteral("full"));
  for (const VariantChoice& choice : state().variantChoices()) {
    if (QFileInfo::exists(shared().variantFolder(choice.name) + QStringLiteral("/model.json"))) {
      variant_->addItem(choice.name, choice.name);
    }
  }
  variant_->setCurrentIndex(std::max(variant_->findData(state().chosen), 0));
  if (state().name.isEmpty()) {
    QString name = QFileInfo(state().config).dir().dirName();
    if (name.isEmpty()) {
      name = state().architecture;
    }
    QString free = name;
    for (int number = 2; QFileInfo::exists(shared().library + QLatin1Char('/') + free); ++number) {
      free = QStringLiteral("%1-%2").arg(name).arg(number);
    }
    state().name = free;
  }
  name_->setText(state().name);
  setStatus(objectionToName());
  chart_->setComparison(shared().figures);
  chart_->setVisible(!shared().figures.isEmpty());
}

QString ChoosePage::target() const {
  return shared().library + QLatin1Char('/') + name_->text().trimmed();
}

QString ChoosePage::objectionToName() const {
  const QString name = name_->text().trimmed();
  if (name.isEmpty()) {
    return tr("A model needs a name.");
  }
  if (name.contains(QLatin1Char('/')) || name.startsWith(QLatin1Char('.'))) {
    return tr("A name has no / and does not begin with a dot.");
  }
  if (QFileInfo::exists(target())) {
    return tr(
        "There is a model of this name already. Take another, or remove that one from the "
        "library first.");
  }
  return {};
}

bool ChoosePage::isComplete() const { return !isBusy() && objectionToName().isEmpty(); }

bool ChoosePage::wantsUse() const { return use_->isChecked(); }

void ChoosePage::takeChoice() {
  state().chosen = variant_->currentData().toString();
  state().name = name_->text().trimmed();
  shared().save();
}

bool ChoosePage::validatePage() {
  if (!installed_.isEmpty()) {
    return true;
  }
  if (isBusy()) {
    return false;
  }
  takeChoice();
  const QString folder = target();
  QDir().mkpath(shared().library);
  run(tr("Installing ..."),
      {QStringLiteral("model"), QStringLiteral("shrink"), shared().variantFolder(state().chosen),
       QStringLiteral("--name"), state().name, QStringLiteral("--progress"), QStringLiteral("json"),
       QStringLiteral("-o"), folder},
      [this, folder](const ModelJobEnd& end) {
        if (end.hasResult()) {
          installed_ = folder;
          emit installedModel();
        }
      });
  return false;
}

}  // namespace followspot::ui
