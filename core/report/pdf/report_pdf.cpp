#include "core/report/pdf/report_pdf.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QFont>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>
#include <QTextTable>

#include "core/base/output_file.h"

namespace followspot {
namespace {

constexpr int kPlotObject = QTextFormat::UserObject + 1;
constexpr int kPlotProperty = QTextFormat::UserProperty + 1;
constexpr double kPoints = 72;  // an inch
constexpr double kMillimetres = 25.4;

QString text(const std::string& utf8) {
  return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// Draws an SVG document within a text, as lines and not as pixels.
class PlotObject final : public QObject, public QTextObjectInterface {
 public:
  explicit PlotObject(QSizeF room) : room_(room) {}

  QSizeF intrinsicSize(QTextDocument* /*document*/, int /*position*/,
                       const QTextFormat& format) override {
    const QSvgRenderer renderer(format.property(kPlotProperty).toByteArray());
    const QSizeF size = renderer.defaultSize();
    if (size.isEmpty()) {
      return {1, 1};
    }
    const double scale = std::min({room_.width() / size.width(), room_.height() / size.height()});
    return size * scale;
  }

  void drawObject(QPainter* painter, const QRectF& area, QTextDocument* /*document*/,
                  int /*position*/, const QTextFormat& format) override {
    QSvgRenderer renderer(format.property(kPlotProperty).toByteArray());
    renderer.render(painter, area);
  }

  // QTextObjectInterface is found by this, which Q_INTERFACES would write.
  void* qt_metacast(const char* name) override {
    return qstrcmp(name, "org.qt-project.Qt.QTextObjectInterface") == 0
               ? static_cast<QTextObjectInterface*>(this)
               : QObject::qt_metacast(name);
  }

 private:
  QSizeF room_;
};

QTextCharFormat letters(double points, QFont::Weight weight = QFont::Normal) {
  QTextCharFormat format;
  format.setFontFamilies({QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")});
  format.setFontPointSize(points);
  format.setFontWeight(weight);
  return format;
}

QTextBlockFormat spaced(double above, double below) {
  QTextBlockFormat format;
  format.setTopMargin(above);
  format.setBottomMargin(below);
  return format;
}

void addTable(QTextCursor& cursor, const ReportTable& table) {
  const auto numeric = numericColumns(table);
  const std::size_t columns = numeric.size();
  if (columns == 0) {
    return;
  }
  constexpr double kCell = 9;  // points
  QTextTableFormat format;
  format.setBorder(0.5);
  format.setBorderCollapse(true);
  format.setBorderBrush(QColor(0xBB, 0xBB, 0xBB));
  format.setCellPadding(3);
  format.setHeaderRowCount(1);
  cursor.insertBlock(spaced(0, 0));
  QTextTable* const cells =
      cursor.insertTable(static_cast<int>(table.rows.size()), static_cast<int>(columns), format);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.rows[row].size(); ++column) {
      QTextTableCell cell = cells->cellAt(static_cast<int>(row), static_cast<int>(column));
      if (row == 0) {
        QTextCharFormat head = cell.format();
        head.setBackground(QColor(0xF0, 0xF0, 0xF0));
        cell.setFormat(head);
      }
      QTextCursor inside = cell.firstCursorPosition();
      const std::string& words = table.rows[row][column];
      QTextBlockFormat block;
      block.setAlignment(numeric[column] ? Qt::AlignRight : Qt::AlignLeft);
      inside.setBlockFormat(block);
      inside.insertText(text(words), letters(kCell, row == 0 ? QFont::DemiBold : QFont::Normal));
    }
  }
  cursor.movePosition(QTextCursor::End);
}

void addBlock(QTextCursor& cursor, const ReportBlock& block) {
  constexpr double kBody = 10;
  constexpr double kHeading = 14;
  constexpr double kCaption = 8.5;
  if (const auto* heading = std::get_if<ReportHeading>(&block)) {
    cursor.insertBlock(spaced(16, 4), letters(kHeading, QFont::Bold));
    cursor.insertText(text(heading->text));
  } else if (const auto* words = std::get_if<ReportText>(&block)) {
    cursor.insertBlock(spaced(4, 4), letters(kBody));
    cursor.insertText(text(words->text));
  } else if (const auto* table = std::get_if<ReportTable>(&block)) {
    addTable(cursor, *table);
  } else {
    const auto& figure = std::get<ReportFigure>(block);
    QTextCharFormat plot;
    plot.setObjectType(kPlotObject);
    plot.setProperty(kPlotProperty, QByteArray::fromStdString(figure.svg));
    cursor.insertBlock(spaced(8, 0));
    cursor.insertText(QString(QChar::ObjectReplacementCharacter), plot);
    cursor.insertBlock(spaced(2, 8), letters(kCaption));
    cursor.insertText(text(figure.caption));
  }
}

/// Begins a page where what stands between two places would be torn by its end, and a page has room
/// for it.
void keepTogether(QTextDocument& document, int begin, int end) {
  const QTextBlock first = document.findBlock(begin);
  const auto* const layout = document.documentLayout();
  const double page = document.pageSize().height();
  const double top = layout->blockBoundingRect(first).top();
  const double bottom = layout->blockBoundingRect(document.findBlock(end)).bottom();
  if (std::floor(top / page) != std::floor((bottom - 1) / page) && bottom - top < page) {
    QTextCursor cursor(first);
    QTextBlockFormat format = first.blockFormat();
    format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    cursor.setBlockFormat(format);
  }
}

/// Lays the document's pages one after the other, each with its number at the foot.
void drawPages(QTextDocument& document, QPdfWriter& writer, const QSizeF& page) {
  QPainter painter(&writer);
  const double scale = writer.resolution() / kPoints;
  for (int number = 0; number < document.pageCount(); ++number) {
    if (number > 0) {
      writer.newPage();
    }
    painter.save();
    painter.scale(scale, scale);
    painter.translate(0, -number * page.height());
    document.drawContents(&painter, QRectF(QPointF(0, number * page.height()), page));
    painter.restore();
    painter.save();
    painter.scale(scale, scale);
    QFont small(QStringLiteral("DejaVu Sans"));
    small.setPixelSize(8);
    painter.setFont(small);
    constexpr double kFoot = 14;
    painter.drawText(QRectF(0, page.height() + 4, page.width(), kFoot), Qt::AlignRight,
                     QStringLiteral("%1 / %2").arg(number + 1).arg(document.pageCount()));
    painter.restore();
  }
}

}  // namespace

Result<void> writeReportPdf(const std::filesystem::path& path, const ReportDocument& report) {
  QByteArray bytes;
  {
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    constexpr double kMargin = 18;  // mm
    constexpr int kResolution = 1200;
    writer.setResolution(kResolution);
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
                                     QMarginsF(kMargin, kMargin, kMargin, kMargin),
                                     QPageLayout::Millimeter));
    writer.setTitle(text(report.title));
    writer.setCreator(QStringLiteral("Followspot"));
    const QSizeF page(writer.widthMM() / kMillimetres * kPoints,
                      writer.heightMM() / kMillimetres * kPoints);
    QTextDocument document;
    document.setDocumentMargin(0);
    PlotObject plots(QSizeF(page.width(), page.height() * 0.42));
    document.documentLayout()->registerHandler(kPlotObject, &plots);
    // Points are the document's pixels: sizes of letters are then those of paper.
    document.setPageSize(page);
    QTextCursor cursor(&document);
    constexpr double kTitle = 18;
    cursor.setBlockFormat(spaced(0, 6));
    cursor.insertText(text(report.title), letters(kTitle, QFont::Bold));
    for (std::size_t k = 0; k < report.blocks.size(); ++k) {
      const int begin = cursor.position();
      const bool section = std::holds_alternative<ReportHeading>(report.blocks[k]);
      addBlock(cursor, report.blocks[k]);
      // A heading stays with what it is over, a plot with its caption.
      if (section && k + 1 < report.blocks.size()) {
        addBlock(cursor, report.blocks[++k]);
      }
      keepTogether(document, begin + 1, cursor.position());
    }
    drawPages(document, writer, page);
  }
  return writeFile(path,
                   std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace followspot
