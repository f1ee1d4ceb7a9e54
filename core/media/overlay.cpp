#include "core/media/overlay.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
constexpr double kFontCapHeight = 21;  // pixels of a capital letter at scale 1
constexpr std::size_t kMaxTrailPoints = 256;

cv::Scalar scalarOf(Rgb color) {
  return {double(color.blue), double(color.green), double(color.red), 255.0};
}
const cv::Scalar kHalo{0, 0, 0, 255};

/// OpenCV's font has ASCII only: one "?" for any other character.
std::string asciiOf(std::string_view text) {
  std::string ascii;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      ascii += c;
    } else if (byte >= 0xC0) {
      ascii += '?';
    }
  }
  return ascii;
}

/// A coordinate that OpenCV's fixed-point drawing can take, however wild the box.
int pixelOf(double value, int limit) {
  const double reach = 2.0 * limit + 1;
  return static_cast<int>(std::lround(std::clamp(std::isnan(value) ? 0.0 : value, -reach, reach)));
}

}  // namespace

/// The picture with its measures.
class Overlay::Canvas {
 public:
  explicit Canvas(const PackedPicture& picture)
      : image_(picture.size.height, picture.size.width,
               picture.format == PackedFormat::Bgra ? CV_8UC4 : CV_8UC3, picture.pixels,
               static_cast<std::size_t>(picture.stride)) {
    const int side = std::min(image_.cols, image_.rows);
    constexpr int kSidePerLine = 270;  // 2 pixels at 480p, 4 at 1080p, 8 at 4K
    constexpr int kSidePerLetter = 42;
    constexpr int kSmallestLetter = 9;
    line_ = std::max(2, (side + kSidePerLine / 2) / kSidePerLine);
    halo_ = std::max(2, line_ / 2);
    letter_ = std::max(kSmallestLetter, side / kSidePerLetter);
  }

  [[nodiscard]] int width() const { return image_.cols; }
  [[nodiscard]] int height() const { return image_.rows; }
  [[nodiscard]] cv::Point at(double x, double y) const {
    return {pixelOf(x, image_.cols), pixelOf(y, image_.rows)};
  }

  void box(const cv::Rect& box, Rgb color, bool dashed) {
    const cv::Point corners[] = {box.tl(), {box.br().x, box.y}, box.br(), {box.x, box.br().y}};
    for (const bool halo : {true, false}) {
      for (int side = 0; side < 4; ++side) {
        const cv::Point from = corners[side];
        const cv::Point to = corners[(side + 1) % 4];
        if (dashed) {
          dashes(from, to, halo ? kHalo : scalarOf(color), halo ? line_ + 2 * halo_ : line_);
        } else {
          cv::line(image_, from, to, halo ? kHalo : scalarOf(color),
                   halo ? line_ + 2 * halo_ : line_);
        }
      }
    }
  }

  void trail(const std::vector<cv::Point>& points, Rgb color) {
    for (const bool halo : {true, false}) {
      for (std::size_t i = 1; i < points.size(); ++i) {
        cv::line(image_, points[i - 1], points[i], halo ? kHalo : scalarOf(color),
                 halo ? line_ + 2 : std::max(1, line_ - 1), cv::LINE_AA);
      }
    }
  }

  void label(const cv::Rect& box, const std::string& text, Rgb color) {
    const double scale = letter_ / kFontCapHeight;
    const int weight = std::max(1, letter_ / 9);
    int below = 0;
    const cv::Size size = cv::getTextSize(text, kFont, scale, weight, &below);
    const int margin = std::max(2, letter_ / 4);
    const int high = size.height + below + 2 * margin - below / 2;
    const int wide = size.width + 2 * margin;
    const int outside = line_ / 2 + halo_;
    // Above the box; where there is no room, inside it; never out of the picture.
    int top = box.y - outside - high;
    top = top < 0 ? box.y + outside : top;
    top = std::clamp(top, 0, std::max(0, image_.rows - high));
    const int left = std::clamp(box.x - outside, 0, std::max(0, image_.cols - wide));
    cv::rectangle(image_, cv::Rect(left - 1, top - 1, wide + 2, high + 2), kHalo, cv::FILLED);
    cv::rectangle(image_, cv::Rect(left, top, wide, high), scalarOf(color), cv::FILLED);
    cv::putText(image_, text, {left + margin, top + margin + size.height}, kFont, scale,
                scalarOf(textColorOn(color)), weight, cv::LINE_AA);
  }

 private:
  void dashes(cv::Point from, cv::Point to, const cv::Scalar& color, int thickness) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const double dash = 5.0 * line_;
    const double period = 10.0 * line_;
    const auto along = [&](double distance) {
      const double part = std::min(distance / length, 1.0);
      return cv::Point(from.x + static_cast<int>(std::lround((to.x - from.x) * part)),
                       from.y + static_cast<int>(std::lround((to.y - from.y) * part)));
    };
    const int dashes = static_cast<int>(std::ceil(length / period));
    for (int i = 0; i < dashes; ++i) {
      cv::line(image_, along(i * period), along(i * period + dash), color, thickness);
    }
  }

  cv::Mat image_;  // of the caller's pixels
  int line_ = 2;
  int halo_ = 2;
  int letter_ = 9;
};

void Overlay::reset() {
  palette_.reset();
  trails_.clear();
}

std::string Overlay::labelOf(const Track& track) const {
  std::string text = std::to_string(numberOf(track.id));
  if (!names_.empty() && track.classId != ClassId::Unknown) {
    text += ' ';
    text += asciiOf(names_.nameOf(track.classId));
  }
  if (options_.scores) {
    text += ' ';
    appendFixed(text, track.score, 2);
  }
  return text;
}

void Overlay::remember(const TrackSet& tracks, FrameSize size) {
  for (const Track& track : tracks.items) {
    if (track.state == TrackState::Tentative || !isProper(track.box)) {
      continue;
    }
    auto trail = std::ranges::find(trails_, track.id, &Trail::id);
    if (trail == trails_.end()) {
      trail = trails_.insert(trails_.end(), Trail{track.id, {}});
    }
    trail->points.push_back({tracks.time, (track.box.x + track.box.w / 2) / size.width,
                             track.box.bottom() / size.height});
  }
  const auto oldest =
      tracks.time - std::chrono::duration_cast<MediaClock::duration>(options_.trail);
  for (Trail& trail : trails_) {
    const auto keep = std::ranges::find_if(
        trail.points, [&](const Point& point) { return point.time >= oldest; });
    trail.points.erase(trail.points.begin(), keep);
    if (trail.points.size() > kMaxTrailPoints) {
      trail.points.erase(trail.points.begin());
    }
  }
  std::erase_if(trails_, [](const Trail& trail) { return trail.points.empty(); });
}

void Overlay::draw(const TrackSet& tracks, const PackedPicture& picture) {
  palette_.update(tracks);
  const FrameSize size =
      tracks.size.width > 0 && tracks.size.height > 0 ? tracks.size : picture.size;
  remember(tracks, size);
  Canvas canvas(picture);
  const double scaleX = static_cast<double>(picture.size.width) / size.width;
  const double scaleY = static_cast<double>(picture.size.height) / size.height;
  const auto visible = [](const Track& track) {
    return track.state != TrackState::Tentative && isProper(track.box);
  };
  const auto boxOf = [&](const Track& track) {
    return cv::Rect(canvas.at(track.box.x * scaleX, track.box.y * scaleY),
                    canvas.at(track.box.right() * scaleX, track.box.bottom() * scaleY));
  };
  // In layers, so that no box covers another one's label.
  std::vector<cv::Point> points;
  for (const Track& track : tracks.items) {
    const auto trail = std::ranges::find(trails_, track.id, &Trail::id);
    if (!visible(track) || options_.trail.count() <= 0 || trail == trails_.end()) {
      continue;
    }
    points.clear();
    for (const Point& point : trail->points) {
      points.push_back(canvas.at(point.x * canvas.width(), point.y * canvas.height()));
    }
    canvas.trail(points, palette_.colorOf(track.id));
  }
  for (const Track& track : tracks.items) {
    if (visible(track)) {
      canvas.box(boxOf(track), palette_.colorOf(track.id), track.state == TrackState::Coasting);
    }
  }
  for (const Track& track : tracks.items) {
    if (options_.labels && visible(track)) {
      canvas.label(boxOf(track), labelOf(track), palette_.colorOf(track.id));
    }
  }
}

}  // namespace followspot
