#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/detection/ssd_model.h"
#include "core/model/model_package.h"

/// A model package as the detector wants it; link followspot::core_model.
inline followspot::Result<followspot::SsdModel> readPackage(const std::filesystem::path& folder) {
  const auto package = followspot::model::loadModelPackage({.package = folder});
  if (!package) {
    return followspot::fail(package.error());
  }
  const auto& manifest = package->manifest;
  followspot::SsdModel model;
  model.name = manifest.name;
  model.graph = package->graph;
  model.textGraph = package->textGraph;
  model.inputSize = manifest.inputSize;
  model.mean = manifest.mean;
  model.scale = manifest.scale;
  model.order = manifest.rgb ? followspot::ChannelOrder::Rgb : followspot::ChannelOrder::Bgr;
  model.classCount = manifest.classCount;
  model.hasBackground = manifest.hasBackground;
  model.boxEncodings = manifest.boxEncodings;
  model.classScores = manifest.classScores;
  model.scoresAreLogits = manifest.scoresAreLogits;
  model.boxCoder = manifest.boxCoder;
  for (const auto& anchor : package->anchors) {
    model.anchors.push_back({anchor[0], anchor[1], anchor[2], anchor[3]});
  }
  return model;
}
