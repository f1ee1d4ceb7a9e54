#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// An axis of a constant along which its numbers belong to channels.
struct ChannelAxis {
  std::string constant;
  std::size_t axis = 0;
  std::vector<std::size_t> channels;  ///< Of each position, as `Channels` counts them.
};

/// The channels of a network, where things that can only go together are one channel: a number
/// that residual additions, depthwise convolutions, biases or shared weights tie to others.
struct Channels {
  std::vector<ChannelAxis> axes;
  std::size_t count = 0;
  /// Channels that may go, put together by where they occur: those of a group are interchangeable
  /// for all but their numbers. Ascending in a group; groups in the network's order.
  std::vector<std::vector<std::size_t>> groups;
};

/// Follows every channel through a network from where it is made to where it is read.
///
/// What reaches a result, the picture itself, or goes through an operation that mixes channels with
/// something else (reshaping, softmax, joining along another axis) must stay and is in no group.
/// @param whole  all in one graph, as `mergeGraphs` makes it.
/// @errors those of `validateForOpenCv`.
[[nodiscard]] Result<Channels> findChannels(const Graph& whole);

/// Takes channels out of all constants that hold them; the network's nodes stay as they are. The
/// constants must be 32-bit floats (`storeWeights`).
/// @param removed  one entry a channel. At least one of each axis must be left.
/// @errors CorruptData: a constant of another form than when the channels were found.
[[nodiscard]] Result<Graph> removeChannels(Graph binary, const Channels& channels,
                                           const std::vector<bool>& removed);

}  // namespace followspot::model
