#include "ui/sources/open_target.h"

#include <algorithm>

#include <QCoreApplication>
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
constexpr qint64 kHeadBytes = 65'536;

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

/// What people drop although it is something else; the rest of the world is tried as a video.
enum class Foreign { Nothing, OtherModel, TextGraph, Archive, Other };

Foreign foreignKindOf(const QString& name) {
  if (endsWithAny(name, {".onnx", ".pt", ".pth", ".h5", ".keras", ".torchscript", ".engine",
                         ".caffemodel", ".weights", ".safetensors"})) {
    return Foreign::OtherModel;
  }
  if (endsWithAny(name, {".pbtxt"})) {
    return Foreign::TextGraph;
  }
  if (endsWithAny(name, {".zip", ".tar", ".tgz", ".gz", ".xz", ".bz2", ".zst", ".7z", ".rar"})) {
    return Foreign::Archive;
  }
  return endsWithAny(name, {".pdf", ".html", ".md", ".odt", ".doc", ".docx", ".exe", ".deb", ".py",
                            ".sh", ".ini", ".yml", ".yaml", ".mp3", ".wav", ".flac", ".ogg"})
             ? Foreign::Other
             : Foreign::Nothing;
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
  return foreignKindOf(name) == Foreign::Nothing ? TargetKind::Video : TargetKind::Unknown;
}

}  // namespace

TargetKind targetKindOf(const QString& location) {
  if (isLiveLocation(location)) {
    return TargetKind::Live;
  }
  // Numbered pictures (frame_%04d.png) are no file; whoever opens them finds out.
  return QFileInfo(location).isDir() ? kindOfFolder(location) : kindOfFile(location);
}

QString whyNotOpened(TargetKind kind, const QString& location) {
  if (kind == TargetKind::Project) {
    return QCoreApplication::translate(
        "OpenTarget", "This is a project. Look into it with: followspot-cli project info");
  }
  if (kind == TargetKind::TrackFile) {
    return QCoreApplication::translate(
        "OpenTarget",
        "This looks like a file of tracks. Bring it into a project with: "
        "followspot-cli project import");
  }
  if (QFileInfo(location).isDir()) {
    return QCoreApplication::translate(
        "OpenTarget",
        "This folder holds no pictures, no model (model.json) and no checkpoint. Open the folder "
        "that holds them itself, not one above it.");
  }
  switch (foreignKindOf(location)) {
    case Foreign::OtherModel:
      return QCoreApplication::translate(
          "OpenTarget",
          "This is a model of another framework. SSD models of TensorFlow's Object Detection API "
          "can be used: a training checkpoint, a SavedModel, a frozen graph (.pb) or a .tflite.");
    case Foreign::TextGraph:
      return QCoreApplication::translate(
          "OpenTarget",
          "This is the text half of a frozen graph. Open the .pb file "
          "beside it; the text is made anew from it.");
    case Foreign::Archive:
      return QCoreApplication::translate("OpenTarget",
                                         "This is an archive. Unpack it and open what is inside.");
    case Foreign::Other:
    case Foreign::Nothing:
      break;
  }
  return QCoreApplication::translate(
      "OpenTarget",
      "This cannot be opened. What can: videos, pictures and folders of them, model folders, "
      "training checkpoints, tracks (MOT, COCO, CVAT, CSV, JSONL) and projects.");
}

}  // namespace followspot::ui
