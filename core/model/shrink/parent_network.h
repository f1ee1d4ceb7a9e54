#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/shrink/calibration.h"
#include "core/model/shrink/channel_order.h"
#include "core/model/shrink/channels.h"
#include "core/model/shrink/network_access.h"

namespace followspot::model {

/// Pictures on which a group's weight in the result is measured.
inline constexpr std::size_t kProbePictures = 4;

/// What a network says about a picture.
struct Answer {
  std::vector<float> boxes;   // [A, 4]
  std::vector<float> scores;  // [A, C], 0..1
};

/// All that is known of the network before anything is taken out.
struct Parent {
  PreparedModel model;
  std::vector<ConvolutionLayer> layers;
  Channels channels;
  std::map<std::string, Moments> moments;
  std::vector<std::vector<float>> pictures;
  std::vector<Answer> answers;  // of the probe pictures
  std::vector<ChannelOrder> orders;
  std::vector<double> sensitivity;  // of a group: change of the answers by error of its readers

  [[nodiscard]] std::size_t probeOf(std::size_t i) const {
    return i * pictures.size() / std::min(kProbePictures, pictures.size());
  }
};

/// What a network says about the probe pictures. @errors of the network; Cancelled.
[[nodiscard]] Result<std::vector<Answer>> answersOf(const Parent& parent, NetworkRunner& network,
                                                    const std::stop_token& stop);

/// How much answers differ from the parent's, relative to all scores: scores of classes, and boxes
/// by their scores.
[[nodiscard]] double difference(const Parent& parent, const std::vector<Answer>& given);

/// The model without some channels, those left making up for them where they are read.
/// @param removed  one entry a channel.
[[nodiscard]] Result<PreparedModel> without(const Parent& parent, const std::vector<bool>& removed);

/// Multiply-accumulates of all convolutions without some channels.
[[nodiscard]] double macsOf(const Parent& parent, const std::vector<bool>& removed);

/// The convolutions that read a group of channels; empty where only other layers do.
/// @param index  of the parent's binary graph.
[[nodiscard]] std::vector<ChannelReader> readersOf(const Parent& parent, const GraphIndex& index,
                                                   const std::vector<std::size_t>& group);

}  // namespace followspot::model
