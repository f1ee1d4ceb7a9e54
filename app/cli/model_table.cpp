#include "app/cli/model_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include <nlohmann/json.hpp>

namespace followspot::cli {
namespace {

std::string fixed(double value, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string orDash(const std::optional<double>& value) { return value ? fixed(*value, 4) : "-"; }

/// Lowest and highest of the rounds' medians.
std::pair<double, double> spreadOf(const ModelFigures& model) {
  std::vector<double> medians;
  for (const auto& round : model.forwardMs) {
    medians.push_back(quantile(round, 0.5));
  }
  if (medians.empty()) {
    return {};
  }
  return {std::ranges::min(medians), std::ranges::max(medians)};
}

std::vector<std::vector<std::string>> rowsOf(const std::vector<ModelFigures>& models) {
  std::vector<std::vector<std::string>> rows = {{"model", "MB", "parameters", "MMAC", "load ms",
                                                 "p50 ms", "p95 ms", "rounds' medians", "memory MB",
                                                 "agreement", "AP50", "advice"}};
  for (const ModelFigures& model : models) {
    const auto [low, high] = spreadOf(model);
    rows.push_back(
        {model.name, fixed(static_cast<double>(model.bytes) / 1e6, 2),
         std::to_string(model.parameters), fixed(static_cast<double>(model.macs) / 1e6, 1),
         fixed(quantile(model.loadMs, 0.5), 0), fixed(forwardQuantile(model, 0.5), 1),
         fixed(forwardQuantile(model, 0.95), 1), fixed(low, 1) + ".." + fixed(high, 1),
         fixed(static_cast<double>(model.peakBytes) / 1e6, 0), orDash(model.agreement),
         orDash(model.averagePrecision),
         &model == &models.front() ? "-"
                                   : std::string(nameOf(adviceFor(models.front(), model).advice))});
  }
  return rows;
}

/// Doubles the quotation marks where a name needs them.
std::string csvField(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + "\"";
}

}  // namespace

std::string modelTable(const std::vector<ModelFigures>& models) {
  const auto rows = rowsOf(models);
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - row[i].size(), ' ');
      text += i == 0 ? row[i] + blanks : "  " + blanks + row[i];
    }
    text += "\n";
  }
  for (std::size_t i = 1; i < models.size(); ++i) {
    const SpeedRatio ratio = speedRatio(models.front(), models[i]);
    text += models[i].name;
    if (!ratio.certain()) {
      text += ": no difference in speed to " + models.front().name +
              (ratio.rounds < kCertainRounds ? " is called certain with less than " +
                                                   std::to_string(kCertainRounds) + " rounds ("
                                             : " beyond noise (");
    } else {
      text += ratio.highest < 1 ? ": faster than " : ": slower than ";
      text += models.front().name + " in every round (";
    }
    text += "times its time: " + fixed(ratio.median, 3) + ", " + fixed(ratio.lowest, 3) + ".." +
            fixed(ratio.highest, 3) + ").\n";
    const ModelAdvice advice = adviceFor(models.front(), models[i]);
    text +=
        models[i].name + ": " + std::string(nameOf(advice.advice)) + ": " + advice.reason + "\n";
  }
  return text;
}

std::string modelCsv(const std::vector<ModelFigures>& models) {
  std::string text =
      "model,bytes,parameters,macs,load_ms,forward_p50_ms,forward_p95_ms,forward_low_ms,"
      "forward_high_ms,peak_memory_bytes,agreement,ap50,advice,advice_reason\n";
  for (const ModelFigures& model : models) {
    const auto [low, high] = spreadOf(model);
    text += csvField(model.name) + "," + std::to_string(model.bytes) + "," +
            std::to_string(model.parameters) + "," + std::to_string(model.macs);
    for (const double each : {quantile(model.loadMs, 0.5), forwardQuantile(model, 0.5),
                              forwardQuantile(model, 0.95), low, high}) {
      text += "," + fixed(each, 3);
    }
    text += "," + std::to_string(model.peakBytes);
    for (const auto& each : {model.agreement, model.averagePrecision}) {
      text += "," + (each ? fixed(*each, 6) : "");
    }
    const bool first = &model == &models.front();
    const ModelAdvice advice = first ? ModelAdvice() : adviceFor(models.front(), model);
    text += "," + (first ? std::string() : std::string(nameOf(advice.advice))) + "," +
            csvField(advice.reason);
    text += "\n";
  }
  return text;
}

std::string modelJson(const std::vector<ModelFigures>& models, const ModelChoice* choice) {
  using Json = nlohmann::ordered_json;
  const auto orNull = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json;
  json["models"] = Json::array();
  for (const ModelFigures& model : models) {
    const auto [low, high] = spreadOf(model);
    const SpeedRatio ratio = speedRatio(models.front(), model);
    const bool first = &model == &models.front();
    const ModelAdvice advice = first ? ModelAdvice() : adviceFor(models.front(), model);
    json["models"].push_back({{"model", model.name},
                              {"bytes", model.bytes},
                              {"parameters", model.parameters},
                              {"macs", model.macs},
                              {"load_ms", quantile(model.loadMs, 0.5)},
                              {"forward_p50_ms", forwardQuantile(model, 0.5)},
                              {"forward_p95_ms", forwardQuantile(model, 0.95)},
                              {"forward_ms", model.forwardMs},
                              {"forward_round_medians_ms", {low, high}},
                              {"time_ratio_to_first", {ratio.lowest, ratio.median, ratio.highest}},
                              {"speed_differs_beyond_noise", ratio.certain()},
                              {"peak_memory_bytes", model.peakBytes},
                              {"agreement", orNull(model.agreement)},
                              {"AP50", orNull(model.averagePrecision)},
                              {"advice", first ? Json(nullptr) : Json(nameOf(advice.advice))},
                              {"advice_reason", first ? Json(nullptr) : Json(advice.reason)}});
  }
  if (choice != nullptr) {
    json["choice"] = {{"model", choice->best ? Json(models[*choice->best].name) : Json(nullptr)},
                      {"reason", choice->reason}};
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace followspot::cli
