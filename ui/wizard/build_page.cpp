#include "ui/wizard/build_page.h"

#include <array>

#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace followspot::ui {
namespace {

enum Column { StepColumn, NodeColumn, SizeColumn, TimeColumn, ColumnCount };

struct Words {
  const char* name;
  const char* words;
};
constexpr std::array kWords = {
    Words{"cut the network out",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Keeps what leads from a picture to boxes and classes; losses, "
                            "gradients and queues stay behind.")},
    Words{"remove dropout",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Takes out the noise that keeps a training from learning by heart.")},
    Words{"training to inference",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Uses averages measured in training instead of those of a batch.")},
    Words{"strip unused", QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                                            "Drops nodes that no box or score depends on.")},
    Words{"freeze",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Writes the weights of the checkpoint into the graph as constants.")},
    Words{"strip identity", QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                                              "Drops nodes that only hand on their input.")},
    Words{"fold constants", QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                                              "Computes once what is the same for each picture.")},
    Words{"fuse patterns",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Puts one fast operation in the place of several small ones.")},
    Words{"fold batch norm",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Merges batch normalisation into the weights before it.")},
    Words{"strip what is left over", QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                                                       "Drops what folding has left without use.")},
    Words{"sort", QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                                    "Puts nodes in the order in which they are computed.")},
    Words{"text graph and anchors",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Adds the anchors and the detection layer, writes the text graph that "
                            "OpenCV runs by, and checks every shape.")},
    Words{"load and run once in OpenCV",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "The proof, in a process of its own: it loads and gives numbers.")},
    Words{"write the package",
          QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                            "Writes the model, its text graph, names and provenance, all or "
                            "nothing.")},
    Words{"prune", QT_TRANSLATE_NOOP("followspot::ui::BuildPage",
                                     "Takes out the channels that the pictures of your video need "
                                     "least, and makes up for what they did.")},
};

}  // namespace

QString stepInWords(const QString& name) {
  for (const Words& each : kWords) {
    if (name == QLatin1String(each.name)) {
      return BuildPage::tr(each.words);
    }
  }
  return {};
}

BuildPage::BuildPage(WizardShared& shared)
    : WizardPage(shared, "buildPage", tr("Build"),
                 tr("The model is made, checked, and run once, in a process of its own.")),
      steps_(new QTreeWidget) {
  steps_->setObjectName(QStringLiteral("buildSteps"));
  steps_->setAccessibleName(tr("Steps"));
  steps_->setColumnCount(ColumnCount);
  steps_->setHeaderLabels({tr("Step"), tr("Nodes"), tr("MB"), tr("ms")});
  steps_->setRootIsDecorated(false);
  steps_->setAlternatingRowColors(true);
  steps_->setIconSize({18, 18});
  steps_->header()->setStretchLastSection(false);
  steps_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  steps_->header()->setSectionResizeMode(StepColumn, QHeaderView::Stretch);
  content()->addWidget(steps_, 1);
  auto* const again = new QPushButton(tr("Build &again"));
  again->setObjectName(QStringLiteral("buildAgain"));
  content()->addWidget(again, 0, Qt::AlignLeft);
  connect(again, &QPushButton::clicked, this, &BuildPage::build);
}

QStringList BuildPage::arguments() const {
  QStringList arguments = {
      QStringLiteral("model"),        QStringLiteral("prepare"),
      QStringLiteral("--config"),     state().config,
      QStringLiteral("--checkpoint"), state().checkpoint,
      QStringLiteral("--labels"),     shared().work.filePath(QStringLiteral("labels.txt"))};
  arguments << state().inputOptions;
  arguments << QStringLiteral("--try") << QStringLiteral("--progress") << QStringLiteral("json")
            << QStringLiteral("-o") << shared().variantFolder(QStringLiteral("full"));
  return arguments;
}

void BuildPage::initializePage() {
  // The same again would give the same: going back and forth costs nothing. Names are in a file of
  // one name, so they are compared themselves.
  if (built_ != arguments() + state().classes || !isComplete()) {
    build();
  }
}

void BuildPage::build() {
  if (isBusy()) {
    return;
  }
  steps_->clear();
  built_.clear();
  shared().figures = {};
  shared().verdicts = {};
  QDir(shared().variantFolder(QStringLiteral("full"))).removeRecursively();
  const QStringList wanted = arguments();
  run(tr("Building ..."), wanted, [this, wanted](const ModelJobEnd& end) {
    if (end.hasResult()) {
      built_ = wanted + state().classes;
      setStatus(tr("Built, and run once by OpenCV."));
      shared().save();
    }
  });
}

bool BuildPage::isComplete() const {
  return !isBusy() && !built_.isEmpty() &&
         QFileInfo::exists(shared().variantFolder(QStringLiteral("full")) +
                           QStringLiteral("/model.json"));
}

void BuildPage::onStepBegan(const QString& name) {
  auto* const item = new QTreeWidgetItem(steps_, {name});
  item->setToolTip(StepColumn, stepInWords(name));
  steps_->scrollToItem(item);
}

void BuildPage::onStepDone(const ModelStep& step) {
  const auto items = steps_->findItems(step.name, Qt::MatchExactly, StepColumn);
  if (items.isEmpty()) {
    return;
  }
  QTreeWidgetItem* const item = items.back();
  const QLocale locale;
  item->setIcon(StepColumn, levelIcon(QStringLiteral("good")));
  item->setData(StepColumn, Qt::AccessibleTextRole, tr("Done: %1").arg(step.name));
  if (step.nodes > 0) {
    item->setText(NodeColumn,
                  step.nodes == step.nodesBefore
                      ? locale.toString(step.nodes)
                      : QStringLiteral("%1 \u2192 %2")
                            .arg(locale.toString(step.nodesBefore), locale.toString(step.nodes)));
    item->setText(SizeColumn, locale.toString(static_cast<double>(step.bytes) / 1e6, 'f', 2));
  }
  item->setText(TimeColumn, locale.toString(step.milliseconds, 'f', 1));
  for (const int column : {NodeColumn, SizeColumn, TimeColumn}) {
    item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  }
  QString tip = stepInWords(step.name);
  for (const QString& note : step.notes) {
    tip += (tip.isEmpty() ? QString() : QStringLiteral("\n")) + note;
  }
  item->setToolTip(StepColumn, tip);
}

}  // namespace followspot::ui
