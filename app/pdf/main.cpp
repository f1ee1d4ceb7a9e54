#include <cstdio>

#include <QGuiApplication>
#include <QString>

#include "core/base/output_file.h"
#include "core/report/pdf/report_pdf.h"

namespace {

int sayAndFail(const followspot::Error& error) {
  std::fprintf(stderr, "%s", error.message.c_str());
  return 1;
}

}  // namespace

/// `followspot-pdf REPORT.json OUT.pdf`
int main(int argc, char** argv) {
  using namespace followspot;
  qputenv("QT_QPA_PLATFORM", "offscreen");  // no display is needed, nor used where there is one
  const QGuiApplication application(argc, argv);
  const QStringList words = QGuiApplication::arguments();
  if (words.size() != 3) {
    std::fprintf(stderr, "Give a report and the PDF's name; \"followspot-cli report\" does.");
    return 2;
  }
  constexpr std::size_t kMostBytes = std::size_t{1} << 30U;
  const auto text = readFile(words[1].toStdString(), kMostBytes);
  if (!text) {
    return sayAndFail(text.error());
  }
  const auto report = reportFromJson(*text);
  if (!report) {
    return sayAndFail(report.error());
  }
  const auto written = writeReportPdf(words[2].toStdString(), *report);
  return written ? 0 : sayAndFail(written.error());
}
