#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "core/detection/tensor_input.h"
#include "tests/bench/bench.h"

namespace followspot::bench {
namespace {

/// Planes one after the other, as cv::cvtColor wants them: what a decoder gives without padding.
struct Picture {
  FrameSize size;
  std::vector<std::uint8_t> bytes;

  explicit Picture(FrameSize pictureSize, unsigned seed) : size(pictureSize) {
    std::mt19937 random(seed);
    bytes.resize(static_cast<std::size_t>(size.width * size.height * 3 / 2));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::uint8_t>(64 + (i / 16) % 96 + random() % 16);
    }
  }

  [[nodiscard]] PictureView view() const {
    PictureView view;
    view.size = size;
    view.chromaShiftX = 1;
    view.chromaShiftY = 1;
    const std::uint8_t* const y = bytes.data();
    const std::uint8_t* const cb = y + std::ptrdiff_t{size.width} * size.height;
    const std::uint8_t* const cr = cb + std::ptrdiff_t{size.width / 2} * (size.height / 2);
    view.planes = {PlaneView{y, size.width, 1}, PlaneView{cb, size.width / 2, 1},
                   PlaneView{cr, size.width / 2, 1}};
    return view;
  }
};

BenchRow compareSize(const char* name, const char* reference, FrameSize size, int interpolation,
                     int rounds) {
  // A few pictures in turn: a decoder does not write into the same one each time.
  const std::array<Picture, 3> pictures{Picture(size, 1), Picture(size, 2), Picture(size, 3)};
  constexpr int kSide = 300;
  TensorInput input({{kSide, kSide}, {127.5F, 127.5F, 127.5F}, 1 / 127.5F, ChannelOrder::Rgb});
  std::vector<float> tensor(input.elementCount());
  std::size_t turn = 0;
  const auto ours = [&] {
    const auto done = input.fill(pictures[turn++ % pictures.size()].view(), tensor);
    if (!done) {
      std::abort();
    }
  };
  cv::Mat bgr;
  cv::Mat small;
  cv::Mat blob;
  const auto theirs = [&] {
    const Picture& picture = pictures[turn++ % pictures.size()];
    const cv::Mat planes(size.height * 3 / 2, size.width, CV_8UC1,
                         const_cast<std::uint8_t*>(  // NOLINT(*-const-cast): Mat takes no const
                             picture.bytes.data()));
    cv::cvtColor(planes, bgr, cv::COLOR_YUV2BGR_I420);
    cv::resize(bgr, small, {kSide, kSide}, 0, 0, interpolation);
    cv::dnn::blobFromImage(small, blob, 1 / 127.5, {}, {127.5, 127.5, 127.5}, true);
  };
  return compare(name, reference, rounds, Clock::ProcessCpu, ours, theirs);
}

}  // namespace

std::vector<BenchRow> benchTensorInput(const BenchOptions& options) {
  cv::setNumThreads(1);
  constexpr FrameSize kFullHd{1920, 1080};
  std::vector<BenchRow> rows;
  rows.push_back(compareSize("1080p to tensor", "cvtColor + resize LINEAR + blob", kFullHd,
                             cv::INTER_LINEAR, options.rounds));
  constexpr double kGate = 5;
  rows.back().gate = kGate;
  rows.push_back(compareSize("1080p to tensor", "cvtColor + resize AREA + blob", kFullHd,
                             cv::INTER_AREA, options.rounds));
  rows.push_back(compareSize("768x576 to tensor", "cvtColor + resize LINEAR + blob", {768, 576},
                             cv::INTER_LINEAR, options.rounds));
  rows.push_back(compareSize("4K to tensor", "cvtColor + resize LINEAR + blob", {3840, 2160},
                             cv::INTER_LINEAR, options.rounds));
  return rows;
}

}  // namespace followspot::bench
