#pragma once

#include "app/wiring/model_observation.h"
#include "core/analytics/model_verdict.h"
#include "core/base/result.h"
#include "core/model/model_package.h"
#include "core/model/reference/parent_graph.h"

namespace followspot::wiring {

/// Runs both networks on the same pictures and compares what comes out of their heads.
/// @param options  its source is read, or where it has no location, eight made-up pictures are
/// used. At most eight pictures of the source, evenly spread over the first `pictures` of it.
/// @return  with an obstacle where the networks have no heads that can be compared.
/// @errors those of the models and the source; Cancelled.
[[nodiscard]] Result<RawDifference> compareRawOutputs(const model::ModelLocation& before,
                                                      const model::ModelLocation& after,
                                                      const ObservationOptions& options);

/// The same with a parent that the reference executor runs: about a second a picture.
/// @errors also those of `model::answerOf`.
[[nodiscard]] Result<RawDifference> compareRawOutputs(const model::ParentGraph& before,
                                                      const model::ModelLocation& after,
                                                      const ObservationOptions& options);

}  // namespace followspot::wiring
