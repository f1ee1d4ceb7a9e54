#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/project/project_store.h"
#include "core/project/sql/sql_connection.h"

namespace followspot {

/// ProjectReader over a connection of its own.
class SqlProjectReader final : public ProjectReader {
 public:
  [[nodiscard]] static Result<std::unique_ptr<ProjectReader>> open(
      const std::filesystem::path& file);
  /// Over a writer's connection: sees what its open transaction has done.
  explicit SqlProjectReader(SqlConnection& connection) : connection_(connection) {}

  Result<std::vector<MediaFile>> media() override;
  Result<std::vector<Run>> runs() override;
  Result<std::vector<TrackInfo>> tracks(RunId run) override;
  /// One track; nothing where it is not there.
  Result<std::optional<TrackInfo>> track(RunId run, TrackId id);
  Result<void> boxes(RunId run, FrameRange range, std::vector<BoxRow>& out) override;
  Result<void> boxesOf(RunId run, TrackId track, std::vector<BoxRow>& out) override;
  Result<void> pictures(RunId run, FrameRange range, std::vector<PictureTime>& out) override;
  Result<std::vector<ProjectEvent>> events(RunId run, FrameRange range) override;
  Result<std::vector<EditEntry>> edits(RunId run) override;
  Result<std::optional<std::string>> setting(std::string_view key) override;
  Result<void> check() override;

 private:
  explicit SqlProjectReader(std::unique_ptr<SqlConnection> own)
      : own_(std::move(own)), connection_(*own_) {}
  /// The statement, prepared once.
  Result<SqlStatement*> prepared(std::optional<SqlStatement>& statement, std::string_view sql);
  [[nodiscard]] tl::unexpected<Error> damaged(std::string_view what) const;
  Result<std::vector<TrackInfo>> readTracks(SqlStatement& statement) const;
  Result<void> readBoxes(SqlStatement& statement, std::vector<BoxRow>& out) const;

  // Statements go before the connection that they use.
  std::unique_ptr<SqlConnection> own_;
  SqlConnection& connection_;
  std::optional<SqlStatement> boxesAt_;
  std::optional<SqlStatement> boxesOfTrack_;
  std::optional<SqlStatement> picturesAt_;
};

}  // namespace followspot
