#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/shrink/calibration.h"
#include "core/model/shrink/channels.h"
#include "core/model/shrink/network_access.h"

namespace followspot::model {

/// What the parent network computes at the layers that can be corrected, sampled.
struct CorrectionTargets {
  struct Layer {
    ConvolutionLayer convolution;
    /// Where the result goes straight into an addition: that sum and the other operand, so that
    /// what was lost on the way there is made up for, too. Else empty.
    std::string sum;
    std::string other;
    std::vector<float> samples;  ///< [pictures * positions, outputs] of the result or sum.
  };
  std::vector<std::vector<Layer>> stages;  ///< A stage depends on those before only.
};

/// Runs the parent and keeps what it computes in all 1x1 convolutions that no activation follows.
[[nodiscard]] Result<CorrectionTargets> measureTargets(
    NetworkRunner& parent, const Graph& whole, const std::vector<ConvolutionLayer>& layers,
    const std::vector<std::vector<float>>& pictures, const std::stop_token& stop);

/// Adjusts weights and biases, layer by layer from the picture to the results, so that each layer
/// computes from what the pruned network gives it what it computed in the parent, as well as least
/// squares can. No training: every layer is one linear regression.
///
/// @param model     pruned; its weights 32-bit floats.
/// @param removed   one entry a channel.
/// @param progress  called with stages done and their number; may be empty.
/// @source He, Zhang & Sun 2017 (arXiv:1707.06168), section 3.2: reconstruction from pruned inputs.
[[nodiscard]] Result<void> correct(PreparedModel& model, const CorrectionTargets& targets,
                                   const std::vector<ConvolutionLayer>& layers,
                                   const Channels& channels, const std::vector<bool>& removed,
                                   NetworkAccess& access,
                                   const std::vector<std::vector<float>>& pictures,
                                   const std::stop_token& stop,
                                   const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace followspot::model
