#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/report/report_document.h"

namespace followspot {

/// Writes a report as a PDF of A4 pages with their numbers; plots stay lines, letters stay text.
/// Needs a QGuiApplication, of the platform "offscreen" too.
/// @errors as OutputFile.
[[nodiscard]] Result<void> writeReportPdf(const std::filesystem::path& path,
                                          const ReportDocument& report);

}  // namespace followspot
