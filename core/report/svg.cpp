#include "core/report/svg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::string_view kNamespace = "http://www.w3.org/2000/svg";
constexpr double kWidth = 640;  // of plots
constexpr double kHeight = 240;
constexpr double kLeft = 52;  // of the plot's own area, for the numbers
constexpr double kRight = 12;
constexpr double kTop = 28;
constexpr double kBottom = 40;
constexpr std::string_view kInk = "#333";

void number(std::string& out, double value) { appendFixed(out, value, 1); }

void attribute(std::string& out, std::string_view name, double value) {
  out.append(" ").append(name).append("=\"");
  number(out, value);
  out += '"';
}

std::string beginning(double width, double height, std::string_view title) {
  std::string out = "<svg xmlns=\"";
  out.append(kNamespace)
      .append("\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" viewBox=\"0 0 ");
  number(out, width);
  out += ' ';
  number(out, height);
  out += "\" font-family=\"sans-serif\" font-size=\"11\"";
  attribute(out, "width", width);
  attribute(out, "height", height);
  out.append(">\n<title>").append(escaped(title)).append("</title>\n");
  return out;
}

void text(std::string& out, double x, double y, std::string_view words, std::string_view anchor,
          std::string_view more = {}) {
  out += "<text";
  attribute(out, "x", x);
  attribute(out, "y", y);
  out.append(" fill=\"").append(kInk).append("\" text-anchor=\"").append(anchor).append("\"");
  out.append(more).append(">").append(escaped(words)).append("</text>\n");
}

void line(std::string& out, double x1, double y1, double x2, double y2, std::string_view stroke) {
  out += "<line";
  attribute(out, "x1", x1);
  attribute(out, "y1", y1);
  attribute(out, "x2", x2);
  attribute(out, "y2", y2);
  out.append(" stroke=\"").append(stroke).append("\"/>\n");
}

/// Seconds on an axis: "90 s" is "1:30".
std::string axisTime(double seconds, double step) {
  constexpr double kMinute = 60;
  if (step < kMinute) {
    return formatNumber(std::round(seconds * 1e6) / 1e6) + " s";
  }
  const auto minutes = static_cast<std::int64_t>(std::llround(seconds / kMinute));
  constexpr std::int64_t kHour = 60;
  const std::string rest = std::to_string(minutes % kHour);
  return minutes < kHour && step < kHour * kMinute
             ? rest + " min"
             : std::to_string(minutes / kHour) + ":" + (rest.size() < 2 ? "0" : "") + rest + " h";
}

/// A step of time that people count in.
double timeStep(double least) {
  constexpr std::array<double, 9> kSteps = {60, 120, 300, 600, 900, 1800, 3600, 7200, 21'600};
  if (least <= 30) {
    return roundStep(least);
  }
  const auto* const found = std::ranges::lower_bound(kSteps, least);
  constexpr double kDay = 86'400;
  return found != kSteps.end() ? *found : kDay * std::ceil(least / kDay);
}

/// The frame of a plot with numbers at its left. @return the value at its top.
double axes(std::string& out, std::string_view title, double highest) {
  text(out, kLeft, 16, title, "start", " font-size=\"13\" font-weight=\"bold\"");
  constexpr double kMostTicks = 5;
  const double step = std::max(1.0, roundStep(std::max(highest, 1.0) / kMostTicks));
  const double top = step * std::ceil(std::max(highest, 1.0) / step);
  for (double value = 0; value <= top * 1.001; value += step) {
    const double y = kHeight - kBottom - value / top * (kHeight - kTop - kBottom);
    line(out, kLeft, y, kWidth - kRight, y, value == 0 ? kInk : "#ddd");
    text(out, kLeft - 6, y + 4, formatNumber(value), "end");
  }
  return top;
}

void polyline(std::string& out, const std::vector<PicturePoint>& points, bool closed) {
  out += closed ? "<polygon points=\"" : "<polyline points=\"";
  for (const PicturePoint& point : points) {
    number(out, point.x);
    out += ',';
    number(out, point.y);
    out += ' ';
  }
  out += '"';
}

/// Without points that nobody would see.
std::vector<PicturePoint> thinned(const std::vector<PicturePoint>& points, double nearest) {
  std::vector<PicturePoint> kept;
  for (const PicturePoint& point : points) {
    if (kept.empty() || std::hypot(point.x - kept.back().x, point.y - kept.back().y) >= nearest) {
      kept.push_back(point);
    }
  }
  if (!points.empty() && !(kept.back() == points.back())) {
    kept.push_back(points.back());
  }
  return kept;
}

void circle(std::string& out, PicturePoint at, double radius, std::string_view fill,
            std::string_view stroke) {
  out += "<circle";
  attribute(out, "cx", at.x);
  attribute(out, "cy", at.y);
  attribute(out, "r", radius);
  out.append(" fill=\"").append(fill).append("\" stroke=\"").append(stroke).append("\"/>");
}

void frame(std::string& out, FrameSize size, std::string_view fill) {
  out += "<rect";
  attribute(out, "width", size.width);
  attribute(out, "height", size.height);
  out.append(" fill=\"").append(fill).append("\" stroke=\"#999\"/>\n");
}

void appendShapes(std::string& out, std::span<const PlotShape> shapes, double stroke) {
  for (const PlotShape& shape : shapes) {
    if (shape.points.empty()) {
      continue;
    }
    polyline(out, shape.points, shape.closed);
    out += " fill=\"none\" stroke=\"#000\"";
    attribute(out, "stroke-width", stroke * 2);
    out += "/>\n";
    // Twice, as not all who draw SVG know how to put the edge behind the letters.
    for (const std::string_view edge : {" stroke=\"white\" fill=\"white\"", " fill=\"#000\""}) {
      out += "<text";
      attribute(out, "x", shape.points.front().x + 4 * stroke);
      attribute(out, "y", shape.points.front().y - 4 * stroke);
      attribute(out, "font-size", stroke * 14);
      attribute(out, "stroke-width", stroke * 3);
      out.append(edge).append(">").append(escaped(shape.name)).append("</text>\n");
    }
  }
}

std::string base64Of(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (k < count ? static_cast<std::uint8_t>(bytes[at + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kLetters[group >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    const std::string_view letter = text.substr(at, length);
    if (letter.size() < length || !isUtf8(letter)) {
      out += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    if (length > 1) {
      out += letter;
    } else if (byte == '<') {
      out += "&lt;";
    } else if (byte == '>') {
      out += "&gt;";
    } else if (byte == '&') {
      out += "&amp;";
    } else if (byte == '"') {
      out += "&quot;";
    } else if (byte == '\'') {
      out += "&#39;";
    } else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text[at];
    }
    at += length;
  }
  return out;
}

std::string plotColor(std::size_t k) {
  // Okabe and Ito's, without black and without the yellow that white paper swallows.
  constexpr std::array<const char*, 6> kColors = {"#0072B2", "#D55E00", "#009E73",
                                                  "#CC79A7", "#E69F00", "#56B4E9"};
  return kColors.at(k % kColors.size());
}

std::string_view plotDash(std::size_t k) {
  constexpr std::array<std::string_view, 4> kDashes = {"", "6 3", "2 2", "8 3 2 3"};
  return kDashes.at(k % kDashes.size());
}

std::string trailPlot(FrameSize size, std::span<const TrailPlotItem> trails,
                      std::span<const PlotShape> shapes) {
  const double width = size.width;
  const double stroke = width / 640;
  std::string out = beginning(width, size.height, "Paths");
  frame(out, size, "none");
  for (const TrailPlotItem& trail : trails) {
    if (trail.points.empty()) {
      continue;
    }
    const std::string color = plotColor(trail.color);
    out.append("<g><title>").append(escaped(trail.label)).append("</title>");
    constexpr double kThousandth = 1e-3;
    polyline(out, thinned(trail.points, width * kThousandth), false);
    out.append(" fill=\"none\" stroke=\"").append(color).append("\" stroke-opacity=\"0.7\"");
    out.append(" stroke-dasharray=\"").append(plotDash(trail.color)).append("\"");
    attribute(out, "stroke-width", std::max(stroke * 1.5, 0.5));
    out += "/>";
    circle(out, trail.points.front(), stroke * 2.5, "white", color);
    circle(out, trail.points.back(), stroke * 2.5, color, color);
    out += "</g>\n";
  }
  appendShapes(out, shapes, stroke);
  return out + "</svg>\n";
}

std::string picturePlot(FrameSize size, std::string_view png, std::string_view title,
                        std::span<const PlotShape> shapes) {
  std::string out = beginning(size.width, size.height, title);
  frame(out, size, "#f7f7f7");
  out += "<image";
  attribute(out, "width", size.width);
  attribute(out, "height", size.height);
  out.append(" xlink:href=\"data:image/png;base64,").append(base64Of(png)).append("\"/>\n");
  appendShapes(out, shapes, size.width / 640.0);
  return out + "</svg>\n";
}

std::string histogramPlot(const Histogram& histogram, std::string_view title,
                          std::string_view unit) {
  std::string out = beginning(kWidth, kHeight, title);
  const std::int64_t highest =
      histogram.counts.empty() ? 0 : *std::ranges::max_element(histogram.counts);
  const double top = axes(out, title, static_cast<double>(highest));
  const double area = kHeight - kTop - kBottom;
  const auto bins = static_cast<double>(std::max<std::size_t>(histogram.counts.size(), 1));
  const double step = (kWidth - kLeft - kRight) / bins;
  constexpr std::size_t kMostLabels = 12;
  const std::size_t every = histogram.counts.size() / kMostLabels + 1;
  for (std::size_t k = 0; k < histogram.counts.size(); ++k) {
    const double height = static_cast<double>(histogram.counts[k]) / top * area;
    const double x = kLeft + static_cast<double>(k) * step;
    const double from = histogram.first + static_cast<double>(k) * histogram.width;
    out += "<rect";
    attribute(out, "x", x + 1);
    attribute(out, "y", kHeight - kBottom - height);
    attribute(out, "width", std::max(step - 2, 0.5));
    attribute(out, "height", height);
    out.append(" fill=\"").append(plotColor(0)).append("\"><title>");
    out.append(std::to_string(histogram.counts[k])).append("</title></rect>\n");
    if (k % every == 0) {
      text(out, x, kHeight - kBottom + 14, formatNumber(std::round(from * 1e6) / 1e6), "middle");
    }
  }
  text(out, kWidth - kRight, kHeight - 6, unit, "end");
  return out + "</svg>\n";
}

std::string timePlot(std::span<const PlotSeries> series, std::string_view title) {
  std::string out = beginning(kWidth, kHeight, title);
  double highest = 0;
  double end = 0;
  for (const PlotSeries& one : series) {
    for (const auto& [time, value] : one.points) {
      highest = std::max(highest, value);
      end = std::max(end, time);
    }
  }
  end = end > 0 ? end : 1;
  const double top = axes(out, title, highest);
  const double across = kWidth - kLeft - kRight;
  constexpr double kMostTicks = 8;
  const double step = timeStep(end / kMostTicks);
  for (double time = 0; time <= end * 1.001; time += step) {
    text(out, kLeft + time / end * across, kHeight - kBottom + 14, axisTime(time, step), "middle");
  }
  double legend = kLeft;
  for (std::size_t k = 0; k < series.size(); ++k) {
    std::vector<PicturePoint> points;
    for (const auto& [time, value] : series[k].points) {
      points.push_back({kLeft + time / end * across,
                        kHeight - kBottom - value / top * (kHeight - kTop - kBottom)});
    }
    polyline(out, points, false);
    const std::string style = " fill=\"none\" stroke-width=\"1.6\" stroke=\"" + plotColor(k) +
                              "\" stroke-dasharray=\"" + std::string(plotDash(k)) + "\"/>\n";
    out += style;
    // Names beside their colours; those that find no room are told by the table beside the plot.
    constexpr double kLetter = 6.2;
    const double room = 30 + kLetter * static_cast<double>(series[k].name.size());
    if (legend + room < kWidth) {
      polyline(out, {{legend, kHeight - 10}, {legend + 18, kHeight - 10}}, false);
      out += style;
      text(out, legend + 22, kHeight - 6, series[k].name, "start");
    }
    legend += room;
  }
  return out + "</svg>\n";
}

}  // namespace followspot
