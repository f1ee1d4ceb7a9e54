#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/model/reference/reference_executor.h"
#include "core/types/geometry.h"
#include "tests/support/npy.h"

namespace followspot::test {

/// TensorFlow's answers for one of the networks of the shared data: three pictures.
struct NetworkReference {
  std::vector<std::uint8_t> images;
  std::vector<float> boxes, classes, anchors;

  explicit NetworkReference(const std::filesystem::path& folder) {
    const auto file = [&](const char* name) { return (folder / "reference" / name).string(); };
    images = readNpy<std::uint8_t>(file("images.npy"));
    boxes = readNpy<float>(file("boxes.npy"));
    classes = readNpy<float>(file("classes.npy"));
    anchors = readNpy<float>(file("anchors.npy"));
  }
  [[nodiscard]] std::span<const float> boxesOf(std::size_t picture) const {
    return std::span(boxes).subspan(picture * (boxes.size() / 3), boxes.size() / 3);
  }
  [[nodiscard]] std::span<const float> classesOf(std::size_t picture) const {
    return std::span(classes).subspan(picture * (classes.size() / 3), classes.size() / 3);
  }
  [[nodiscard]] std::uint8_t* pictureOf(std::size_t picture) {
    return images.data() + picture * (images.size() / 3);
  }
  /// The network's input.
  [[nodiscard]] model::Array input(std::size_t picture, FrameSize size) {
    model::Array array{{1, size.height, size.width, 3}, {}};
    for (std::size_t i = 0; i < images.size() / 3; ++i) {
      array.values.push_back(pictureOf(picture)[i] / 127.5 - 1);
    }
    return array;
  }
};

/// Greatest difference of two lists of numbers, relative to the greatest number where that is above
/// 1; infinite for lists of different lengths.
template <class A, class B>
double relativeDifference(const A& given, const B& expected) {
  if (std::size(given) != std::size(expected)) {
    return HUGE_VAL;
  }
  double greatest = 1;
  double worst = 0;
  for (std::size_t i = 0; i < std::size(given); ++i) {
    const auto value = static_cast<double>(expected[i]);
    const double off = std::abs(static_cast<double>(given[i]) - value);
    if (!std::isfinite(off)) {
      return HUGE_VAL;
    }
    greatest = std::max(greatest, std::abs(value));
    worst = std::max(worst, off);
  }
  return worst / greatest;
}

}  // namespace followspot::test
