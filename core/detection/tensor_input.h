#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/detection/ssd_model.h"
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
/// Same result as converting the whole picture (chroma repeated over its 2x2 block), resizing it
/// bilinearly (half-pixel centres, no averaging) and rounding to 8 bits, but for a step of one or
/// so in 255 where roundings differ. That is the way SSD networks are trained and their reference
/// outputs are made; averaging was measured and detects worse. Integer and element-wise arithmetic:
/// the same bits on every machine.
/// Tables are kept for the last geometry; no allocation while it stays.
/// @threading one thread at a time.
class TensorInput {
 public:
  /// @param spec  size.width, size.height > 0.
  explicit TensorInput(const TensorSpec& spec);

  /// @param tensor  [3, height, width], overwritten.
  /// @errors InvalidArgument: an empty picture or one without samples.
  [[nodiscard]] Result<void> fill(const PictureView& picture, std::span<float> tensor);

  [[nodiscard]] const TensorSpec& spec() const { return spec_; }
  [[nodiscard]] std::size_t elementCount() const;

  /// The two samples, side by side, that an output column lies between.
  struct Column {
    std::vector<std::int32_t> offset;  ///< Bytes from the row's begin to the left sample.
    std::vector<std::int16_t> weight;  ///< Of the right one, in 1/128.
  };
  /// The two rows that an output row lies between.
  struct Row {
    std::int32_t upper = 0;
    std::int32_t lower = 0;   ///< May be the same.
    std::int16_t weight = 0;  ///< Of the lower one, in 1/32768.
  };

 private:
  /// All that the tables depend on.
  struct Geometry {
    FrameSize size;
    std::array<int, 3> steps{};
    int shiftX = 0;
    int shiftY = 0;
    friend bool operator==(const Geometry&, const Geometry&) = default;
  };
  /// One channel's samples of two source rows: pairs of neighbours, and which rows they are.
  struct Lines {
    std::array<std::vector<std::uint16_t>, 2> pairs;
    std::array<std::int32_t, 2> row{-1, -1};
  };

  void prepare(const Geometry& geometry);
  const std::uint16_t* line(const PictureView& picture, std::size_t channel, std::int32_t row,
                            std::int32_t otherRow);
  void sampleRow(const PictureView& picture, std::size_t channel, int y);

  TensorSpec spec_;
  Geometry geometry_;
  std::array<Column, 3> columns_;
  std::array<std::vector<Row>, 3> rows_;
  std::array<Lines, 3> lines_;
  std::array<std::vector<std::int16_t>, 3> samples_;  ///< One output row of each channel, in 1/128.
};

}  // namespace followspot
