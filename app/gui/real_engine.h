#pragma once

#include "ui/engine/engine.h"

namespace followspot {

/// The window's engine made of the real parts: FFmpeg, OpenCV, the trackers.
/// @threading any thread.
class RealEngine final : public ui::Engine {
 public:
  [[nodiscard]] Result<ui::ModelHandle> loadModel(const model::ModelLocation& location) override;
  [[nodiscard]] Result<std::unique_ptr<ui::EngineSession>> open(
      ui::OpenRequest request, std::function<void()> onNews) override;
  [[nodiscard]] std::unique_ptr<ui::PictureConverter> makeConverter() override;
  [[nodiscard]] std::vector<ui::TrackerChoice> trackers() const override;
  [[nodiscard]] std::unique_ptr<Tracker> makeTracker(const std::string& name,
                                                     double pictureRate) const override;
};

}  // namespace followspot
