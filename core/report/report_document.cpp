#include "core/report/report_document.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/report/svg.h"

namespace followspot {
namespace {

using Json = nlohmann::ordered_json;

Json jsonOfBlock(const ReportBlock& block) {
  if (const auto* heading = std::get_if<ReportHeading>(&block)) {
    return {{"heading", heading->text}};
  }
  if (const auto* text = std::get_if<ReportText>(&block)) {
    return {{"text", text->text}};
  }
  if (const auto* table = std::get_if<ReportTable>(&block)) {
    return {{"table", table->rows}};
  }
  const auto& figure = std::get<ReportFigure>(block);
  return {{"svg", figure.svg}, {"caption", figure.caption}};
}

ReportBlock blockOf(const Json& json) {
  if (json.contains("heading")) {
    return ReportHeading{json.at("heading").get<std::string>()};
  }
  if (json.contains("text")) {
    return ReportText{json.at("text").get<std::string>()};
  }
  if (json.contains("table")) {
    return ReportTable{json.at("table").get<std::vector<std::vector<std::string>>>()};
  }
  return ReportFigure{json.at("svg").get<std::string>(), json.at("caption").get<std::string>()};
}

constexpr std::string_view kStyle =
    "body{font:15px/1.45 system-ui,sans-serif;color:#222;background:#fff;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}\n"
    "h1{font-size:1.7rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2rem;"
    "border-bottom:1px solid #ccc}\n"
    "table{border-collapse:collapse;margin:.6rem 0;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.2rem .7rem;text-align:left;border-bottom:1px solid #ddd;"
    "overflow-wrap:anywhere;vertical-align:top}\n"
    "th{background:#f2f2f2}.n{text-align:right;white-space:nowrap}\n"
    "figure{margin:1rem 0;break-inside:avoid}figure svg{max-width:100%;height:auto}\n"
    "figcaption{color:#555;font-size:.9rem}h2{break-after:avoid}tr{break-inside:avoid}\n"
    "thead{display:table-header-group}@page{margin:18mm}\n"
    "@media print{body{margin:0;max-width:none;font-size:11px}}\n";

void appendTable(std::string& out, const ReportTable& table) {
  const auto numeric = numericColumns(table);
  out += "<table>\n";
  for (std::size_t k = 0; k < table.rows.size(); ++k) {
    out += k == 0 ? "<thead><tr>" : k == 1 ? "<tbody>\n<tr>" : "<tr>";
    for (std::size_t column = 0; column < table.rows[k].size(); ++column) {
      const std::string& cell = table.rows[k][column];
      const char* const style = numeric[column] ? " class=\"n\">" : ">";
      out.append(k == 0 ? "<th" : "<td").append(style).append(escaped(cell));
      out += k == 0 ? "</th>" : "</td>";
    }
    out += k == 0 ? "</tr></thead>\n" : "</tr>\n";
  }
  out += table.rows.size() > 1 ? "</tbody></table>\n" : "</table>\n";
}

}  // namespace

std::vector<bool> numericColumns(const ReportTable& table) {
  std::size_t columns = 0;
  for (const auto& row : table.rows) {
    columns = std::max(columns, row.size());
  }
  std::vector<bool> numeric(columns, table.rows.size() > 1);
  for (std::size_t row = 1; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.rows[row].size(); ++column) {
      const std::string& cell = table.rows[row][column];
      numeric[column] = numeric[column] && (cell.empty() || isNumeric(cell));
    }
  }
  return numeric;
}

bool isNumeric(std::string_view cell) {
  return !cell.empty() && (cell[0] == '-' || (cell[0] >= '0' && cell[0] <= '9')) &&
         std::ranges::all_of(cell, [](char c) {
           return (c >= '0' && c <= '9') || c == '.' || c == ' ' || c == '-' || c == '+' ||
                  c == '%' || c == '\xC2' || c == '\xB1';
         });
}

std::string jsonOf(const ReportDocument& report) {
  Json json = {{"title", report.title}, {"blocks", Json::array()}};
  for (const ReportBlock& block : report.blocks) {
    json["blocks"].push_back(jsonOfBlock(block));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ReportDocument> reportFromJson(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    ReportDocument report;
    report.title = json.at("title").get<std::string>();
    for (const Json& block : json.at("blocks")) {
      report.blocks.push_back(blockOf(block));
    }
    return report;
  } catch (const Json::exception& problem) {
    return fail(ErrorCode::CorruptData, std::string("This is no report (") + problem.what() +
                                            "). Make it with \"followspot-cli report\".");
  }
}

std::string htmlOf(const ReportDocument& report) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      // What the text says of itself, enforced by the browser.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; img-src data:\">\n<title>";
  out.append(escaped(report.title)).append("</title>\n<style>\n").append(kStyle);
  out.append("</style>\n</head>\n<body>\n<h1>").append(escaped(report.title)).append("</h1>\n");
  for (const ReportBlock& block : report.blocks) {
    if (const auto* heading = std::get_if<ReportHeading>(&block)) {
      out.append("<h2>").append(escaped(heading->text)).append("</h2>\n");
    } else if (const auto* text = std::get_if<ReportText>(&block)) {
      out.append("<p>").append(escaped(text->text)).append("</p>\n");
    } else if (const auto* table = std::get_if<ReportTable>(&block)) {
      appendTable(out, *table);
    } else {
      const auto& figure = std::get<ReportFigure>(block);
      out.append("<figure>\n").append(figure.svg).append("<figcaption>");
      out.append(escaped(figure.caption)).append("</figcaption>\n</figure>\n");
    }
  }
  return out + "</body>\n</html>\n";
}

}  // namespace followspot
