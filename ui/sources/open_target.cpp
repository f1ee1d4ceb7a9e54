#include "ui/sources/open_target.h"

#include <algorithm>
#include <array>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include "ui/sources/location.h"
#include "ui/sources/model_library.h"

namespace followspot::ui {
namespace {

constexpr int kMaxEntriesLookedAt = 2000;
constexpr qint64 kHeadBytes = 64 * 1024;

bool endsWithAny(const QString& name, const QStringList& ends) {
  return std::ranges::any_of(
      ends, [&](const QString& end) { return name.endsWith(end, Qt::CaseInsensitive); });
}

const QStringList& trackEnds() {
  static const QStringList kEnds = {".csv", ".jsonl", ".json", ".xml", ".txt"};
  return kEnds;
}

const QStringList& pictureEnds() {
  static const QStringList kEnds = {".png", ".jpg", ".jpeg", ".bmp",
                                    ".gif", ".tif", ".tiff", ".webp"};
  return kEnds;
}

/// File names that training leaves; `name` is without its folder.
bool isCheckpointFile(const QString& name) {
  static const QStringList kEnds = {".index", ".meta", ".tflite"};
  static const QStringList kNames = {"checkpoint", "saved_model.pb", "pipeline.config"};
  return endsWithAny(name, kEnds) || kNames.contains(name, Qt::CaseInsensitive) ||
         name.contains(QLatin1String(".data-00000-of-"));
}

/// Within the first entries of a folder: the order of a directory is none.
template <class Wanted>
bool anyEntry(const QString& folder, Wanted wanted) {
  QDirIterator entries(folder, QDir::Files);
  for (int count = 0; entries.hasNext() && count < kMaxEntriesLookedAt; ++count) {
    entries.next();
    if (wanted(entries.fileName())) {
      return true;
    }
  }
  return false;
}

TargetKind kindOfFolder(const QString& folder) {
  if (looksLikeModel(folder)) {
    return TargetKind::Model;
  }
  const QDir dir(folder);
  if (anyEntry(folder, isCheckpointFile) || dir.exists(QStringLiteral("saved_model")) ||
      (dir.exists(QStringLiteral("checkpoint")) && dir.exists(QStringLiteral("pipeline.config")))) {
    return TargetKind::Checkpoint;
  }
  const bool hasPictures =
      anyEntry(folder, [](const QString& name) { return endsWithAny(name, pictureEnds()); });
  return hasPictures ? TargetKind::Pictures : TargetKind::Unknown;
}

/// SQLite's header holds the maker's id at byte 68.
/// @source https://www.sqlite.org/fileformat.html section 1.3; core/project/README.md
bool isProject(const QByteArray& head) {
  constexpr int kIdAt = 68;
  return head.startsWith(QByteArray("SQLite format 3\0", 16)) && head.mid(kIdAt, 4) == "FSPT";
}

TargetKind kindOfFile(const QString& path) {
  const QString name = QFileInfo(path).fileName();
  QFile file(path);
  const QByteArray head = file.open(QIODevice::ReadOnly) ? file.read(kHeadBytes) : QByteArray();
  if (isProject(head) || endsWithAny(name, {QStringLiteral(".followspot")})) {
    return TargetKind::Project;
  }
  if (isCheckpointFile(name)) {
    return TargetKind::Checkpoint;
  }
  if (looksLikeModel(path)) {
    return TargetKind::Model;
  }
  if (endsWithAny(name, trackEnds())) {
    return head.contains('\0') ? TargetKind::Unknown : TargetKind::TrackFile;
  }
  static const QStringList kNoVideo = {
      ".pbtxt", ".onnx", ".pt",  ".pth", ".h5",  ".keras", ".zip", ".tar", ".gz",  ".xz",  ".pdf",
      ".html",  ".doc",  ".exe", ".deb", ".npz", ".py",    ".sh",  ".ini", ".yml", ".yaml"};
  return endsWithAny(name, kNoVideo) ? TargetKind::Unknown : TargetKind::Video;
}

}  // namespace

TargetKind targetKindOf(const QString& location) {
  if (isLiveLocation(location)) {
    return TargetKind::Live;
  }
  // Numbered pictures (frame_%04d.png) are no file; whoever opens them finds out.
  return QFileInfo(location).isDir() ? kindOfFolder(location) : kindOfFile(location);
}

}  // namespace followspot::ui
