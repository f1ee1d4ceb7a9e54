#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/cli/command.h"
#include "core/base/result.h"
#include "core/motion/motion_meter.h"
#include "core/session/tracking_session.h"

namespace followspot::cli {

/// Values of `--camera-motion` that name no file.
inline constexpr const char* kMotionAuto = "auto";  ///< Measured, where that costs nothing.
inline constexpr const char* kMotionOff = "off";

/// Whether a value of `--camera-motion` names a file.
[[nodiscard]] bool isMotionFile(const std::string& value);

/// Who measures the camera's motion in a session, by a value of `--camera-motion`; an empty
/// function: nobody.
///
/// `auto` measures recordings always: there the work hides behind the detectors'. Live it does so
/// where two cores are left beside the detectors, which take all but one, four at most.
/// @errors as readCameraMotion.
[[nodiscard]] Result<std::function<std::unique_ptr<MotionMeter>()>> motionMeterNamed(
    const std::string& value, const SessionSettings& settings);

}  // namespace followspot::cli
