#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace followspot {

/// What was measured of one model.
struct ModelFigures {
  std::string name;
  std::int64_t bytes = 0;  ///< Of its files.
  std::int64_t parameters = 0;
  std::int64_t macs = 0;
  std::int64_t peakBytes = 0;  ///< Of a process that only runs the model.
  std::vector<double> loadMs;  ///< One a round.
  /// Milliseconds of every run, warm-up left out, by round; the models of a comparison took turns
  /// in each round, so that rounds of the same number saw the same machine.
  std::vector<std::vector<double>> forwardMs;
  std::optional<double> agreement;         ///< With the first model, in [0, 1].
  std::optional<double> averagePrecision;  ///< In [0, 1].
};

/// @param at  in [0, 1]. 0 for no values. Nearest rank.
[[nodiscard]] double quantile(std::vector<double> values, double at);
/// Over all rounds.
[[nodiscard]] double forwardQuantile(const ModelFigures& model, double at);

/// How the rounds' medians of two models relate.
struct SpeedRatio {
  double median = 1;  ///< Time of the second by that of the first.
  double lowest = 1;
  double highest = 1;

  /// Whether every round says the same: else the difference is within noise.
  [[nodiscard]] bool certain() const { return highest < 1 || lowest > 1; }
};
[[nodiscard]] SpeedRatio speedRatio(const ModelFigures& first, const ModelFigures& second);

/// What a model may cost at most.
struct ModelBudget {
  std::optional<double> milliseconds;  ///< Median of a run.
  std::optional<double> megabytes;     ///< Files, in 10^6 bytes.
};

struct ModelChoice {
  std::optional<std::size_t> best;  ///< Index; nothing where none fits.
  std::string reason;               ///< A sentence.
};

/// The best model that the budget has room for: by average precision where it is known of all, else
/// by agreement, else by the order given; of models within 0.005 of the best the one that is
/// certainly faster, then the smaller.
[[nodiscard]] ModelChoice chooseModel(const std::vector<ModelFigures>& models,
                                      const ModelBudget& budget);

}  // namespace followspot
