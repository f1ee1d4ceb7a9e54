#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTransform>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/media/picture_scaler.h"
#include "core/media/track_palette.h"
#include "tests/bench/bench.h"
#include "ui/video/overlay_painter.h"

/// A decoded 1080p picture with its boxes onto a screen of 1080p, as the window does it, and as one
/// writes it first. Into memory: no display is needed.
namespace followspot::bench {
namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 1080;
constexpr int kBoxes = 50;

/// Noise, in the layout that decoders give.
PictureView pictureOf(const cv::Mat& planar) {
  PictureView view;
  view.size = {kWidth, kHeight};
  view.chromaShiftX = 1;
  view.chromaShiftY = 1;
  const std::uint8_t* const luma = planar.ptr();
  const std::uint8_t* const chroma = luma + std::ptrdiff_t{kWidth} * kHeight;
  view.planes = {PlaneView{luma, kWidth, 1}, PlaneView{chroma, kWidth / 2, 1},
                 PlaneView{chroma + kWidth * kHeight / 4, kWidth / 2, 1}};
  return view;
}

TrackSet manyTracks() {
  TrackSet tracks;
  tracks.size = {kWidth, kHeight};
  for (int k = 0; k < kBoxes; ++k) {
    Track track;
    track.id = TrackId{static_cast<std::uint64_t>(k) + 1};
    const int row = k / 10;
    track.box = {40.0 + 180 * (k % 10), 60.0 + 200 * row, 70, 150};
    track.score = 0.87;
    track.classId = ClassId{0};
    tracks.items.push_back(track);
  }
  return tracks;
}

/// The simple way: all smooth, each label laid out where it is drawn.
void paintSimply(QPainter& painter, const TrackSet& tracks, const std::vector<Rgb>& colors) {
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = 0; i < tracks.items.size(); ++i) {
    const Track& track = tracks.items[i];
    const QColor color(colors[i].red, colors[i].green, colors[i].blue);
    const QRectF box(track.box.x, track.box.y, track.box.w, track.box.h);
    painter.setPen(QPen(color, 2));
    painter.drawRect(box);
    const QString text = QStringLiteral("%1 person %2 %").arg(numberOf(track.id)).arg(87);
    const QRectF plate(box.left(), box.top() - 18, 100, 16);
    painter.fillRect(plate, color);
    painter.setPen(Qt::black);
    painter.drawText(plate, Qt::AlignCenter, text);
  }
}

}  // namespace

std::vector<BenchRow> benchOverlay(const BenchOptions& options) {
  ::setenv("QT_QPA_PLATFORM", "offscreen",
           1);  // NOLINT(concurrency-mt-unsafe): no other thread yet
  int argumentCount = 1;
  std::string name = "followspot-bench";
  char* arguments[] = {name.data(), nullptr};
  const QGuiApplication application(argumentCount, arguments);  // text needs one

  cv::Mat planar(kHeight * 3 / 2, kWidth, CV_8UC1);
  cv::randu(planar, 16, 236);
  const PictureView view = pictureOf(planar);
  const TrackSet tracks = manyTracks();
  std::vector<Rgb> colors;
  for (int k = 0; k < kBoxes; ++k) {
    const auto shade = static_cast<std::uint8_t>(5 * k);
    colors.push_back({shade, 200, static_cast<std::uint8_t>(255 - shade)});
  }
  ui::OverlayStyle style;
  style.classNames = std::make_shared<LabelMap>(std::vector<std::string>{"person"});
  const ui::Trails trails;

  PictureScaler scaler;
  cv::Mat bgr;
  std::vector<BenchRow> rows;
  for (const FrameSize size : {FrameSize{kWidth, kHeight}, FrameSize{1280, 720}}) {
    QImage screen(size.width, size.height, QImage::Format_RGB32);
    QImage picture(size.width, size.height, QImage::Format_RGB32);
    const double factor = static_cast<double>(size.width) / kWidth;
    const QTransform toScreen = QTransform::fromScale(factor, factor);
    const auto ours = [&] {
      static_cast<void>(
          scaler.scale(view, PackedFormat::Bgra, size, picture.bits(), picture.bytesPerLine()));
      QPainter painter(&screen);
      painter.drawImage(0, 0, picture);
      ui::paintOverlay(painter, tracks, colors, trails, style, toScreen, 2);
    };
    const auto theirs = [&] {
      cv::cvtColor(planar, bgr, cv::COLOR_YUV2BGR_I420);
      const QImage shown(bgr.ptr(), kWidth, kHeight, static_cast<qsizetype>(bgr.step),
                         QImage::Format_BGR888);
      QPainter painter(&screen);
      painter.setRenderHint(QPainter::SmoothPixmapTransform);
      painter.drawImage(screen.rect(), shown);
      painter.setTransform(toScreen);
      paintSimply(painter, tracks, colors);
    };
    rows.push_back(compare("1080p with 50 boxes in a view of " + std::to_string(size.width) + "x" +
                               std::to_string(size.height),
                           "cvtColor to BGR, drawn into the view, smooth boxes and labels",
                           options.rounds, Clock::ProcessCpu, ours, theirs));
  }
  // At its own size the memory's speed is most of both; a window is mostly smaller.
  rows.back().gate = 4;
  return rows;
}

}  // namespace followspot::bench
