#include "ui/theme/icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

namespace followspot::ui {
namespace {

/// Renders a drawing whose lines are "currentColor" in the colour that the palette has at the time.
class PaletteIconEngine : public QIconEngine {
 public:
  explicit PaletteIconEngine(QString name) : name_(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
             QIcon::State /*state*/) override {
    const QPalette palette = QGuiApplication::palette();
    QColor color = palette.color(QPalette::Active, QPalette::ButtonText);
    if (mode == QIcon::Disabled) {
      color = palette.color(QPalette::Disabled, QPalette::ButtonText);
      color.setAlphaF(0.6F);
    } else if (mode == QIcon::Selected) {
      color = palette.color(QPalette::Active, QPalette::HighlightedText);
    }
    if (drawing_.isEmpty()) {
      QFile file(QStringLiteral(":/icons/%1.svg").arg(name_));
      if (file.open(QIODevice::ReadOnly)) {
        drawing_ = file.readAll();
      }
    }
    QByteArray colored = drawing_;
    colored.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(colored);
    painter->setOpacity(painter->opacity() * color.alphaF());
    renderer.render(painter, rect);
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
  }

  [[nodiscard]] QIconEngine* clone() const override { return new PaletteIconEngine(name_); }
  [[nodiscard]] bool isNull() override { return false; }

 private:
  QString name_;
  QByteArray drawing_;
};

}  // namespace

QIcon icon(const QString& name) { return QIcon(new PaletteIconEngine(name)); }

QIcon applicationIcon() {
  QIcon result;
  QSvgRenderer renderer(QStringLiteral(":/icons/followspot.svg"));
  for (const int side : {32, 64, 128}) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    result.addPixmap(pixmap);
  }
  return result;
}

}  // namespace followspot::ui
