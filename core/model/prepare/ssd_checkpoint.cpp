#include "core/model/prepare/ssd_checkpoint.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace followspot::model {
namespace {

/// A kind of checkpoint that cannot be prepared.
struct OtherKind {
  std::string_view start;  ///< Of a variable's name that only this kind has; may be empty.
  std::string_view end;
  std::string_view sentence;
};

constexpr std::string_view kTensorFlow2 =
    "is a checkpoint of TensorFlow 2, whose networks are not described by pipeline.config alone. "
    "Convert the trained network to .tflite (export_tflite_graph_tf2.py, then the TFLite "
    "converter) and give that to 'model import'.";
constexpr std::string_view kFasterRcnn =
    "is a Faster R-CNN network, which finds objects in two stages; only SSD networks can be "
    "prepared. Train one, such as ssd_mobilenet_v2, on the same data.";
constexpr std::string_view kEfficientDet =
    "is an EfficientDet network, which cannot be prepared from its checkpoint. Convert it to "
    ".tflite and give that to 'model import', or train an SSD network, such as "
    "ssd_mobilenet_v2_fpn, on the same data.";

constexpr OtherKind kOtherKinds[] = {
    {"_CHECKPOINTABLE_OBJECT_GRAPH", "", kTensorFlow2},
    {"", "/.ATTRIBUTES/VARIABLE_VALUE", kTensorFlow2},
    {"FirstStage", "", kFasterRcnn},
    {"SecondStage", "", kFasterRcnn},
    {"efficientnet-", "", kEfficientDet},
    {"box_net/", "", kEfficientDet},
};

}  // namespace

Result<std::unique_ptr<Checkpoint>> openSsdCheckpoint(const std::filesystem::path& given) {
  auto opened = Checkpoint::open(given);
  if (!opened) {
    return opened;
  }
  const auto& variables = (*opened)->variables();
  for (const OtherKind& kind : kOtherKinds) {
    const auto found = std::ranges::find_if(variables, [&](const Variable& variable) {
      return variable.name.starts_with(kind.start) && variable.name.ends_with(kind.end);
    });
    if (found != variables.end()) {
      return fail(ErrorCode::Unsupported, (*opened)->location().prefix.string() + ": " +
                                              std::string(kind.sentence) + " It was known by " +
                                              found->name + ".");
    }
  }
  return opened;
}

}  // namespace followspot::model
