#include "core/analytics/model_choice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>

namespace followspot {
namespace {

std::string number(double value, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

double megabytesOf(const ModelFigures& model) { return static_cast<double>(model.bytes) / 1e6; }

/// How far beyond the budget a model is: 1.2 for 20 %; up to 1 where it fits.
double excess(const ModelFigures& model, const ModelBudget& budget) {
  double most = 0;
  if (budget.milliseconds) {
    most = std::max(most, forwardQuantile(model, 0.5) / *budget.milliseconds);
  }
  if (budget.megabytes) {
    most = std::max(most, megabytesOf(model) / *budget.megabytes);
  }
  return most;
}

std::string costOf(const ModelFigures& model) {
  return number(forwardQuantile(model, 0.5), 1) + " ms, " + number(megabytesOf(model), 1) + " MB";
}

/// By what models are judged, and its name.
struct Quality {
  std::function<double(const ModelFigures&)> of;
  std::string name;
};

Quality qualityFor(const std::vector<ModelFigures>& models) {
  const auto all = [&](auto member) {
    return std::ranges::all_of(models,
                               [&](const auto& each) { return (each.*member).has_value(); });
  };
  if (all(&ModelFigures::averagePrecision)) {
    return {[](const ModelFigures& model) { return *model.averagePrecision; }, "AP50"};
  }
  if (all(&ModelFigures::agreement)) {
    return {[](const ModelFigures& model) { return *model.agreement; },
            "agreement with " + models.front().name};
  }
  return {};
}

}  // namespace

double quantile(std::vector<double> values, double at) {
  if (values.empty()) {
    return 0;
  }
  std::ranges::sort(values);
  const double rank = std::ceil(at * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

double forwardQuantile(const ModelFigures& model, double at) {
  std::vector<double> all;
  for (const auto& round : model.forwardMs) {
    all.insert(all.end(), round.begin(), round.end());
  }
  return quantile(std::move(all), at);
}

SpeedRatio speedRatio(const ModelFigures& first, const ModelFigures& second) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(first.forwardMs.size(), second.forwardMs.size()); ++i) {
    const double time = quantile(first.forwardMs[i], 0.5);
    if (time > 0) {
      ratios.push_back(quantile(second.forwardMs[i], 0.5) / time);
    }
  }
  if (ratios.empty()) {
    return {};
  }
  return {quantile(ratios, 0.5), std::ranges::min(ratios), std::ranges::max(ratios), ratios.size()};
}

std::string_view nameOf(Advice advice) {
  switch (advice) {
    case Advice::Recommended:
      return "recommended";
    case Advice::NotRecommended:
      return "not recommended";
    case Advice::NotJudged:
      return "not judged";
  }
  return "not judged";
}

ModelAdvice adviceFor(const ModelFigures& first, const ModelFigures& model) {
  const bool hasTruth = first.averagePrecision && model.averagePrecision;
  if (hasTruth && *first.averagePrecision - *model.averagePrecision > kMaxPrecisionLoss) {
    return {Advice::NotRecommended, "AP50 falls from " + number(*first.averagePrecision, 4) +
                                        " to " + number(*model.averagePrecision, 4) + "."};
  }
  if (!hasTruth && model.agreement && *model.agreement < kMinAgreement) {
    return {Advice::NotRecommended, "it sees something else: agreement " +
                                        number(*model.agreement, 4) + ", " +
                                        number(kMinAgreement, 2) + " is asked for."};
  }
  const SpeedRatio ratio = speedRatio(first, model);
  const std::string time = number(ratio.median, 2) + " times the time (" + number(ratio.lowest, 2) +
                           ".." + number(ratio.highest, 2) + " in " + std::to_string(ratio.rounds) +
                           " rounds)";
  if (ratio.certain() && ratio.lowest > 1) {
    return {Advice::NotRecommended, "it is slower: " + time + "."};
  }
  const bool smaller = model.bytes < first.bytes;
  const bool faster = ratio.certain() && ratio.highest < 1;
  if (ratio.rounds < kCertainRounds) {
    return {Advice::NotJudged, "its speed was measured in " + std::to_string(ratio.rounds) +
                                   " rounds only; give --rounds " + std::to_string(kCertainRounds) +
                                   " or more."};
  }
  const bool better = hasTruth && *model.averagePrecision > *first.averagePrecision;
  if (!smaller && !faster && !better) {
    return {Advice::NotRecommended, "it is neither faster beyond noise nor smaller."};
  }
  const double size = static_cast<double>(model.bytes) / static_cast<double>(first.bytes);
  std::string gains = faster ? time : "no slower";
  gains += smaller ? ", " + number(size, 2) + " times the size" : "";
  if (!hasTruth && !model.agreement) {
    return {Advice::NotJudged, gains + "; give a video to know whether it sees the same."};
  }
  gains += hasTruth ? ", AP50 " + number(*model.averagePrecision, 4) + " after " +
                          number(*first.averagePrecision, 4)
                    : ", agreement " + number(*model.agreement, 4);
  return {Advice::Recommended, gains + "."};
}

ModelChoice chooseModel(const std::vector<ModelFigures>& models, const ModelBudget& budget) {
  std::vector<std::size_t> fitting;
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (excess(models[i], budget) <= 1) {
      fitting.push_back(i);
    }
    if (excess(models[i], budget) < excess(models[nearest], budget)) {
      nearest = i;
    }
  }
  if (models.empty() || fitting.empty()) {
    return {std::nullopt, models.empty()
                              ? "There is no model to choose from."
                              : "No model fits the budget; the nearest is " + models[nearest].name +
                                    " (" + costOf(models[nearest]) +
                                    "). Prune or quantise it, or allow more."};
  }
  const Quality quality = qualityFor(models);
  std::size_t best = fitting.front();
  if (quality.of) {
    double most = 0;
    for (const std::size_t i : fitting) {
      most = std::max(most, quality.of(models[i]));
    }
    constexpr double kAlike = 0.005;
    std::erase_if(fitting, [&](std::size_t i) { return quality.of(models[i]) < most - kAlike; });
    best = fitting.front();
    for (const std::size_t i : fitting) {
      const SpeedRatio ratio = speedRatio(models[best], models[i]);
      const bool smaller = models[i].bytes < models[best].bytes;
      if (ratio.certain() ? ratio.highest < 1 : smaller) {
        best = i;
      }
    }
  }
  std::string reason = models[best].name + " fits (" + costOf(models[best]) + ")";
  if (!quality.of) {
    reason += " and is the first that does; give a video to choose by what the models see.";
  } else {
    reason +=
        " and has the best " + quality.name + " that does, " + number(quality.of(models[best]), 4);
    reason += fitting.size() > 1 ? "; " + std::to_string(fitting.size() - 1) +
                                       " more within 0.005 of it, neither certainly faster nor "
                                       "smaller."
                                 : ".";
  }
  return {best, reason};
}

}  // namespace followspot
