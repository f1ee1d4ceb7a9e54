#pragma once

#include <vector>

#include <QString>

namespace followspot::ui {

/// A camera of this machine.
struct Camera {
  QString name;    ///< As its driver calls it; numbered where two are alike.
  QString device;  ///< "/dev/video0".
};

/// Cameras of the system, in the order of their device numbers.
///
/// Of the several devices of one camera only the first, which gives pictures, is listed.
/// @param classFolder  the kernel's list, /sys/class/video4linux.
/// @source Documentation/ABI/stable/sysfs-class-video4linux of Linux: files "name" and "index".
[[nodiscard]] std::vector<Camera> cameras(
    const QString& classFolder = QStringLiteral("/sys/class/video4linux"));

}  // namespace followspot::ui
