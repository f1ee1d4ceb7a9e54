#include "ui/wizard/wizard_page.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QProgressBar>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace followspot::ui {
namespace {

/// QTreeView asks for sizes without saying how wide the column is.
class WrappedLines : public QStyledItemDelegate {
 public:
  explicit WrappedLines(QTreeView& tree) : QStyledItemDelegate(&tree), tree_(tree) {}
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override {
    constexpr int kMargin = 12;
    int width = tree_.viewport()->width() - kMargin;
    if (!index.data(Qt::DecorationRole).isNull()) {
      width -= tree_.iconSize().width() + kMargin;
    }
    if (index.parent().isValid()) {
      width -= tree_.indentation();
    }
    QFont font = option.font;
    if (const QVariant own = index.data(Qt::FontRole); own.isValid()) {
      font = own.value<QFont>().resolve(font);
    }
    const QRect text = QFontMetrics(font).boundingRect(QRect(0, 0, std::max(width, 50), 10'000),
                                                       Qt::TextWordWrap, index.data().toString());
    const int height = std::max(text.height(), tree_.iconSize().height()) + 4;
    return {text.width(), height};
  }

 private:
  QTreeView& tree_;
};

/// Lays a tree out again when its width changes.
class Relayout : public QObject {
 public:
  explicit Relayout(QTreeView& tree) : QObject(&tree), tree_(tree) {}
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Resize) {
      QTimer::singleShot(0, &tree_, &QTreeView::doItemsLayout);
    }
    return QObject::eventFilter(watched, event);
  }

 private:
  QTreeView& tree_;
};

}  // namespace

WizardPage::WizardPage(WizardShared& shared, const char* name, const QString& title,
                       const QString& subTitle)
    : shared_(shared),
      job_(shared.program),
      content_(new QVBoxLayout),
      mark_(new QLabel),
      status_(new QLabel),
      progress_(new QProgressBar),
      stop_(new QToolButton) {
  setObjectName(QLatin1String(name));
  setTitle(title);
  setSubTitle(subTitle);
  status_->setObjectName(objectName() + QStringLiteral("Status"));
  status_->setTextFormat(Qt::PlainText);
  status_->setWordWrap(true);
  status_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  mark_->setFixedWidth(20);
  mark_->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
  progress_->setObjectName(objectName() + QStringLiteral("Progress"));
  progress_->setAccessibleName(tr("Progress"));
  progress_->setRange(0, 0);
  progress_->setTextVisible(false);
  progress_->setMaximumWidth(180);
  stop_->setObjectName(objectName() + QStringLiteral("Stop"));
  stop_->setText(tr("Stop"));
  stop_->setAccessibleName(tr("Stop the work"));
  stop_->setToolTip(tr("Stop the work; nothing of it stays"));
  stop_->setFocusPolicy(Qt::TabFocus);
  auto* const foot = new QHBoxLayout;
  foot->addWidget(mark_);
  foot->addWidget(status_, 1);
  foot->addWidget(progress_);
  foot->addWidget(stop_);
  auto* const whole = new QVBoxLayout(this);
  whole->addLayout(content_, 1);
  whole->addLayout(foot);
  showBusy(false);

  connect(stop_, &QToolButton::clicked, this, &WizardPage::cancelJob);
  connect(&job_, &ModelJob::stepBegan, this, [this](const QString& step, int done, int total) {
    progress_->setRange(0, total);
    progress_->setValue(done);
    onStepBegan(step);
  });
  connect(&job_, &ModelJob::stepDone, this, [this](const ModelStep& step) { onStepDone(step); });
  connect(&job_, &ModelJob::picturesDone, this,
          [this](int pictures) { setStatus(tr("%1 pictures looked at ...").arg(pictures)); });
  connect(&job_, &ModelJob::logGrew, this,
          [this](const QString& line) { shared_.log += line + QLatin1Char('\n'); });
  connect(&job_, &ModelJob::finished, this, [this](const ModelJobEnd& end) {
    showBusy(false);
    const bool failed = !end.hasResult();
    setStatus(failed ? end.sentence : QString(), failed && end.how != ModelJobEnd::How::Cancelled);
    if (const auto then = std::exchange(then_, {})) {
      then(end);
    }
    emit completeChanged();
  });
}

void WizardPage::run(const QString& what, const QStringList& arguments,
                     std::function<void(const ModelJobEnd&)> then) {
  if (isBusy()) {
    return;
  }
  then_ = std::move(then);
  setStatus(what);
  progress_->setRange(0, 0);
  showBusy(true);
  job_.start(arguments);
  emit completeChanged();
}

void WizardPage::cancelJob() { job_.cancel(); }

void WizardPage::cleanupPage() { cancelJob(); }

void WizardPage::setStatus(const QString& text, bool failed) {
  status_->setText(text);
  mark_->setPixmap(failed ? levelIcon(QStringLiteral("problem")).pixmap(16) : QPixmap());
}

void WizardPage::showBusy(bool busy) {
  progress_->setVisible(busy);
  stop_->setVisible(busy);
}

void wrapLines(QTreeView& tree) {
  tree.setWordWrap(true);
  tree.setTextElideMode(Qt::ElideNone);
  // A bar that comes and goes would change the width that decides whether it comes.
  tree.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  tree.setItemDelegate(new WrappedLines(tree));
  tree.viewport()->installEventFilter(new Relayout(tree));
}

QIcon levelIcon(const QString& level) {
  constexpr int kSide = 32;
  QPixmap pixmap(kSide, kSide);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const QRectF box(3, 3, kSide - 6, kSide - 6);
  QPen pen(Qt::white, 3.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  if (level == QLatin1String("good")) {
    painter.setBrush(QColor(0x1b, 0x8a, 0x5a));
    painter.drawEllipse(box);
    painter.setPen(pen);
    painter.drawPolyline(QPolygonF({QPointF(10, 17), QPointF(14.5, 21.5), QPointF(22, 11.5)}));
  } else if (level == QLatin1String("note")) {
    painter.setBrush(QColor(0xe0, 0x9b, 0x10));
    painter.drawPolygon(QPolygonF({QPointF(16, 3), QPointF(30, 28), QPointF(2, 28)}));
    pen.setColor(Qt::black);
    painter.setPen(pen);
    painter.drawLine(QPointF(16, 12), QPointF(16, 19));
    painter.drawPoint(QPointF(16, 24));
  } else {
    painter.setBrush(QColor(0xc8, 0x32, 0x3c));
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(pen);
    painter.drawLine(QPointF(11, 11), QPointF(21, 21));
    painter.drawLine(QPointF(21, 11), QPointF(11, 21));
  }
  painter.end();
  return QIcon(pixmap);
}

}  // namespace followspot::ui
