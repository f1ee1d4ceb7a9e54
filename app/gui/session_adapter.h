#pragma once

#include <functional>

#include "core/session/tracking_session.h"
#include "ui/engine/engine.h"

namespace followspot {

/// A `TrackingSession` as the window sees it.
/// @threading one thread at a time.
class SessionAdapter final : public ui::EngineSession {
 public:
  SessionAdapter(const SessionSettings& settings, SessionParts parts, std::function<void()> onNews)
      : session_(settings, std::move(parts), std::move(onNews)) {}

  void pause() override { session_.pause(); }
  void resume() override { session_.resume(); }
  void step() override { session_.step(); }
  void seek(FrameId frame) override { session_.seek(frame); }
  void setFilter(const DetectionFilter& filter) override { session_.setFilter(filter); }

  [[nodiscard]] SessionState state() const override { return session_.state(); }
  [[nodiscard]] std::optional<Error> error() const override { return session_.error(); }
  [[nodiscard]] std::optional<SourceInfo> source() const override { return session_.source(); }
  [[nodiscard]] SessionStats stats() const override { return session_.stats(); }
  [[nodiscard]] std::optional<TrackedFrame> takePicture() override {
    return session_.takePicture();
  }

 private:
  TrackingSession session_;
};

}  // namespace followspot
