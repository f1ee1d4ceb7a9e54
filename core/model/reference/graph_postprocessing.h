#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/model/opencv_graph.h"
#include "core/model/prepare/heads.h"
#include "core/model/prepare/ssd_network.h"
#include "core/model/transforms/graph_view.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// What an exported graph itself says about all that comes before and behind its network; nothing
/// but operations and how they are connected is looked at.
struct GraphPostprocessing {
  ScoreConverter converter = ScoreConverter::Sigmoid;
  float logitScale = 1;
  std::array<float, 4> boxCoder{1, 1, 1, 1};
  std::string decoded;  ///< Tensor with the boxes that it decodes; empty where it does not.
  std::string anchors;  ///< Tensor with them; empty where there are none.
  bool anchorsAreCorners = false;  ///< Else (yc, xc, h, w).
  std::optional<float> nmsIou;
};

/// @param heads  as `findHeads` finds them: at least one pair.
[[nodiscard]] GraphPostprocessing findPostprocessing(const GraphIndex& index,
                                                     const SsdHeads& heads);

/// The size that pictures are brought to, where the graph says so.
[[nodiscard]] std::optional<FrameSize> findInputSize(const GraphIndex& index,
                                                     const std::string& picture);

/// What is made of values 0..255 before the network sees them; nothing where the graph does not
/// prepare pictures itself.
/// @errors Unsupported: in another way than a subtraction and a multiplication.
[[nodiscard]] Result<std::optional<Normalization>> findNormalization(const GraphIndex& index,
                                                                     const std::string& picture);

}  // namespace followspot::model
