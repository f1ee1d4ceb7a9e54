#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// Rounds below which no difference in speed is called certain.
inline constexpr std::size_t kCertainRounds = 5;

/// How the rounds' medians of two models relate.
struct SpeedRatio {
  double median = 1;  ///< Time of the second by that of the first.
  double lowest = 1;
  double highest = 1;
  std::size_t rounds = 0;

  /// Whether every round says the same, and there were enough: else the difference is within
  /// noise. Five rounds that only chance orders all say the same once in sixteen times.
  [[nodiscard]] bool certain() const {
    return rounds >= kCertainRounds && (highest < 1 || lowest > 1);
  }
};
[[nodiscard]] SpeedRatio speedRatio(const ModelFigures& first, const ModelFigures& second);

/// Whether a model should take the place of the one that it is compared with.
enum class Advice {
  Recommended,
  NotRecommended,  ///< It is slower, worse, or gains nothing.
  NotJudged        ///< What it sees, or its speed, is not known well enough.
};
/// "recommended", "not recommended", "not judged".
[[nodiscard]] std::string_view nameOf(Advice advice);

struct ModelAdvice {
  Advice advice = Advice::NotJudged;
  std::string reason;  ///< A sentence.
};

/// Average precision lost, and agreement, from which on a model is called worse.
inline constexpr double kMaxPrecisionLoss = 0.03;
inline constexpr double kMinAgreement = 0.95;

/// By what was measured here, not by what the model is.
[[nodiscard]] ModelAdvice adviceFor(const ModelFigures& first, const ModelFigures& model);

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
