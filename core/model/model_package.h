#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/types/geometry.h"
#include "core/types/label_map.h"

namespace followspot::model {

/// One step that made a model, for `model.json`.
struct ManifestStep {
  std::string name;
  std::string detail;
};

/// Contents of `model.json`, format version 1; see core/model/README.md.
struct ModelManifest {
  int formatVersion = 1;
  std::string name;
  std::string architecture;  ///< "ssd_mobilenet_v2".
  FrameSize inputSize;
  std::array<float, 3>
      mean{};       ///< As in cv::dnn::blobFromImage: subtracted, in the network's channel order.
  float scale = 1;  ///< Then multiplied.
  bool rgb = true;  ///< The network wants RGB (blobFromImage's swapRB for BGR pictures).
  std::string inputName;
  std::string boxEncodings;  ///< Raw heads; see SsdModel. Empty where the model has none.
  std::string classScores;
  bool scoresAreLogits = true;
  std::string detectionOutput;  ///< Layer that gives [1, 1, N, 7].
  std::array<float, 4> boxCoder{10, 10, 5, 5};
  std::string
      anchorsSource;   ///< "post-process op", "ssd_anchor_generator defaults", "pipeline.config".
  int classCount = 0;  ///< Score columns, background included; equals the lines of labels.txt.
  bool hasBackground = true;
  std::string origin;   ///< File that it was made from, and its sha256.
  std::string created;  ///< RFC 3339, UTC.
  std::vector<ManifestStep> steps;
};

/// A model ready to load: bytes read, hashes checked, graph validated.
struct ModelPackage {
  std::filesystem::path location;
  ModelManifest manifest;
  LabelMap labels;
  std::string graph;      ///< Bytes of model.pb.
  std::string graphHash;  ///< Their SHA-256 where the package tells and it was checked, else empty.
  std::string textGraph;  ///< Bytes of model.pbtxt; empty for a single-file model.
  std::vector<std::array<float, 4>>
      anchors;  ///< (yCenter, xCenter, height, width); empty where not known.
};

/// Where a model is: a package folder, or the bare parts.
struct ModelLocation {
  std::filesystem::path package;    ///< Folder with model.json, or a bare .pb.
  std::filesystem::path textGraph;  ///< With a bare .pb; default: the same name with .pbtxt.
  std::filesystem::path labels;     ///< With a bare .pb; default: labels.txt beside it.
};

/// Reads and checks a model; nothing of it is given to a library before our own validator has
/// passed it.
/// @errors NotFound (names the missing part); CorruptData (hash, hostile graph: names the node);
/// InvalidArgument (labels do not match the class count); Unsupported (newer format version).
[[nodiscard]] Result<ModelPackage> loadModelPackage(const ModelLocation& location);

/// What else a package must pass, in the folder where it was written, before it is put in place.
using PackageCheck = std::function<Result<void>(const std::filesystem::path& written)>;

/// Writes a package folder whole or not at all; replaces an existing package only if `package`
/// validates. Fills in the sha256 of each part and, where the manifest has none, the name: the
/// folder's.
/// @param check  may be empty.
[[nodiscard]] Result<void> saveModelPackage(const ModelPackage& package,
                                            const std::filesystem::path& folder,
                                            const PackageCheck& check = {});

/// The same from graphs, whose weights are written from where they are.
/// @param text  without nodes for a single-file model.
[[nodiscard]] Result<void> saveModelPackage(const ModelManifest& manifest, const LabelMap& labels,
                                            const Graph& binary, const Graph& text,
                                            const std::filesystem::path& folder,
                                            const PackageCheck& check = {});

}  // namespace followspot::model
