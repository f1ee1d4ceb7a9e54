#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "app/gui/session_adapter.h"
#include "tests/support/session_fakes.h"
#include "ui/dialogs/dialog_service.h"
#include "ui/engine/engine.h"

/// An engine of real sessions over scripted parts: no files, no network, every step the test's.
namespace followspot::test {

/// A scripted source that says how long it is, as files do.
class CountedSource final : public VideoSource {
 public:
  explicit CountedSource(const SourceScript& script) : source_(script), info_(source_.info()) {
    if (info_.seekable) {
      info_.frameCount = script.frames;
      info_.duration = Seconds(static_cast<double>(script.frames) / script.rate);
    }
  }
  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] SourceHealth health() const override { return source_.health(); }
  Result<std::optional<Frame>> read(std::stop_token stop) override {
    return source_.read(std::move(stop));
  }
  Result<void> seek(FrameId frame, std::stop_token stop) override {
    return source_.seek(frame, std::move(stop));
  }

 private:
  ScriptedSource source_;
  SourceInfo info_;
};

class ScriptedEngine final : public ui::Engine {
 public:
  SourceScript source;
  ScriptedDetector::Script detector;
  /// Passed by every `open` and `loadModel`, as slow disks would hold them.
  std::shared_ptr<Valve> openValve = std::make_shared<Valve>();
  std::atomic<int> opened = 0;

  /// Models "good", "other" and the demonstration's exist; all know five classes.
  Result<ui::ModelHandle> loadModel(const model::ModelLocation& location) override {
    openValve->pass();
    const std::string name = location.package.filename().string();
    if (name != "good" && name != "other" && name != "ssd_mobilenet_v2_openimages") {
      return fail(ErrorCode::NotFound, name + ": model.pb is missing. Pick a whole package.");
    }
    auto model = std::make_shared<ui::EngineModel>();
    model->location = location.package;
    model->manifest.name = name;
    model->manifest.inputSize = {300, 300};
    model->manifest.hasBackground = false;
    model->labels = LabelMap({"person", "car", "dog", "bicycle", "bus"});
    return ui::ModelHandle(std::move(model));
  }

  Result<std::unique_ptr<ui::EngineSession>> open(ui::OpenRequest request,
                                                  std::function<void()> onNews) override {
    openValve->pass();
    ++opened;
    SessionParts parts = scriptedParts(source, detector);
    if (request.input.find("missing") != std::string::npos) {
      parts.openSource = [](const std::stop_token&) -> Result<std::unique_ptr<VideoSource>> {
        return fail(ErrorCode::NotFound, "missing.avi: no such file. Check the name.");
      };
    } else {
      parts.openSource =
          [script = source](const std::stop_token&) -> Result<std::unique_ptr<VideoSource>> {
        return std::unique_ptr<VideoSource>(std::make_unique<CountedSource>(script));
      };
    }
    {
      const std::scoped_lock lock(mutex_);
      requests_.push_back(request);
    }
    return std::unique_ptr<ui::EngineSession>(
        std::make_unique<SessionAdapter>(request.settings, std::move(parts), std::move(onNews)));
  }

  std::unique_ptr<ui::PictureConverter> makeConverter() override {
    return std::make_unique<GrayConverter>();
  }

  [[nodiscard]] std::vector<ui::OpenRequest> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  /// The luma of the picture's first pixel everywhere.
  class GrayConverter final : public ui::PictureConverter {
   public:
    Result<void> convert(const PictureView& picture, const ui::PixelTarget& target) override {
      for (int y = 0; y < target.size.height; ++y) {
        std::uint8_t* const row = target.data + y * target.stride;
        std::fill(row, row + std::ptrdiff_t{target.size.width} * 4, *picture.planes[0].data);
      }
      return {};
    }
  };

  mutable std::mutex mutex_;
  std::vector<ui::OpenRequest> requests_;
};

/// Answers at once with what the test has laid out; empty: the user cancels.
class ScriptedDialogs final : public ui::DialogService {
 public:
  QString nextFile;
  QString nextFolder;
  QString nextSave;
  QString nextAddress;

  void openFile(QWidget*, const QString&, const QString&, const QStringList&,
                Answer answer) override {
    give(nextFile, answer);
  }
  void openFolder(QWidget*, const QString&, const QString&, Answer answer) override {
    give(nextFolder, answer);
  }
  void saveFile(QWidget*, const QString&, const QString&, const QString&, Answer answer) override {
    give(nextSave, answer);
  }
  void askAddress(QWidget*, Answer answer) override { give(nextAddress, answer); }

 private:
  static void give(const QString& value, const Answer& answer) {
    if (!value.isEmpty()) {
      answer(value);
    }
  }
};

}  // namespace followspot::test
