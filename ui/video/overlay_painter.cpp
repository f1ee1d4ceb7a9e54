#include "ui/video/overlay_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>

#include "core/base/contracts.h"
#include "ui/video/track_color.h"

namespace followspot::ui {
namespace {

QRectF rectOf(const Box& box) { return {box.x, box.y, box.w, box.h}; }

void paintTrail(QPainter& painter, const Trails::Trail& trail, const QColor& color,
                const QTransform& toScreen, double unit) {
  if (trail.size() < 2) {
    return;
  }
  QColor halo(Qt::black);
  halo.setAlphaF(0.5F);
  QPolygonF line;
  line.reserve(static_cast<qsizetype>(trail.size()));
  for (const Trails::Point& point : trail) {
    line.append(toScreen.map(point.at));
  }
  painter.setPen(QPen(halo, unit * 1.9, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  painter.setPen(QPen(color, unit * 0.9, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
}

void paintBox(QPainter& painter, const QRectF& rect, const Track& track, const QColor& color,
              double unit, bool selected) {
  const double width = selected ? unit * 1.8 : unit;
  QColor halo(Qt::black);
  halo.setAlphaF(0.6F);
  if (selected) {
    QColor glow = color;
    glow.setAlphaF(0.22F);
    painter.fillRect(rect, glow);
    halo = QColor(Qt::white);
  }
  QPen pen(halo, width + unit, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin);
  if (track.state == TrackState::Coasting) {
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({3.2, 2.4});
    painter.setPen(pen);
    painter.drawRect(rect);
    // Dashes count in pen widths: the same lengths for the inner line need other numbers.
    const double ratio = (width + unit) / width;
    pen.setDashPattern({3.2 * ratio, 2.4 * ratio});
    pen.setColor(color);
    pen.setWidthF(width);
    painter.setPen(pen);
    painter.drawRect(rect);
    return;
  }
  painter.setPen(pen);
  painter.drawRect(rect);
  pen.setColor(color);
  pen.setWidthF(width);
  painter.setPen(pen);
  painter.drawRect(rect);
}

void paintLabel(QPainter& painter, const QRectF& rect, const QString& text, Rgb color,
                double unit) {
  const QFontMetricsF metrics(painter.font());
  const double pad = unit * 2;
  QRectF plate(0, 0, metrics.horizontalAdvance(text) + 2 * pad, metrics.height() + unit * 0.5);
  plate.moveBottomLeft(rect.topLeft() + QPointF(-unit / 2, -unit / 2));
  // Stay on the canvas: below the upper edge of the box where there is no room above it.
  const QRectF canvas = painter.viewport();
  if (plate.top() < canvas.top()) {
    plate.moveTop(std::max(rect.top(), canvas.top()));
  }
  plate.moveLeft(std::max(canvas.left(), std::min(plate.left(), canvas.right() - plate.width())));
  painter.fillRect(plate, qColorOf(color));
  painter.setPen(qColorOf(textColorOn(color)));
  painter.drawText(plate, Qt::AlignCenter, text);
}

}  // namespace

QString labelOf(const Track& track, const LabelMap* classNames) {
  QString text = QString::number(numberOf(track.id));
  if (track.classId != ClassId::Unknown && classNames != nullptr) {
    text += QLatin1Char(' ') + QString::fromStdString(classNames->nameOf(track.classId));
  }
  if (track.state != TrackState::Coasting) {
    text += QStringLiteral(" %1 %").arg(std::lround(track.score * 100));
  }
  return text;
}

void paintOverlay(QPainter& painter, const TrackSet& tracks, const std::vector<Rgb>& colors,
                  const Trails& trails, const OverlayStyle& style, const QTransform& toScreen,
                  double unit) {
  FS_EXPECTS(colors.size() == tracks.items.size(), "one colour a track");
  painter.save();
  painter.setBrush(Qt::NoBrush);
  const auto forEach = [&](auto&& draw) {
    for (std::size_t index = 0; index < tracks.items.size(); ++index) {
      const Track& track = tracks.items[index];
      if (track.state != TrackState::Tentative) {
        draw(track, toScreen.mapRect(rectOf(track.box)), colors[index]);
      }
    }
  };
  if (style.trails) {
    painter.setRenderHint(QPainter::Antialiasing, true);
    forEach([&](const Track& track, const QRectF&, Rgb color) {
      if (const Trails::Trail* const trail = trails.of(track.id)) {
        paintTrail(painter, *trail, qColorOf(color), toScreen, unit);
      }
    });
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (style.boxes) {
    forEach([&](const Track& track, const QRectF& rect, Rgb color) {
      paintBox(painter, rect, track, qColorOf(color), unit, track.id == style.selected);
    });
  }
  if (style.labels) {
    QFont font = painter.font();
    font.setPixelSize(std::max(9, static_cast<int>(std::lround(unit * 6))));
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    forEach([&](const Track& track, const QRectF& rect, Rgb color) {
      paintLabel(painter, rect, labelOf(track, style.classNames.get()), color, unit);
    });
  }
  painter.restore();
}

}  // namespace followspot::ui
