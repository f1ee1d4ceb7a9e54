#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/result.h"
#include "core/model/model_package.h"

namespace followspot::model {

/// Name of the command of `followspot-cli-full` that loads a model and runs it once; it writes the
/// runtime's name to standard output, or what is wrong to standard error.
inline constexpr const char* kTrialCommand = "try-model";

struct TrialSettings {
  std::filesystem::path program;  ///< Has `kTrialCommand`; empty: that beside this program.
  std::filesystem::path memory;   ///< File with the models that went well; empty: the user's.
  /// Library and version that the model will run on, as the trial names it. A model that went well
  /// on it is not tried again; empty: tried in any case.
  std::string runtime;
  std::string name;  ///< What messages call the model; empty: its location.
  ChildLimits limits;
};

/// Loads a model into the library that is to run it, and runs it once, in a process of its own: a
/// library that crashes on it costs a sentence.
///
/// What went well is remembered by the SHA-256 of the graphs, so that known models cost nothing.
/// Where there is no program to try it with (a part of Followspot used alone), nothing is tried.
/// @param package  of `location`, loaded.
/// @errors Unsupported: it crashed, took too long or failed (says which). Cancelled.
/// @threading blocks; any thread.
[[nodiscard]] Result<void> tryModel(const ModelLocation& location, const ModelPackage& package,
                                    const TrialSettings& settings);

/// Models that went well, as (hash of a model, runtime), oldest first.
///
/// A text file, one pair a line; damaged lines are left out. Read and written whole: of two
/// programs that add at the same time, one may be forgotten and its model tried again.
/// @threading one thread at a time.
class TriedModels {
 public:
  /// @param file  need not be there; empty: `$XDG_CACHE_HOME/followspot/tried-models`.
  explicit TriedModels(std::filesystem::path file);

  [[nodiscard]] bool contains(const std::string& hash, const std::string& runtime) const;
  /// Adds a pair and writes the file; where that is not possible the model is tried again next
  /// time.
  void add(const std::string& hash, const std::string& runtime);

 private:
  std::filesystem::path file_;
  std::vector<std::string> lines_;
};

}  // namespace followspot::model
