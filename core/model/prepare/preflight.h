#pragma once

#include <array>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/types/geometry.h"

namespace followspot::model {

/// One thing that was looked at before a model is prepared.
struct PreflightLine {
  enum class Level {
    Good,
    Note,    ///< It will work; the user should know this.
    Problem  ///< It will not work.
  };
  Level level = Level::Good;
  std::string what;  ///< A sentence.
  std::string why;   ///< May be empty where all is well.
  std::string fix;   ///< What to do, for a problem and some notes.
};

/// "good", "note", "problem".
[[nodiscard]] std::string_view nameOf(PreflightLine::Level level);

struct PreflightOptions {
  /// The training's folder, the folder above it, a checkpoint by its name, any of its files, or the
  /// pipeline.config.
  std::filesystem::path given;
  std::filesystem::path config;  ///< Empty: looked for beside what is given, and one folder up.
  std::filesystem::path labels;  ///< Empty: looked for in the same folders.
  std::stop_token stop;
};

/// Whether a model can be made of what training left, and what of.
struct Preflight {
  std::vector<PreflightLine> lines;  ///< In the order that a person would look.
  std::filesystem::path config;      ///< Empty: not found.
  std::filesystem::path checkpoint;  ///< Its name without ending; empty: not found.
  std::filesystem::path labels;      ///< Empty: classes get numbers for names.
  std::string architecture;
  FrameSize inputSize{0, 0};
  std::array<float, 3> mean{};  ///< As in `ModelManifest`.
  float scale = 1;
  bool hasBackground = true;
  std::vector<std::string> classes;  ///< A name for each score column.

  /// No line is a problem.
  [[nodiscard]] bool ready() const;
};

/// Looks at everything that `prepareModel` needs, then has it make the model in memory, so that
/// what is said here is what will happen. Writes nothing.
/// @threading blocks for about as long as preparing the model takes; any thread.
[[nodiscard]] Preflight preflight(const PreflightOptions& options);

}  // namespace followspot::model
