#include "ui/wizard/verify_page.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace followspot::ui {
namespace {

QString percentText(double value) {
  return VerifyPage::tr("%1 %").arg(QLocale().toString(100 * value, 'f', 1));
}

}  // namespace

VerifyPage::VerifyPage(WizardShared& shared)
    : WizardPage(shared, "verifyPage", tr("Verify"),
                 tr("Each variant beside the full model, on the same pictures.")),
      verdicts_(new QTreeWidget) {
  verdicts_->setObjectName(QStringLiteral("verdicts"));
  verdicts_->setAccessibleName(tr("Verdicts"));
  verdicts_->setHeaderHidden(true);
  wrapLines(*verdicts_);
  verdicts_->setRootIsDecorated(false);
  verdicts_->setIconSize({18, 18});
  verdicts_->setSelectionMode(QAbstractItemView::NoSelection);
  content()->addWidget(verdicts_, 1);
}

void VerifyPage::initializePage() {
  verdicts_->clear();
  left_.clear();
  for (const VariantChoice& choice : state().variantChoices()) {
    if (!QFileInfo::exists(shared().variantFolder(choice.name) + QStringLiteral("/model.json"))) {
      continue;
    }
    if (shared().verdicts.contains(choice.name)) {
      show(choice.name, shared().verdicts[choice.name].toObject());
    } else {
      left_.append(choice.name);
    }
  }
  if (left_.isEmpty() && verdicts_->topLevelItemCount() == 0) {
    new QTreeWidgetItem(verdicts_,
                        {tr("Only the full model was made: there is nothing to compare it with.")});
  }
  verifyNext();
}

bool VerifyPage::isComplete() const { return !isBusy(); }

void VerifyPage::verifyNext() {
  if (left_.isEmpty()) {
    return;
  }
  const QString variant = left_.takeFirst();
  QStringList arguments = {QStringLiteral("model"), QStringLiteral("verify"),
                           shared().variantFolder(variant), QStringLiteral("--against"),
                           shared().variantFolder(QStringLiteral("full"))};
  if (!state().clip.isEmpty()) {
    arguments << QStringLiteral("--video") << state().clip << QStringLiteral("--pictures")
              << QStringLiteral("100");
  }
  arguments << QStringLiteral("--progress") << QStringLiteral("json") << QStringLiteral("--json")
            << QStringLiteral("-");
  run(tr("Comparing %1 ...").arg(variant), arguments, [this, variant](const ModelJobEnd& end) {
    if (end.hasResult()) {
      const QJsonObject json = QJsonDocument::fromJson(end.output).object();
      shared().verdicts[variant] = json;
      show(variant, json);
      setStatus({});
      QMetaObject::invokeMethod(this, &VerifyPage::verifyNext, Qt::QueuedConnection);
    }
  });
}

void VerifyPage::show(const QString& variant, const QJsonObject& json) {
  const QString verdict = json[QLatin1String("verdict")].toString();
  const QString words = verdict == QLatin1String("same") ? tr("safe: the same numbers")
                        : verdict == QLatin1String("close")
                            ? tr("small loss: other numbers, as good")
                            : tr("do not use without a look");
  auto* const item = new QTreeWidgetItem(verdicts_, {QStringLiteral("%1: %2").arg(variant, words)});
  item->setData(0, Qt::UserRole, verdict);
  item->setIcon(0, levelIcon(verdict == QLatin1String("same")    ? QStringLiteral("good")
                             : verdict == QLatin1String("close") ? QStringLiteral("note")
                                                                 : QStringLiteral("problem")));
  QFont bold = item->font(0);
  bold.setBold(true);
  item->setFont(0, bold);
  for (const auto& reason : json[QLatin1String("reasons")].toArray()) {
    new QTreeWidgetItem(item, {reason.toString()});
  }
  const QJsonObject seen = json[QLatin1String("detections")].toObject();
  if (!seen.isEmpty()) {
    new QTreeWidgetItem(
        item, {tr("Agreement %1 on %2 pictures: %3 boxes in both, %4 lost, %5 new; scores drift "
                  "by %6 on average, at most %7.")
                   .arg(percentText(seen[QLatin1String("agreement")].toDouble()))
                   .arg(seen[QLatin1String("pictures")].toInteger())
                   .arg(seen[QLatin1String("matched")].toInteger())
                   .arg(seen[QLatin1String("lost")].toInteger())
                   .arg(seen[QLatin1String("new")].toInteger())
                   .arg(seen[QLatin1String("score_drift_absolute")].toDouble(), 0, 'f', 3)
                   .arg(seen[QLatin1String("score_drift_largest")].toDouble(), 0, 'f', 3)});
  }
  const QJsonObject tracks = json[QLatin1String("tracks")].toObject();
  const QJsonObject before = tracks[QLatin1String("before")].toObject();
  const QJsonObject after = tracks[QLatin1String("after")].toObject();
  if (!before.isEmpty()) {
    new QTreeWidgetItem(item, {tr("Tracks: %1 became %2; interruptions: %3 became %4.")
                                   .arg(before[QLatin1String("ids")].toInteger())
                                   .arg(after[QLatin1String("ids")].toInteger())
                                   .arg(before[QLatin1String("interruptions")].toInteger())
                                   .arg(after[QLatin1String("interruptions")].toInteger())});
  }
  item->setExpanded(true);
}

}  // namespace followspot::ui
