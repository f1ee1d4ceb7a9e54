#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/project/project_store.h"
#include "core/project/sql/edit_journal.h"
#include "core/project/sql/sql_connection.h"

namespace followspot {

/// The writing half of ProjectStore; each call is one transaction. Errors: as there.
/// @threading only the thread that opened it.
class ProjectWriter {
 public:
  [[nodiscard]] static Result<std::unique_ptr<ProjectWriter>> open(
      const std::filesystem::path& file);

  Result<MediaId> putMedia(const MediaFile& media);
  Result<RunId> addRun(const Run& run);
  Result<RunId> addFinishedRun(const Run& run, const RunContent& content);
  Result<void> removeRun(RunId run);
  Result<void> appendPictures(RunId run, std::span<const TrackSet> pictures);
  Result<void> finishRun(RunId run);
  Result<EditReceipt> edit(RunId run, const TrackEdit& edit);
  Result<std::optional<EditReceipt>> step(RunId run, EditStep step);
  Result<void> addEvents(RunId run, std::span<const ProjectEvent> events);
  Result<void> putSetting(std::string_view key, std::string_view value);

 private:
  explicit ProjectWriter(std::unique_ptr<SqlConnection> connection)
      : connection_(std::move(connection)) {}
  [[nodiscard]] Result<void> mustExist(std::string_view what, std::string_view sql,
                                       std::int64_t id);
  [[nodiscard]] Result<void> runMustBe(RunId run, bool finished);
  /// Within a transaction of the caller's.
  Result<RunId> insertRun(const Run& run);
  Result<void> insertContent(RunId run, const RunContent& content);
  Result<void> insertPictures(RunId run, std::span<const TrackSet> pictures);
  Result<void> updateTracks(RunId run, std::span<const TrackSet> pictures);

  std::unique_ptr<SqlConnection> connection_;
};

}  // namespace followspot
