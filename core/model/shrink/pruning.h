#pragma once

#include <string>

#include "core/base/result.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/prepare/recipe.h"
#include "core/model/shrink/network_access.h"

namespace followspot::model {

struct PruneOptions {
  double fraction = 0;  ///< Share of the multiply-accumulates to save; 0..0.9. 0: see `speedup`.
  double speedup = 0;   ///< Instead: how many times faster a picture is to go through; > 1.
  std::string calibration;  ///< Video or folder of pictures like those that the model will see.
};

/// Takes whole channels out of a network, so that it gets smaller and faster, and adjusts what is
/// left. No training and no annotations: only pictures of the kind that it will see.
///
/// Which channels can go together is followed through residual additions, depthwise convolutions
/// and joins (`findChannels`). In what order a group's channels go is decided by how well those
/// left can stand in for them on the calibration pictures (`orderChannels`); how many of each
/// group, by how much the network's boxes and scores change when that group alone loses a quarter
/// of its channels. What is left is corrected layer by layer (`correct`).
/// @param model  weights in any form; 32-bit floats afterwards.
/// @errors InvalidArgument: a fraction or speed out of range or out of reach, or fewer than
/// `kFewestPictures` pictures; Unsupported: no channels that may go, or no raw outputs; those of
/// `access`; Cancelled.
[[nodiscard]] Result<PreparedModel> prune(PreparedModel model, const PruneOptions& options,
                                          NetworkAccess& access, const RecipeContext& context,
                                          StepReport& report);

inline constexpr std::size_t kFewestPictures = 8;

}  // namespace followspot::model
