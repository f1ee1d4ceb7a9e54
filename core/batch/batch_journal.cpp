#include "core/batch/batch_journal.h"

#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

namespace followspot {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostItems = 100'000;
constexpr std::int64_t kFormat = 1;

std::string lineOf(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<std::string> textAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                   : std::nullopt;
}

std::optional<std::int64_t> countAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_integer() || found->get<std::int64_t>() < 0) {
    return std::nullopt;
  }
  return found->get<std::int64_t>();
}

/// The item that a line is about; nothing where it names none.
BatchItem* itemAt(BatchContent& content, const Json& line, const char* key) {
  const auto number = countAt(line, key);
  return number && static_cast<std::size_t>(*number) < content.items.size()
             ? &content.items[static_cast<std::size_t>(*number)]
             : nullptr;
}

bool addItem(BatchContent& content, const Json& line) {
  auto input = textAt(line, "add");
  auto name = textAt(line, "name");
  // A name with a slash would put outputs elsewhere.
  if (!input || !name || name->empty() || name->find('/') != std::string::npos ||
      content.items.size() >= kMostItems) {
    return false;
  }
  BatchItem item;
  item.input = std::move(*input);
  item.name = std::move(*name);
  content.items.push_back(std::move(item));
  return true;
}

bool finishItem(BatchItem& item, const Json& line) {
  const auto frames = countAt(line, "frames");
  const auto tracks = countAt(line, "tracks");
  const auto seconds = line.find("seconds");
  const auto gaps = line.find("gaps");
  if (!frames || !tracks || seconds == line.end() || !seconds->is_number() || gaps == line.end() ||
      !gaps->is_boolean()) {
    return false;
  }
  item.state = BatchState::Done;
  item.frames = *frames;
  item.tracks = *tracks;
  item.seconds = seconds->get<double>();
  item.gaps = gaps->get<bool>();
  return std::isfinite(item.seconds);
}

/// Does what a line says; false where it makes no sense.
bool apply(BatchContent& content, const Json& line) {
  if (line.contains("add")) {
    return addItem(content, line);
  }
  if (BatchItem* const item = itemAt(content, line, "begin")) {
    item->state = BatchState::Begun;
    ++item->begun;
    content.lastBegun = static_cast<std::size_t>(item - content.items.data());
    return true;
  }
  content.lastBegun.reset();
  if (BatchItem* const item = itemAt(content, line, "done")) {
    return finishItem(*item, line);
  }
  if (BatchItem* const item = itemAt(content, line, "failed")) {
    item->state = BatchState::Failed;
    item->why = textAt(line, "why").value_or("");
    return true;
  }
  if (BatchItem* const item = itemAt(content, line, "retry")) {
    item->state = BatchState::Waiting;
    item->begun = 0;
    return true;
  }
  return false;
}

Result<void> applyFirst(BatchContent& content, const Json& line) {
  const auto format = countAt(line, "followspot_batch");
  const auto id = textAt(line, "id");
  const auto settings = textAt(line, "settings");
  if (!format || !id || !settings) {
    return fail(ErrorCode::CorruptData, "line 1: is no journal of a batch queue.");
  }
  if (*format > kFormat) {
    return fail(ErrorCode::Unsupported,
                "was made by a newer version of Followspot. Install that one.");
  }
  content.id = *id;
  content.settings = *settings;
  return {};
}

/// An object on one line; nothing where it is none.
std::optional<Json> objectOf(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

}  // namespace

std::string_view nameOf(BatchState state) {
  switch (state) {
    case BatchState::Waiting:
      return "waiting";
    case BatchState::Begun:
      return "begun";
    case BatchState::Done:
      return "done";
    case BatchState::Failed:
      return "failed";
  }
  return "";
}

Result<BatchContent> parseBatchJournal(std::string_view text, std::size_t& wholeBytes) {
  BatchContent content;
  wholeBytes = 0;
  for (std::int64_t number = 1; wholeBytes < text.size(); ++number) {
    const std::size_t end = text.find('\n', wholeBytes);
    if (end == std::string_view::npos) {
      break;
    }
    const auto line = objectOf(text.substr(wholeBytes, end - wholeBytes));
    if (!line && end + 1 == text.size()) {
      break;  // a disk that lost power may keep a line's end, but not all of the line
    }
    if (number == 1 && line) {
      if (auto applied = applyFirst(content, *line); !applied) {
        return fail(applied.error());
      }
    } else if (!line || !apply(content, *line)) {
      return fail(ErrorCode::CorruptData,
                  "line " + std::to_string(number) +
                      ": makes no sense in a journal of a batch queue. Take another folder.");
    }
    wholeBytes = end + 1;
  }
  return content;
}

std::string firstLine(std::string_view id, std::string_view settings) {
  return lineOf({{"followspot_batch", kFormat}, {"id", id}, {"settings", settings}});
}

std::string addLine(const BatchItem& item) {
  return lineOf({{"add", item.input}, {"name", item.name}});
}

std::string beginLine(std::size_t item) { return lineOf({{"begin", item}}); }

std::string doneLine(std::size_t number, const BatchItem& item) {
  return lineOf({{"done", number},
                 {"frames", item.frames},
                 {"tracks", item.tracks},
                 {"seconds", item.seconds},
                 {"gaps", item.gaps}});
}

std::string failedLine(std::size_t item, std::string_view why) {
  return lineOf({{"failed", item}, {"why", why}});
}

std::string retryLine(std::size_t item) { return lineOf({{"retry", item}}); }

}  // namespace followspot
