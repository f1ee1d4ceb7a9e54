#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/shrink/channel_order.h"
#include "core/model/shrink/network_access.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {

/// A convolution and what belongs to it.
struct ConvolutionLayer {
  std::string name;
  std::string input;  ///< Node that it reads; paddings are looked past.
  std::string kernel;
  std::string bias;    ///< Constant of the one BiasAdd behind it; empty where there is none.
  std::string result;  ///< That BiasAdd, or the convolution itself.
  bool depthwise = false;
  bool readsPicture = false;
  bool sharesKernel = false;  ///< Another convolution has the same one.
  std::int64_t stride = 1;    ///< Vertical; both are the same in what this is used for.
  Shape kernelShape;          ///< [height, width, in, out]
  Shape inputShape;           ///< [1, height, width, channels] of `input`.
  Shape outputShape;
};

/// All convolutions of a network, inputs first.
/// @param whole  all in one graph, as `mergeGraphs` makes it.
/// @errors those of `validateForOpenCv`.
[[nodiscard]] Result<std::vector<ConvolutionLayer>> convolutionsOf(const Graph& whole);

/// Name under which OpenCV has a node's result (see NetworkRunner::run).
[[nodiscard]] std::string layerNameOf(const std::vector<ConvolutionLayer>& layers,
                                      const std::string& node);

/// Positions in a map of `height` x `width` cells to take samples at: all, or `most` of them spread
/// evenly at random; the same for the same arguments.
[[nodiscard]] std::vector<std::size_t> samplePositions(std::size_t height, std::size_t width,
                                                       std::size_t most, unsigned seed);

/// Appends the channels at some positions of a map to `samples`, [positions, channels].
/// @param map  [channels, height * width]
void takeSamples(std::span<const float> map, std::size_t channels,
                 std::span<const std::size_t> positions, std::vector<float>& samples);

/// Calls `see` with what the network gives for every picture.
/// @errors of the network; Cancelled.
using SeeOutputs =
    std::function<void(std::size_t picture, const std::vector<std::span<const float>>& outputs)>;
[[nodiscard]] Result<void> forEachPicture(NetworkRunner& network,
                                          const std::vector<std::vector<float>>& pictures,
                                          const std::vector<std::string>& names,
                                          const std::stop_token& stop, const SeeOutputs& see);

/// Moments of what every kernel reads, by the kernel's name; depthwise ones and those that read the
/// picture are left out.
[[nodiscard]] Result<std::map<std::string, Moments>> measureMoments(
    NetworkRunner& network, const std::vector<ConvolutionLayer>& layers,
    const std::vector<std::vector<float>>& pictures, const std::stop_token& stop);

}  // namespace followspot::model
