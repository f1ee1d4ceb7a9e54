#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/analytics/histogram.h"
#include "core/analytics/track_point.h"
#include "core/types/geometry.h"

namespace followspot {

/// Text for an element or a quoted attribute of HTML or SVG, whoever wrote it: what would be markup
/// is spelled out, bytes that are no UTF-8 and control characters become U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// A track's path and what tells it from others.
struct TrailPlotItem {
  std::string label;      ///< Shown where the pointer rests, as "person 12".
  std::size_t color = 0;  ///< Of `plotColor`.
  std::vector<PicturePoint> points;
};

/// Colour k, counted round the palette, as "#0072B2"; line style k as a dash array, "" for a whole
/// line: colour alone tells nothing to some.
[[nodiscard]] std::string plotColor(std::size_t k);
[[nodiscard]] std::string_view plotDash(std::size_t k);

/// Paths over a picture, as an SVG document of the picture's size. A path's beginning is a ring,
/// its end a dot. Points nearer to one another than a thousandth of the width are left out.
/// @param shapes  lines and zones, drawn over the paths, with their names.
struct PlotShape {
  std::string name;
  std::vector<PicturePoint> points;
  bool closed = false;
};
[[nodiscard]] std::string trailPlot(FrameSize size, std::span<const TrailPlotItem> trails,
                                    std::span<const PlotShape> shapes);

/// A PNG file of the picture's size with shapes over it, as an SVG document.
[[nodiscard]] std::string picturePlot(FrameSize size, std::string_view png, std::string_view title,
                                      std::span<const PlotShape> shapes);

/// Bars over bins, with axes, as an SVG document.
/// @param unit  of the values, as "s".
[[nodiscard]] std::string histogramPlot(const Histogram& histogram, std::string_view title,
                                        std::string_view unit);

/// Lines over time from 0, one a series, with axes and a legend, as an SVG document.
struct PlotSeries {
  std::string name;
  std::vector<std::pair<double, double>> points;  ///< Seconds, value.
};
[[nodiscard]] std::string timePlot(std::span<const PlotSeries> series, std::string_view title);

}  // namespace followspot
