#pragma once

#include <QString>

namespace followspot::ui {

/// What a location is, as far as its name and first bytes tell.
enum class TargetKind {
  Video,       ///< A video file, a picture, or nothing that is there.
  Pictures,    ///< A folder of pictures.
  Live,        ///< A camera or an address.
  Model,       ///< A model package, or a frozen graph (.pb).
  Checkpoint,  ///< What training leaves: a folder or file that must be prepared first.
  TrackFile,   ///< Tracks or ground truth: MOT, COCO, CVAT, KITTI, CSV, JSONL.
  Project,     ///< A project of ours.
  Unknown,     ///< Something else.
};

/// Looks at a location: the name, what is in a folder, and at most 64 KiB of a file.
/// @threading any.
[[nodiscard]] TargetKind targetKindOf(const QString& location);

/// Why this program, as it is, cannot open it, and what could be done; a sentence or two.
[[nodiscard]] QString whyNotOpened(TargetKind kind, const QString& location);

}  // namespace followspot::ui
