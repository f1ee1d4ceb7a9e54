#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace followspot {

/// What a report holds, whatever it is printed as. All texts are plain text, from anywhere: those
/// who print them escape them.
struct ReportHeading {
  std::string text;
};
struct ReportText {
  std::string text;
};
/// The first row is the head. Columns of numbers stand at the right.
struct ReportTable {
  std::vector<std::vector<std::string>> rows;
};
/// A picture that we made: an SVG document, trusted as it stands.
struct ReportFigure {
  std::string svg;
  std::string caption;
};

using ReportBlock = std::variant<ReportHeading, ReportText, ReportTable, ReportFigure>;

struct ReportDocument {
  std::string title;
  std::vector<ReportBlock> blocks;
};

/// As JSON, to be handed to another process.
[[nodiscard]] std::string jsonOf(const ReportDocument& report);
/// @errors CorruptData: not such a text.
[[nodiscard]] Result<ReportDocument> reportFromJson(std::string_view text);

/// One HTML file with all in it: no scripts, nothing from elsewhere, made to be read on a screen
/// and to be printed.
[[nodiscard]] std::string htmlOf(const ReportDocument& report);

/// Which columns have nothing but numbers, and empty cells, below their head.
[[nodiscard]] std::vector<bool> numericColumns(const ReportTable& table);

/// Whether a cell is a number, with what may stand by it: "12.5", "3 %", "1.2 ± 0.1".
[[nodiscard]] bool isNumeric(std::string_view cell);

}  // namespace followspot
