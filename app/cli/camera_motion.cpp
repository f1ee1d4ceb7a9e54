#include "app/cli/camera_motion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/wiring/session_parts.h"
#include "core/store/camera_motion_file.h"

namespace followspot::cli {
namespace {

/// Motions from a file.
class FileMeter final : public MotionMeter {
 public:
  explicit FileMeter(std::shared_ptr<const CameraMotions> motions) : motions_(std::move(motions)) {}

  std::optional<Affine> measure(const Frame& frame) override {
    const auto now = static_cast<std::size_t>(std::max<std::int64_t>(0, indexOf(frame.id())));
    const std::optional<Affine> motion =
        before_ ? motions_->between(*before_, now) : std::optional<Affine>();
    before_ = now;
    return motion;
  }
  void reset() override { before_.reset(); }

 private:
  std::shared_ptr<const CameraMotions> motions_;
  std::optional<std::size_t> before_;
};

}  // namespace

bool isMotionFile(const std::string& value) { return value != kMotionAuto && value != kMotionOff; }

Result<std::function<std::unique_ptr<MotionMeter>()>> motionMeterNamed(
    const std::string& value, const SessionSettings& settings) {
  std::function<std::unique_ptr<MotionMeter>()> make;
  if (value == kMotionAuto && wiring::measuringMotionIsFree(settings)) {
    make = wiring::makeFlowMeter;
  }
  if (isMotionFile(value)) {
    auto motions = readCameraMotion(value);
    if (!motions) {
      return fail(motions.error());
    }
    make = [shared = std::make_shared<const CameraMotions>(std::move(*motions))] {
      return std::unique_ptr<MotionMeter>(std::make_unique<FileMeter>(shared));
    };
  }
  return make;
}

}  // namespace followspot::cli
