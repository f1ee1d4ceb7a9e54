#include "core/store/detection_origin.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/text.h"

namespace followspot {
namespace {

using nlohmann::json;

/// Reads fields of an object; remembers whether one of them was not as it must be.
class Fields {
 public:
  explicit Fields(const json& object) : object_(object) {}

  std::string text(const char* key) {
    constexpr std::size_t kMostBytes = 10'000;
    const auto found = object_.find(key);
    if (found == object_.end() || !found->is_string() ||
        found->get_ref<const std::string&>().size() > kMostBytes) {
      fine_ = false;
      return {};
    }
    return found->get<std::string>();
  }
  double number(const char* key, double least, double most) {
    const auto found = object_.find(key);
    if (found == object_.end() || !found->is_number()) {
      fine_ = false;
      return least;
    }
    const auto value = found->get<double>();
    fine_ = fine_ && value >= least && value <= most;  // no NaN comes through
    return value >= least && value <= most ? value : least;
  }
  std::int64_t whole(const char* key, std::int64_t least, std::int64_t most) {
    const double value = number(key, static_cast<double>(least), static_cast<double>(most));
    fine_ = fine_ && value == std::floor(value);
    return static_cast<std::int64_t>(value);
  }
  std::optional<double> time(const char* key) {
    constexpr double kMostSeconds = 1e9;
    const auto found = object_.find(key);
    return found != object_.end() && found->is_null()
               ? std::nullopt
               : std::optional(number(key, -kMostSeconds, kMostSeconds));
  }
  bool flag(const char* key) {
    const auto found = object_.find(key);
    fine_ = fine_ && found != object_.end() && found->is_boolean();
    return fine_ && found->get<bool>();
  }
  [[nodiscard]] bool fine() const { return fine_; }

 private:
  const json& object_;
  bool fine_ = true;
};

json jsonOf(const std::optional<double>& value) { return value ? json(*value) : json(); }

}  // namespace

std::string stoppedAtField(std::optional<double> seconds) {
  std::string text;
  if (seconds) {
    constexpr int kMicroseconds = 6;
    appendFixed(text, *seconds, kMicroseconds);
  } else {
    text = "null";
  }
  text.resize(std::max(text.size(), kStoppedAtWidth), ' ');
  return text;
}

std::string textOf(const DetectionOrigin& origin) {
  const nlohmann::ordered_json object = {
      {"video", origin.video},         {"bytes", origin.bytes},
      {"width", origin.size.width},    {"height", origin.size.height},
      {"pictures", origin.pictures},   {"live", origin.live},
      {"model", origin.model},         {"model_sha256", origin.modelHash},
      {"min_score", origin.minScore},  {"nms_iou", origin.nmsIou},
      {"min_size", origin.minBoxSide}, {"classes", origin.classes},
      {"every", origin.every},         {"fps", origin.rate},
      {"from_s", jsonOf(origin.from)}, {"to_s", jsonOf(origin.to)}};
  std::string text = object.dump(-1, ' ', false, json::error_handler_t::replace);
  text.pop_back();
  return text + ",\"stopped_at_s\":" + stoppedAtField(origin.stoppedAt) + "}";
}

std::optional<DetectionOrigin> detectionOriginOf(std::string_view text) {
  constexpr std::size_t kMostBytes = 100'000;
  const json object =
      text.size() > kMostBytes ? json(json::value_t::discarded) : json::parse(text, nullptr, false);
  if (!object.is_object()) {
    return std::nullopt;
  }
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  constexpr std::int64_t kMostPixels = 1'000'000;
  constexpr std::int64_t kMostEvery = 1'000'000;
  constexpr double kMostRate = 1e6;
  Fields fields(object);
  DetectionOrigin origin;
  origin.video = fields.text("video");
  origin.bytes = fields.whole("bytes", 0, kMost);
  origin.size.width = static_cast<int>(fields.whole("width", 0, kMostPixels));
  origin.size.height = static_cast<int>(fields.whole("height", 0, kMostPixels));
  origin.pictures = fields.whole("pictures", 0, kMost);
  origin.live = fields.flag("live");
  origin.model = fields.text("model");
  origin.modelHash = fields.text("model_sha256");
  origin.minScore = fields.number("min_score", 0, 1);
  origin.nmsIou = fields.number("nms_iou", 0, 1);
  origin.minBoxSide = fields.number("min_size", 0, static_cast<double>(kMostPixels));
  origin.classes = fields.text("classes");
  origin.every = static_cast<int>(fields.whole("every", 1, kMostEvery));
  origin.rate = fields.number("fps", 0, kMostRate);
  origin.from = fields.time("from_s");
  origin.to = fields.time("to_s");
  origin.stoppedAt = fields.time("stopped_at_s");
  return fields.fine() ? std::optional(std::move(origin)) : std::nullopt;
}

}  // namespace followspot
