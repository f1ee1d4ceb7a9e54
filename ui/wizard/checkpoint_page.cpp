#include "ui/wizard/checkpoint_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace followspot::ui {

CheckpointPage::CheckpointPage(WizardShared& shared)
    : WizardPage(shared, "checkpointPage", tr("Checkpoint"),
                 tr("What is there, and whether a model can be made of it. The model is made once "
                    "in memory, so that green means that it will work.")),
      lines_(new QTreeWidget) {
  lines_->setObjectName(QStringLiteral("preflightLines"));
  lines_->setAccessibleName(tr("What was looked at"));
  lines_->setHeaderHidden(true);
  lines_->setRootIsDecorated(false);
  wrapLines(*lines_);
  lines_->setIndentation(22);
  lines_->setIconSize({18, 18});
  lines_->setSelectionMode(QAbstractItemView::NoSelection);
  lines_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  content()->addWidget(lines_, 1);
  auto* const row = new QHBoxLayout;
  const auto button = [&](const char* name, const QString& text) {
    auto* const made = new QPushButton(text);
    made->setObjectName(QLatin1String(name));
    row->addWidget(made);
    return made;
  };
  const QPushButton* const config = button("nameConfig", tr("Other &configuration..."));
  const QPushButton* const labels = button("nameLabels", tr("Other class na&mes..."));
  const QPushButton* const again = button("lookAgain", tr("Look &again"));
  row->addStretch();
  content()->addLayout(row);
  connect(config, &QPushButton::clicked, this, [this] {
    this->shared().dialogs->openFile(this, tr("Configuration"), state().given,
                                     {tr("Configuration (*.config)"), tr("All files (*)")},
                                     [this](const QString& file) {
                                       state().configChosen = file;
                                       look();
                                     });
  });
  connect(labels, &QPushButton::clicked, this, [this] {
    this->shared().dialogs->openFile(this, tr("Class names"), state().given,
                                     {tr("Class names (*.txt *.pbtxt)"), tr("All files (*)")},
                                     [this](const QString& file) {
                                       state().labelsChosen = file;
                                       look();
                                     });
  });
  connect(again, &QPushButton::clicked, this, &CheckpointPage::look);
}

void CheckpointPage::initializePage() { look(); }

bool CheckpointPage::isComplete() const { return ready_ && !isBusy(); }

void CheckpointPage::look() {
  if (isBusy()) {
    return;
  }
  lines_->clear();
  ready_ = false;
  QStringList arguments = {QStringLiteral("model"), QStringLiteral("preflight"), state().given,
                           QStringLiteral("--json")};
  if (!state().configChosen.isEmpty()) {
    arguments << QStringLiteral("--config") << state().configChosen;
  }
  if (!state().labelsChosen.isEmpty()) {
    arguments << QStringLiteral("--labels") << state().labelsChosen;
  }
  run(tr("Looking ..."), arguments, [this](const ModelJobEnd& end) {
    // Where it is not ready the exit code says so, too; the document is there all the same.
    show(QJsonDocument::fromJson(end.output).object());
  });
}

void CheckpointPage::show(const QJsonObject& json) {
  if (json.isEmpty()) {
    return;  // The status line has said why.
  }
  ready_ = json[QLatin1String("ready")].toBool();
  QTreeWidgetItem* firstProblem = nullptr;
  for (const auto& value : json[QLatin1String("lines")].toArray()) {
    const QJsonObject line = value.toObject();
    const QString level = line[QLatin1String("level")].toString();
    auto* const item = new QTreeWidgetItem(lines_, {line[QLatin1String("what")].toString()});
    item->setIcon(0, levelIcon(level));
    item->setData(0, Qt::UserRole, level);
    const QString word = level == QLatin1String("good")   ? tr("Good")
                         : level == QLatin1String("note") ? tr("Note")
                                                          : tr("Problem");
    item->setData(0, Qt::AccessibleTextRole, word + QStringLiteral(": ") + item->text(0));
    const QString why = line[QLatin1String("why")].toString();
    const QString fix = line[QLatin1String("fix")].toString();
    if (!why.isEmpty()) {
      new QTreeWidgetItem(item, {why});
    }
    if (!fix.isEmpty()) {
      auto* const todo = new QTreeWidgetItem(item, {tr("What to do: %1").arg(fix)});
      QFont bold = todo->font(0);
      bold.setBold(level == QLatin1String("problem"));
      todo->setFont(0, bold);
    }
    item->setExpanded(true);
    if (level == QLatin1String("problem") && firstProblem == nullptr) {
      firstProblem = item;
    }
  }
  if (ready_) {
    // Names that were typed in on the next page are kept where they still fit.
    const QStringList typed = state().classes;
    const QString typedFor = state().checkpoint;
    state().takePreflight(json);
    if (typedFor == state().checkpoint && typed.size() == state().classes.size() &&
        state().labelsChosen.isEmpty()) {
      state().classes = typed;
    }
    shared().save();
    setStatus(tr("Ready."));
  } else {
    setStatus(tr("It cannot go on like this. Put right what is marked, then look again."), true);
    lines_->scrollToItem(firstProblem);
  }
  emit completeChanged();
}

}  // namespace followspot::ui
