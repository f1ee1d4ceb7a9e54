#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/pipeline/work_item.h"
#include "core/types/timestamp.h"

/// Pictures that are only numbers.
namespace pipeline_test {

inline followspot::Picture pictureOf(std::int64_t id, std::shared_ptr<const void> pixels) {
  followspot::PictureView view;
  view.size = {8, 6};
  followspot::Picture picture;
  picture.frame = {followspot::FrameId{id}, followspot::timestampAt(static_cast<double>(id) / 10),
                   id, view, std::move(pixels)};
  return picture;
}

inline followspot::Picture pictureOf(std::int64_t id) {
  return pictureOf(id, std::make_shared<int>(0));
}

inline std::int64_t idOf(const followspot::Picture& picture) {
  return followspot::indexOf(picture.frame.id());
}

}  // namespace pipeline_test
