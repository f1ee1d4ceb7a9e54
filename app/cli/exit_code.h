#pragma once

#include "core/base/error.h"

namespace followspot::cli {

/// What the process returns; documented in `followspot-cli --help`.
enum ExitCode : int {
  Ok = 0,
  Failed = 1,
  Usage = 2,
  InputUnreadable = 3,
  ModelInvalid = 4,
  OutputUnwritable = 5,
  FinishedWithGaps = 6,
  NotGoodEnough = 7,
  Interrupted = 130,
};

/// Writes the error's sentence to standard error and returns `code`, or Interrupted where the user
/// stopped it.
int report(const Error& error, ExitCode code);

/// Which exit code tells about an error of reading or making a model: whether what was given could
/// not be read, or is no model that we can work with.
[[nodiscard]] ExitCode modelExitCode(const Error& error);

}  // namespace followspot::cli
