#include "ui/library/model_scatter.h"

#include <algorithm>
#include <cmath>

#include <QFileInfo>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace followspot::ui {
namespace {

constexpr double kLeft = 56;
constexpr double kBottom = 40;
constexpr double kTop = 14;
constexpr double kRight = 18;
constexpr double kLeastRadius = 6;
constexpr double kMostRadius = 22;

/// A step of 1, 2 or 5 times a power of ten that gives about `wanted` lines.
double stepFor(double range, int wanted) {
  const double rough = range / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) {
      return factor * power;
    }
  }
  return 10 * power;
}

}  // namespace

QString shortModelName(const ModelFigures& model) {
  return QFileInfo(QString::fromStdString(model.name)).fileName();
}

ModelScatter::ModelScatter(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("modelScatter"));
  setAccessibleName(tr("Models by time and quality"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ModelScatter::show(const std::vector<ModelFigures>& figures, double budgetMs,
                        std::optional<std::size_t> sweetSpot) {
  figures_ = figures;
  budgetMs_ = budgetMs;
  sweetSpot_ = sweetSpot;
  mostMs_ = 1;
  byPrecision_ = !figures.empty() && std::ranges::all_of(figures, [](const ModelFigures& each) {
    return each.averagePrecision.has_value();
  });
  double lowest = 1;
  QStringList words;
  for (const ModelFigures& each : figures_) {
    mostMs_ = std::max(mostMs_, forwardQuantile(each, 0.5));
    lowest = std::min(lowest, quality(each));
    words.append(tr("%1: %2 ms, %3 %")
                     .arg(shortModelName(each))
                     .arg(forwardQuantile(each, 0.5), 0, 'f', 1)
                     .arg(100 * quality(each), 0, 'f', 1));
  }
  mostMs_ *= 1.15;
  lowest_ = std::max(0.0, std::floor((lowest - 0.02) * 20) / 20);
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  update();
}

double ModelScatter::quality(const ModelFigures& model) const {
  return byPrecision_ ? model.averagePrecision.value_or(0) : model.agreement.value_or(1);
}

double ModelScatter::radius(const ModelFigures& model) const {
  double largest = 1;
  for (const ModelFigures& each : figures_) {
    largest = std::max(largest, static_cast<double>(each.bytes));
  }
  // The area is the size.
  return std::max(kLeastRadius,
                  kMostRadius * std::sqrt(static_cast<double>(model.bytes) / largest));
}

QRectF ModelScatter::plot() const {
  return QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
}

QPointF ModelScatter::placeOf(std::size_t index) const {
  const QRectF area = plot();
  const ModelFigures& model = figures_[index];
  const double across = forwardQuantile(model, 0.5) / mostMs_;
  const double up = (quality(model) - lowest_) / (1.02 - lowest_);
  return {area.left() + across * area.width(), area.bottom() - up * area.height()};
}

void ModelScatter::paintAxes(QPainter& painter) const {
  const QRectF area = plot();
  const QLocale locale;
  QColor grid = palette().color(QPalette::WindowText);
  grid.setAlphaF(0.15F);
  const QColor text = palette().color(QPalette::WindowText);
  const QFontMetricsF metrics(font());
  for (double ms = 0, step = stepFor(mostMs_, 6); ms <= mostMs_; ms += step) {
    const double x = area.left() + ms / mostMs_ * area.width();
    painter.setPen(grid);
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setPen(text);
    painter.drawText(QRectF(x - 40, area.bottom() + 3, 80, metrics.height()), Qt::AlignCenter,
                     locale.toString(ms, 'g', 4));
  }
  const double step = stepFor(1 - lowest_ + 0.01, 5);
  for (int i = 0; lowest_ + i * step <= 1.0001; ++i) {
    const double value = lowest_ + i * step;
    const double y = area.bottom() - (value - lowest_) / (1.02 - lowest_) * area.height();
    painter.setPen(grid);
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.setPen(text);
    painter.drawText(QRectF(0, y - 10, kLeft - 6, 20), Qt::AlignRight | Qt::AlignVCenter,
                     tr("%1 %").arg(locale.toString(100 * value, 'f', step < 0.01 ? 1 : 0)));
  }
  painter.setPen(text);
  painter.drawText(
      QRectF(area.left(), height() - metrics.height() - 2, area.width(), metrics.height()),
      Qt::AlignCenter, tr("milliseconds a picture"));
  painter.save();
  painter.translate(metrics.height() - 4, area.center().y());
  painter.rotate(-90);
  painter.drawText(QRectF(-area.height() / 2, -metrics.height(), area.height(), metrics.height()),
                   Qt::AlignCenter,
                   byPrecision_ ? tr("average precision") : tr("agreement with the first"));
  painter.restore();
}

void ModelScatter::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  if (figures_.empty()) {
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect(), Qt::AlignCenter, tr("Nothing has been measured yet."));
    return;
  }
  paintAxes(painter);
  const QRectF area = plot();
  if (budgetMs_ > 0 && budgetMs_ < mostMs_) {
    const double x = area.left() + budgetMs_ / mostMs_ * area.width();
    QColor beyond = palette().color(QPalette::WindowText);
    beyond.setAlphaF(0.07F);
    painter.fillRect(QRectF(QPointF(x, area.top()), area.bottomRight()), beyond);
    painter.setPen(QPen(palette().color(QPalette::WindowText), 1.5, Qt::DashLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  }
  const QFontMetricsF metrics(font());
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const QPointF place = placeOf(i);
    const double size = radius(figures_[i]);
    const bool best = sweetSpot_ == i;
    QColor fill = best ? palette().color(QPalette::Highlight) : QColor(0x56, 0xb4, 0xe9);
    fill.setAlphaF(0.6F);
    painter.setBrush(fill);
    painter.setPen(QPen(fill.darker(150), 1.2));
    painter.drawEllipse(place, size, size);
    if (best) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(palette().color(QPalette::WindowText), 2));
      painter.drawEllipse(place, size + 4, size + 4);
    }
    const QString name = shortModelName(figures_[i]);
    const double width = metrics.horizontalAdvance(name);
    double x = place.x() + size + 8;
    if (x + width > area.right()) {
      x = place.x() - size - 8 - width;
    }
    QFont bold = font();
    bold.setBold(best);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QPointF(x, place.y() + metrics.ascent() / 2 - 1), name);
    painter.setFont(font());
  }
}

bool ModelScatter::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) {
    return QWidget::event(event);
  }
  auto* const help = static_cast<QHelpEvent*>(event);
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const ModelFigures& model = figures_[i];
    const QPointF apart = placeOf(i) - help->pos();
    if (std::hypot(apart.x(), apart.y()) <= radius(model) + 3) {
      QToolTip::showText(help->globalPos(),
                         tr("%1: %2 ms (p95 %3 ms), %4 MB, %5 million operations")
                             .arg(shortModelName(model))
                             .arg(forwardQuantile(model, 0.5), 0, 'f', 1)
                             .arg(forwardQuantile(model, 0.95), 0, 'f', 1)
                             .arg(static_cast<double>(model.bytes) / 1e6, 0, 'f', 2)
                             .arg(static_cast<double>(model.macs) / 1e6, 0, 'f', 0),
                         this);
      return true;
    }
  }
  QToolTip::hideText();
  return true;
}

}  // namespace followspot::ui
