#pragma once

#include <optional>
#include <string>

#include "app/cli/command.h"
#include "app/cli/shrink_flags.h"
#include "core/base/result.h"
#include "core/base/temporary_folder.h"
#include "core/model/prepare/model_preparation.h"

namespace followspot::cli {

/// What making a model smaller gained on this machine.
struct ShrinkGain {
  std::string advice;  ///< "recommended", "not recommended" or "not judged".
  std::string reason;  ///< A sentence.
  double timeRatio = 1;
  bool timeDiffers = false;  ///< Beyond noise.
  double sizeRatio = 1;
  std::optional<double> agreement;  ///< Where there were pictures to calibrate with.
};

/// Whether the flags change what a model costs, and somebody wants to know.
[[nodiscard]] bool wantsGain(const ShrinkFlags& flags, const CommandContext& context);

/// Measures two packages in turns, as `model compare` does, in processes of their own.
/// @errors Unavailable: they cannot be started. Unsupported: one of the models does not run.
/// Cancelled.
[[nodiscard]] Result<ShrinkGain> measureGain(const std::string& before, const std::string& after,
                                             const ShrinkFlags& flags,
                                             const CommandContext& context);

/// "Measured here: ... recommended: ..." on standard output.
void printGain(const ShrinkGain& gain);

}  // namespace followspot::cli
