#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/detection/cpu_features.h"
#include "core/detection/ssd_model.h"
#include "core/detection/tensor_kernels.h"
#include "core/media/frame.h"
#include "core/types/geometry.h"

namespace followspot {

/// What a network wants to see.
struct TensorSpec {
  FrameSize size;
  std::array<float, 3> mean{};  ///< In the network's channel order.
  float scale = 1;              ///< value = (0..255 - mean) * scale.
  ChannelOrder order = ChannelOrder::Rgb;
};

/// Turns pictures into the network's input in one pass, straight from the decoder's planes: samples
/// at the network's size first, then converts only those to RGB.
///
/// The result is that of converting the whole picture (chroma repeated over its 2x2 block),
/// resizing it bilinearly (half-pixel centres, no averaging) and rounding to 8 bits, but for a step
/// or so of 255 where roundings differ. That is how SSD networks are trained and their reference
/// outputs are made. Integers up to the last step: the same bits on every machine.
/// Tables are kept for the last geometry; no allocation while it stays.
/// @threading one thread at a time.
class TensorInput {
 public:
  /// @param spec  size.width, size.height > 0.
  explicit TensorInput(const TensorSpec& spec, Isa isa = bestIsa());

  /// @param tensor  [3, height, width], overwritten.
  /// @errors InvalidArgument: an empty picture or one without samples.
  [[nodiscard]] Result<void> fill(const PictureView& picture, std::span<float> tensor);

  [[nodiscard]] const TensorSpec& spec() const { return spec_; }
  [[nodiscard]] std::size_t elementCount() const;

 private:
  /// All that the tables depend on.
  struct Geometry {
    FrameSize size;
    std::array<int, 3> steps{};
    int shiftX = 0;
    int shiftY = 0;
    friend bool operator==(const Geometry&, const Geometry&) = default;
  };
  /// The two source rows that an output row lies between.
  struct RowTap {
    std::int32_t upper = 0;
    std::int32_t lower = 0;   ///< May be the same.
    std::int16_t weight = 0;  ///< Of the lower one, in 1/32768.
  };
  /// One channel: where its samples are taken, and the last two source rows sampled there.
  struct Channel {
    ColumnPlan columns;
    std::vector<RowTap> rows;
    std::array<std::vector<std::int16_t>, 2> lines;
    std::array<std::int32_t, 2> lineRows{-1, -1};
  };

  void prepare(const Geometry& geometry);
  const std::int16_t* line(Channel& channel, const PlaneView& plane, std::int32_t row,
                           std::int32_t otherRow) const;

  TensorSpec spec_;
  Isa isa_;
  Geometry geometry_;
  std::array<Channel, 3> channels_;
  std::vector<std::int16_t> neutral_;  ///< A line of chroma 128, for gray pictures.
};

}  // namespace followspot
