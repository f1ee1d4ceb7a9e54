#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_types.h"
#include "core/project/track_edit.h"
#include "core/types/track.h"

namespace followspot {

/// An edit in a run's journal.
struct EditEntry {
  std::int64_t number = 0;  ///< Its place in the run's journal, from 1.
  EditSubject subject;
  bool undone = false;  ///< Can be done again, until another edit is made.
  UtcTime made{};
};

/// What an edit, an undo or a redo has done.
struct EditReceipt {
  std::int64_t number = 0;
  EditSubject subject;
  std::vector<TrackId> tracks;  ///< That came, changed or went.
};

/// All of a run's tracks; borrowed for a call.
struct RunContent {
  std::span<const PictureTime> pictures;  ///< No frame twice.
  std::span<const TrackInfo> tracks;
  std::span<const BoxRow> boxes;  ///< In the order of frames it is fastest.
};

/// Looks at a project. Sees what was committed when a call began; never waits for a writer, and no
/// writer waits for it.
/// @errors of all calls: CorruptData: the file is damaged. Unavailable: it cannot be read now.
/// @threading only the thread that opened it.
class ProjectReader {
 public:
  ProjectReader() = default;
  ProjectReader(const ProjectReader&) = delete;
  ProjectReader& operator=(const ProjectReader&) = delete;
  virtual ~ProjectReader() = default;

  [[nodiscard]] virtual Result<std::vector<MediaFile>> media() = 0;            ///< By id.
  [[nodiscard]] virtual Result<std::vector<Run>> runs() = 0;                   ///< By id.
  [[nodiscard]] virtual Result<std::vector<TrackInfo>> tracks(RunId run) = 0;  ///< By id.

  /// The boxes on some pictures, by frame, then track: O(log n + boxes found).
  /// @param out  is replaced; keeps its memory.
  virtual Result<void> boxes(RunId run, FrameRange range, std::vector<BoxRow>& out) = 0;
  /// The boxes of a track by frame: O(boxes found * log n).
  virtual Result<void> boxesOf(RunId run, TrackId track, std::vector<BoxRow>& out) = 0;
  /// Which pictures were tracked and when they were, by frame; pictures without boxes, too.
  virtual Result<void> pictures(RunId run, FrameRange range, std::vector<PictureTime>& out) = 0;
  [[nodiscard]] virtual Result<std::vector<ProjectEvent>> events(
      RunId run, FrameRange range) = 0;  ///< By frame, then id.
  /// The journal by number: what can be undone, and behind it what can be done again.
  [[nodiscard]] virtual Result<std::vector<EditEntry>> edits(RunId run) = 0;
  [[nodiscard]] virtual Result<std::optional<std::string>> setting(std::string_view key) = 0;

  /// Reads every page and index. Takes as long as reading the file does.
  /// @errors CorruptData: names what is wrong first.
  virtual Result<void> check() = 0;
};

/// A project: media files, runs of models and trackers over them, their tracks, events, settings.
///
/// What a call has returned from is stored: it survives the end of the process at any moment, and
/// edits, settings and events survive power loss as well. A call that fails has stored nothing.
/// @errors of all writing calls: Unavailable: disk full, file locked by another program for more
/// than five seconds, or folder not writable. CorruptData: the file is damaged.
/// @threading any thread; writing calls are done one after the other by one thread of the store's
/// own, and return when they are.
class ProjectStore {
 public:
  ProjectStore() = default;
  ProjectStore(const ProjectStore&) = delete;
  ProjectStore& operator=(const ProjectStore&) = delete;
  virtual ~ProjectStore() = default;

  /// A reader for the calling thread; lives as long as it wants.
  [[nodiscard]] virtual Result<std::unique_ptr<ProjectReader>> openReader() = 0;

  /// Adds a media file. One with the same location keeps its id, and what the new one does not
  /// know; of the numbers of pictures the larger one counts, as a run may have seen only a part.
  [[nodiscard]] virtual Result<MediaId> putMedia(const MediaFile& media) = 0;
  /// @errors NotFound: no such media file. InvalidArgument: frameStep < 1.
  [[nodiscard]] virtual Result<RunId> addRun(const Run& run) = 0;
  /// Adds a run that is whole already, with all its tracks, or nothing of it.
  /// @errors as addRun; InvalidArgument: a track twice on a picture, or numbers that are not
  /// finite.
  [[nodiscard]] virtual Result<RunId> addFinishedRun(const Run& run, const RunContent& content) = 0;
  /// Removes a run with all that belongs to it.
  virtual Result<void> removeRun(RunId run) = 0;
  /// Adds pictures with their confirmed tracks; all of them or none. Thousands of boxes in a call
  /// make it fast.
  /// @errors NotFound: no such run. InvalidArgument: a picture that is already there, a track
  /// twice on it, a box that is not finite, a run that is finished.
  virtual Result<void> appendPictures(RunId run, std::span<const TrackSet> pictures) = 0;
  /// The run is whole; from now on its tracks can be edited. @errors NotFound: no such run.
  virtual Result<void> finishRun(RunId run) = 0;

  /// Does an edit and writes it into the run's journal, in one; edits that were undone can no
  /// longer be done again.
  /// @errors as planEdit; NotFound: no such run; InvalidArgument: a run that is not finished.
  [[nodiscard]] virtual Result<EditReceipt> edit(RunId run, const TrackEdit& edit) = 0;
  /// Takes the last edit back; nothing where there is none. Works after a restart, too.
  /// @errors CorruptData: the journal does not fit the tracks.
  [[nodiscard]] virtual Result<std::optional<EditReceipt>> undo(RunId run) = 0;
  /// Does the last edit that was undone again; nothing where there is none.
  [[nodiscard]] virtual Result<std::optional<EditReceipt>> redo(RunId run) = 0;

  /// @errors NotFound: no such run.
  virtual Result<void> addEvents(RunId run, std::span<const ProjectEvent> events) = 0;
  virtual Result<void> putSetting(std::string_view key, std::string_view value) = 0;

  /// Copies the project as it is now, whole, to another file; one that is there is replaced, and
  /// only once the copy is whole. Others may go on writing meanwhile.
  /// @errors InvalidArgument: onto itself.
  virtual Result<void> copyTo(const std::filesystem::path& file) = 0;
};

enum class ProjectMode {
  Create,  ///< A new file; one that exists is not touched.
  OpenExisting,
  OpenOrCreate,
};

struct OpenedProject {
  std::unique_ptr<ProjectStore> store;
  /// What had to be said: the copy that was made before the format was brought up to date.
  std::vector<std::string> notes;
};

/// Opens a project file.
///
/// A file of an older format is checked, copied aside and then brought up to date. One that is
/// damaged or was made by a newer version is copied aside and otherwise left as it is.
/// @errors NotFound: no such file or folder. InvalidArgument: Create, and the file exists.
/// Unsupported: another program's file, or made by a newer version (names the copy). CorruptData:
/// damaged (names the copy). Unavailable: locked, disk full, not permitted.
/// @source core/project/README.md
[[nodiscard]] Result<OpenedProject> openProject(const std::filesystem::path& file,
                                                ProjectMode mode);

}  // namespace followspot
