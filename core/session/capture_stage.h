#pragma once

#include <stop_token>

#include "core/base/result.h"
#include "core/pipeline/detection_stage.h"
#include "core/pipeline/detector_feed.h"
#include "core/pipeline/track_inbox.h"
#include "core/session/session_board.h"
#include "core/session/session_control.h"
#include "core/session/tracking_session.h"

namespace followspot {

/// What the capture thread works with; all outlive it.
struct CaptureStage {
  const SessionSettings& settings;
  const SessionParts& parts;
  SessionControl& control;
  DetectionOrders& orders;
  DetectorFeed& feed;
  TrackInbox& inbox;
  SessionBoard& board;
};

/// Body of the capture thread: opens the source and hands its pictures on, as the control says,
/// until it ends or stop is requested.
/// @errors whatever the source says; Cancelled is none.
Result<void> runCaptureStage(const CaptureStage& stage, const std::stop_token& stop);

/// Reads up to the first picture at or after `from`; jumps most of the way where the source can.
[[nodiscard]] Result<std::optional<Frame>> readFrom(VideoSource& source, Seconds from,
                                                    const std::stop_token& stop);

}  // namespace followspot
