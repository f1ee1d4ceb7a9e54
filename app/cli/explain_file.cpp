#include "app/cli/explain_file.h"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace followspot::cli {
namespace {

std::string_view nameOf(MatchDecision decision) {
  switch (decision) {
    case MatchDecision::Matched:
      return "matched";
    case MatchDecision::Outbid:
      return "outbid";
    case MatchDecision::NoCandidate:
      return "no candidate";
    case MatchDecision::Began:
      return "began";
  }
  return "unknown";
}

nlohmann::ordered_json jsonOf(const Box& box) { return {box.x, box.y, box.w, box.h}; }

nlohmann::ordered_json jsonOf(const MatchCandidate& candidate) {
  nlohmann::ordered_json json = {
      {"detection", candidate.detection}, {"box", jsonOf(candidate.box)},
      {"score", candidate.score},         {"similarity", candidate.similarity},
      {"gate", candidate.gate},           {"taken_by", nullptr}};
  if (candidate.takenBy != TrackId::None) {
    json["taken_by"] = numberOf(candidate.takenBy);
  }
  return json;
}

}  // namespace

Result<ExplainFile> ExplainFile::create(const std::filesystem::path& path) {
  auto file = OutputFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  return ExplainFile(std::move(*file));
}

Result<void> ExplainFile::write(const Tracker& tracker, const TrackSet& tracks) {
  for (const Track& track : tracks.items) {
    if (!tracker.explain(track.id, why_)) {
      continue;
    }
    nlohmann::ordered_json json = {{"frame", numberOf(tracks.frame)},
                                   {"id", numberOf(track.id)},
                                   {"decision", nameOf(why_.decision)},
                                   {"predicted", jsonOf(why_.predicted)},
                                   {"candidates", nlohmann::ordered_json::array()}};
    for (const MatchCandidate& candidate : why_.candidates) {
      json["candidates"].push_back(jsonOf(candidate));
    }
    if (auto written = file_.write(json.dump() + "\n"); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace followspot::cli
