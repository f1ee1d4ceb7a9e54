#include "ui/video/overlay_painter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QPen>

#include "core/base/contracts.h"
#include "ui/video/track_color.h"

namespace followspot::ui {
namespace {

constexpr Seconds kJustSeen{0.25};

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
  painter.setPen(QPen(halo, unit * 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  painter.setPen(QPen(color, unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
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
    // Seen a moment ago: long dashes; the longer it is missing, the shorter they are.
    const double dash = track.sinceMatched < kJustSeen ? 7.0 : 3.2;
    constexpr double kGap = 2.4;
    pen.setDashPattern({dash, kGap});
    painter.setPen(pen);
    painter.drawRect(rect);
    // Dashes count in pen widths: the same lengths for the inner line need other numbers.
    const double ratio = (width + unit) / width;
    pen.setDashPattern({dash * ratio, kGap * ratio});
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

/// Where a label goes: at the first of its places by the box that is on the canvas and free.
QRectF placeOf(const QSizeF& size, const QRectF& box, const QRectF& canvas, double line,
               const std::vector<QRectF>& taken) {
  const double left = box.left() - line;
  const double right = box.right() + line - size.width();
  const double above = box.top() - line - size.height();
  const double below = box.bottom() + line;
  const std::array<QPointF, 6> corners = {QPointF(left, above),     QPointF(right, above),
                                          QPointF(left, below),     QPointF(right, below),
                                          QPointF(left, box.top()), QPointF(right, box.top())};
  for (const QPointF& corner : corners) {
    const QRectF place(corner, size);
    const bool isFree =
        std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(place); });
    if (isFree && canvas.contains(place)) {
      return place;
    }
  }
  QRectF place(corners.front(), size);
  place.moveTop(std::clamp(place.top(), canvas.top(),
                           std::max(canvas.top(), canvas.bottom() - size.height())));
  place.moveLeft(std::clamp(place.left(), canvas.left(),
                            std::max(canvas.left(), canvas.right() - size.width())));
  return place;
}

void paintLabel(QPainter& painter, const QRectF& plate, const QString& text, Rgb color) {
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
    const QFontMetricsF metrics(font);
    const QRectF canvas = painter.viewport();
    std::vector<QRectF> taken;
    taken.reserve(tracks.items.size());
    forEach([&](const Track& track, const QRectF& rect, Rgb color) {
      const QString text = labelOf(track, style.classNames.get());
      const QSizeF size(metrics.horizontalAdvance(text) + unit * 4, metrics.height() + unit / 2);
      taken.push_back(placeOf(size, rect, canvas, unit / 2, taken));
      paintLabel(painter, taken.back(), text, color);
    });
  }
  painter.restore();
}

}  // namespace followspot::ui
