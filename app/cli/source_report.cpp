#include "app/cli/source_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include <nlohmann/json.hpp>

namespace followspot::cli {
namespace {

std::string field(const char* name, const std::string& value) {
  if (value.empty()) {
    return {};
  }
  std::string text = name;
  text.resize(15, ' ');
  return text + value + "\n";
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::string millions(std::int64_t value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", static_cast<double>(value) / 1e6);
  return text.data();
}

}  // namespace

std::string sourceReport(const model::SourceInspection& inspection, std::size_t layers) {
  std::string text = field("format", inspection.format);
  text += field("architecture", inspection.architecture);
  text += field("inputs", joined(inspection.inputs));
  text += field("outputs", joined(inspection.outputs));
  text += field("anchors", inspection.anchors);
  text += field("picture", inspection.pictureSize);
  std::string ops;
  for (const auto& [op, count] : inspection.ops) {
    ops += (ops.empty() ? "" : " ") + op + " x" + std::to_string(count);
  }
  text += field("operations", ops);
  for (const std::string& note : inspection.notes) {
    text += field("note", note);
  }
  if (!inspection.removals.empty()) {
    text += "\nwhat \"model prepare\" leaves behind or folds\n";
    for (const auto& removal : inspection.removals) {
      text += "  " + std::to_string(removal.count) + " x " + removal.what + ": " + removal.why +
              " (" + removal.example + ")\n";
    }
  }
  const model::ModelSummary& network = inspection.network;
  if (!network.layers.empty()) {
    text += "\n" + millions(network.macs) + " MMAC and " + millions(network.parameters) +
            " M weights in convolutions; the dearest\n";
    for (std::size_t i = 0; i < std::min(layers, network.layers.size()); ++i) {
      const auto& layer = network.layers[i];
      text += "  " + millions(layer.macs) + " MMAC  " + std::to_string(layer.parameters) +
              " weights  " + layer.name + "\n";
    }
  }
  return text;
}

std::string sourceJson(const model::SourceInspection& inspection) {
  using Json = nlohmann::ordered_json;
  Json json = {{"format", inspection.format},     {"architecture", inspection.architecture},
               {"inputs", inspection.inputs},     {"outputs", inspection.outputs},
               {"anchors", inspection.anchors},   {"picture_size", inspection.pictureSize},
               {"operations", inspection.ops},    {"notes", inspection.notes},
               {"macs", inspection.network.macs}, {"parameters", inspection.network.parameters}};
  json["removed"] = Json::array();
  for (const auto& removal : inspection.removals) {
    json["removed"].push_back({{"what", removal.what},
                               {"why", removal.why},
                               {"count", removal.count},
                               {"example", removal.example}});
  }
  json["layers"] = Json::array();
  for (const auto& layer : inspection.network.layers) {
    json["layers"].push_back({{"name", layer.name},
                              {"op", layer.op},
                              {"macs", layer.macs},
                              {"parameters", layer.parameters}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace followspot::cli
