#include "ui/library/step_graph.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QRegularExpression>
#include <QToolTip>

namespace followspot::ui {

std::vector<StepBar> stepBars(const std::vector<model::ManifestStep>& steps) {
  static const QRegularExpression kNodes(QStringLiteral("^(\\d{1,15}) -> (\\d{1,15}) nodes"));
  std::vector<StepBar> bars;
  for (const model::ManifestStep& step : steps) {
    StepBar bar;
    bar.name = QString::fromStdString(step.name);
    bar.detail = QString::fromStdString(step.detail);
    if (const auto match = kNodes.match(bar.detail); match.hasMatch()) {
      bar.before = match.captured(1).toLongLong();
      bar.after = match.captured(2).toLongLong();
    }
    bars.push_back(std::move(bar));
  }
  return bars;
}

StepGraph::StepGraph(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("stepGraph"));
  setAccessibleName(tr("What each step removed"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
}

void StepGraph::show(const std::vector<model::ManifestStep>& steps) {
  bars_ = stepBars(steps);
  QStringList words;
  for (const StepBar& bar : bars_) {
    words.append(bar.name + QStringLiteral(": ") + bar.detail);
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

int StepGraph::rowHeight() const { return fontMetrics().height() + 6; }

QSize StepGraph::sizeHint() const {
  return {360, static_cast<int>(std::max<std::size_t>(bars_.size(), 1)) * rowHeight() + 4};
}

void StepGraph::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(palette().color(QPalette::WindowText));
  if (bars_.empty()) {
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignTop, tr("The package tells no steps."));
    return;
  }
  int names = 0;
  qint64 most = 1;
  for (const StepBar& bar : bars_) {
    names = std::max(names, fontMetrics().horizontalAdvance(bar.name));
    most = std::max(most, bar.before);
  }
  names = std::min(names, width() / 2);
  const int numbers = fontMetrics().horizontalAdvance(QStringLiteral("00.000 -00.000 "));
  const double room = std::max(20, width() - names - numbers - 24);
  const auto lengthOf = [&](qint64 nodes) {
    return room * std::sqrt(static_cast<double>(nodes) / static_cast<double>(most));
  };
  const QLocale locale;
  const int height = rowHeight();
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    const StepBar& bar = bars_[i];
    const int top = static_cast<int>(i) * height + 2;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(0, top, names, height), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(bar.name, Qt::ElideRight, names));
    if (bar.before == 0) {
      painter.setPen(palette().color(QPalette::PlaceholderText));
      painter.drawText(QRect(names + 10, top, width() - names - 10, height),
                       Qt::AlignLeft | Qt::AlignVCenter,
                       fontMetrics().elidedText(bar.detail, Qt::ElideRight, width() - names - 12));
      continue;
    }
    const QRectF left(names + 10, top + 4, lengthOf(bar.after), height - 8);
    const QRectF whole(names + 10, top + 4, lengthOf(std::max(bar.before, bar.after)), height - 8);
    painter.setPen(Qt::NoPen);
    QColor gone = palette().color(QPalette::WindowText);
    gone.setAlphaF(0.45F);
    painter.setBrush(QBrush(gone, Qt::BDiagPattern));
    painter.drawRect(whole);
    painter.setBrush(QColor(0x56, 0xb4, 0xe9));
    painter.drawRect(left);
    QString text = locale.toString(bar.after);
    if (bar.before > bar.after) {
      text += QStringLiteral("  \u2212") + locale.toString(bar.before - bar.after);
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRectF(whole.right() + 8, top, numbers + 16, height),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
  }
}

bool StepGraph::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) {
    return QWidget::event(event);
  }
  auto* const help = static_cast<QHelpEvent*>(event);
  const int row = (help->pos().y() - 2) / rowHeight();
  if (row >= 0 && row < static_cast<int>(bars_.size())) {
    const StepBar& bar = bars_[static_cast<std::size_t>(row)];
    QToolTip::showText(help->globalPos(), bar.name + QStringLiteral(": ") + bar.detail, this);
  }
  return true;
}

}  // namespace followspot::ui
