#include <memory>
#include <utility>

#include "core/project/project_store.h"
#include "core/project/sql/project_file.h"
#include "core/project/sql/project_writer.h"
#include "core/project/sql/sql_project_reader.h"
#include "core/project/sql/writer_thread.h"

namespace followspot {
namespace {

/// ProjectStore over one SQLite file.
class SqlProjectStore final : public ProjectStore {
 public:
  explicit SqlProjectStore(std::filesystem::path file) : file_(std::move(file)) {}
  SqlProjectStore(const SqlProjectStore&) = delete;
  SqlProjectStore& operator=(const SqlProjectStore&) = delete;
  ~SqlProjectStore() override {
    static_cast<void>(thread_.call([this]() -> Result<void> {
      writer_.reset();
      return {};
    }));
  }

  Result<void> open() {
    return thread_.call([this]() -> Result<void> {
      auto writer = ProjectWriter::open(file_);
      if (!writer) {
        return fail(writer.error());
      }
      writer_ = std::move(*writer);
      return {};
    });
  }

  Result<std::unique_ptr<ProjectReader>> openReader() override {
    return SqlProjectReader::open(file_);
  }
  Result<MediaId> putMedia(const MediaFile& media) override {
    return thread_.call([&] { return writer_->putMedia(media); });
  }
  Result<RunId> addRun(const Run& run) override {
    return thread_.call([&] { return writer_->addRun(run); });
  }
  Result<RunId> addFinishedRun(const Run& run, const RunContent& content) override {
    return thread_.call([&] { return writer_->addFinishedRun(run, content); });
  }
  Result<void> removeRun(RunId run) override {
    return thread_.call([&] { return writer_->removeRun(run); });
  }
  Result<void> appendPictures(RunId run, std::span<const TrackSet> pictures) override {
    return thread_.call([&] { return writer_->appendPictures(run, pictures); });
  }
  Result<void> finishRun(RunId run) override {
    return thread_.call([&] { return writer_->finishRun(run); });
  }
  Result<EditReceipt> edit(RunId run, const TrackEdit& edit) override {
    return thread_.call([&] { return writer_->edit(run, edit); });
  }
  Result<std::optional<EditReceipt>> undo(RunId run) override {
    return thread_.call([&] { return writer_->step(run, EditStep::Undo); });
  }
  Result<std::optional<EditReceipt>> redo(RunId run) override {
    return thread_.call([&] { return writer_->step(run, EditStep::Redo); });
  }
  Result<void> addEvents(RunId run, std::span<const ProjectEvent> events) override {
    return thread_.call([&] { return writer_->addEvents(run, events); });
  }
  Result<void> putSetting(std::string_view key, std::string_view value) override {
    return thread_.call([&] { return writer_->putSetting(key, value); });
  }
  Result<void> copyTo(const std::filesystem::path& file) override {
    return thread_.call([&] { return copyProject(file_, file); });
  }

 private:
  const std::filesystem::path file_;
  std::unique_ptr<ProjectWriter> writer_;  // lives and dies on the thread
  WriterThread thread_;
};

}  // namespace

Result<OpenedProject> openProject(const std::filesystem::path& file, ProjectMode mode) {
  auto prepared = prepareProjectFile(file, mode, schemaSteps());
  if (!prepared) {
    return fail(prepared.error());
  }
  auto store = std::make_unique<SqlProjectStore>(prepared->path);
  if (auto opened = store->open(); !opened) {
    return fail(opened.error());
  }
  OpenedProject project;
  project.store = std::move(store);
  project.notes = std::move(prepared->notes);
  return project;
}

}  // namespace followspot
