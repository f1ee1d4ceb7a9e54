#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/media/picture_scaler.h"
#include "tests/bench/bench.h"

namespace followspot::bench {

std::vector<BenchRow> benchScreen(const BenchOptions& options) {
  constexpr int kWidth = 1920;
  constexpr int kHeight = 1080;
  cv::Mat planar(kHeight * 3 / 2, kWidth, CV_8UC1);
  cv::randu(planar, 16, 236);
  PictureView view;
  view.size = {kWidth, kHeight};
  view.chromaShiftX = 1;
  view.chromaShiftY = 1;
  const std::uint8_t* const luma = planar.ptr();
  const std::uint8_t* const chroma = luma + kWidth * kHeight;
  view.planes = {PlaneView{luma, kWidth, 1}, PlaneView{chroma, kWidth / 2, 1},
                 PlaneView{chroma + kWidth * kHeight / 4, kWidth / 2, 1}};
  PictureScaler scaler;
  std::vector<BenchRow> rows;
  for (const FrameSize size :
       {FrameSize{kWidth, kHeight}, FrameSize{960, 540}, FrameSize{641, 361}}) {
    std::vector<std::uint8_t> screen(static_cast<std::size_t>(size.width * size.height * 4));
    cv::Mat full;
    cv::Mat small;
    auto row = compare(
        "1080p to " + std::to_string(size.width) + "x" + std::to_string(size.height) + " screen",
        "cvtColor + resize by area", options.rounds, Clock::ProcessCpu,
        [&] {
          static_cast<void>(
              scaler.scale(view, PackedFormat::Bgra, size, screen.data(), size.width * 4));
        },
        [&] {
          cv::cvtColor(planar, full, cv::COLOR_YUV2BGRA_I420);
          if (size.width != kWidth) {
            cv::resize(full, small, {size.width, size.height}, 0, 0, cv::INTER_AREA);
          }
        });
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace followspot::bench
