#include "core/model/prepare/opened_network.h"

#include <utility>

#include "core/model/prepare/ssd_checkpoint.h"

namespace followspot::model {

Result<OpenedNetwork> openNetwork(const PreparationOptions& options, const PipelineConfig& config,
                                  FrameSize inputSize) {
  std::unique_ptr<Checkpoint> checkpoint;
  if (options.graph.empty()) {
    auto opened = openSsdCheckpoint(options.checkpoint);
    if (!opened) {
      return fail(opened.error());
    }
    checkpoint = std::move(*opened);
  }
  auto variables = checkpoint ? VariableReader::create(*checkpoint, options.movingAverages, config)
                              : Result<VariableReader>(VariableReader::none());
  if (!variables) {
    return fail(variables.error());
  }
  auto source = checkpoint ? readSource(*checkpoint, config, inputSize, options.graphOrigin)
                           : readFrozenSource(options.graph, config);
  if (!source) {
    return fail(source.error());
  }
  return OpenedNetwork{std::move(checkpoint), std::move(*variables), std::move(*source)};
}

}  // namespace followspot::model
