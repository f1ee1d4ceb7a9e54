#include "core/model/checkpoint/checkpoint_location.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/model/checkpoint/random_access_file.h"
#include "core/model/checkpoint/sorted_table.h"
#include "core/model/text_format.h"

namespace followspot::model {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAdvice =
    " Give the checkpoint's folder, or its name without ending (model.ckpt-1000).";

bool isFile(const fs::path& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem);
}

fs::path withEnding(const fs::path& prefix, std::string_view ending) {
  return fs::path(prefix) += ending;
}

/// "00003-of-00010" at the end of a name, behind `before`: the name without it, and its numbers.
struct Shard {
  std::string stem;
  std::int64_t index = 0;
  std::int64_t count = 0;
};

std::optional<Shard> shardOf(std::string_view name, std::string_view before) {
  constexpr std::size_t kDigits = 5;
  constexpr std::string_view kOf = "-of-";
  const std::size_t tail = 2 * kDigits + kOf.size();
  if (name.size() < tail + before.size()) {
    return std::nullopt;
  }
  const std::string_view numbers = name.substr(name.size() - tail);
  const std::string_view stem = name.substr(0, name.size() - tail);
  const auto index = parseInteger(numbers.substr(0, kDigits));
  const auto count = parseInteger(numbers.substr(kDigits + kOf.size()));
  if (!stem.ends_with(before) || numbers.substr(kDigits, kOf.size()) != kOf || !index || !count ||
      *index < 0 || *index >= *count) {
    return std::nullopt;
  }
  return Shard{std::string(stem.substr(0, stem.size() - before.size())), *index, *count};
}

std::string shardName(std::string_view stem, std::int64_t index, std::int64_t count) {
  const auto padded = [](std::int64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits;
  };
  return std::string(stem) + "-" + padded(index) + "-of-" + padded(count);
}

bool isTableFile(const fs::path& path) {
  const auto file = isFile(path) ? RandomAccessFile::open(path)
                                 : Result<RandomAccessFile>(fail(ErrorCode::NotFound, ""));
  return file && SortedTable::isTable(*file);
}

/// The checkpoint of that prefix, if there is one.
std::optional<CheckpointLocation> atPrefix(const fs::path& prefix) {
  CheckpointLocation location;
  location.prefix = prefix;
  if (isFile(withEnding(prefix, ".meta"))) {
    location.metaGraph = withEnding(prefix, ".meta");
  }
  if (isFile(withEnding(prefix, ".index"))) {
    location.tables = {withEnding(prefix, ".index")};
    return location;
  }
  location.format = CheckpointFormat::TensorSlices;
  // A bundle's index is such a table, too; it is found by its prefix.
  if (isTableFile(prefix) && prefix.extension() != ".index") {
    location.tables = {prefix};
    return location;
  }
  std::error_code problem;
  const std::string stem = prefix.filename().string();
  const fs::path folder = prefix.has_parent_path() ? prefix.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    const auto shard = shardOf(entry.path().filename().string(), "-");
    if (!shard || shard->stem != stem || !isTableFile(entry.path())) {
      continue;
    }
    for (std::int64_t i = 0; i < shard->count; ++i) {
      location.tables.push_back(folder / shardName(stem, i, shard->count));
      if (!isFile(location.tables.back())) {
        return std::nullopt;
      }
    }
    return location;
  }
  return std::nullopt;
}

/// What a `checkpoint` file says is the newest, looked for beside it.
Result<CheckpointLocation> fromState(const fs::path& file) {
  constexpr std::size_t kMaxStateBytes = std::size_t{1} << 20U;
  const auto text = readFile(file, kMaxStateBytes);
  if (!text) {
    return fail(text.error());
  }
  const auto state = parseTextFormat(*text);
  if (!state) {
    return fail(state.error().withContext(file.string()));
  }
  const TextField* const path = state->find("model_checkpoint_path");
  if (path == nullptr || path->value.empty()) {
    return fail(
        ErrorCode::CorruptData,
        file.string() + ": names no checkpoint (model_checkpoint_path)." + std::string(kAdvice));
  }
  const std::string name = path->value.substr(path->value.find_last_of("/\\") + 1);
  const auto found = name.empty() || name == "." || name == ".."
                         ? std::nullopt
                         : atPrefix(file.parent_path() / name);
  if (!found) {
    return fail(ErrorCode::NotFound, file.string() + ": names " + name +
                                         ", which is not beside it. Copy that checkpoint's files "
                                         "there, or name another one.");
  }
  return *found;
}

Result<CheckpointLocation> fromFolder(const fs::path& folder) {
  if (isFile(folder / "checkpoint") && !isTableFile(folder / "checkpoint")) {
    return fromState(folder / "checkpoint");
  }
  std::error_code problem;
  std::set<std::string> stems;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".index")) {
      stems.insert(name.substr(0, name.size() - 6));
    } else if (isTableFile(entry.path())) {
      const auto shard = shardOf(name, "-");
      stems.insert(shard ? shard->stem : name);
    }
  }
  if (stems.empty() && fs::is_directory(folder / "variables", problem)) {
    return fromFolder(folder / "variables");  // a SavedModel
  }
  if (stems.empty()) {
    return fail(ErrorCode::NotFound,
                folder.string() + ": holds no checkpoint (no .index file)." + std::string(kAdvice));
  }
  if (stems.size() > 1) {
    return fail(ErrorCode::InvalidArgument,
                folder.string() + ": holds " + std::to_string(stems.size()) +
                    " checkpoints and no state file says which is meant. Name one, such as " +
                    (folder / *stems.rbegin()).string() + ".");
  }
  const auto found = atPrefix(folder / *stems.begin());
  if (!found) {
    return fail(ErrorCode::NotFound,
                folder.string() + ": some of the files of " + *stems.begin() + " are missing.");
  }
  return *found;
}

}  // namespace

Result<CheckpointLocation> locateCheckpoint(const fs::path& given) {
  std::error_code problem;
  if (fs::is_directory(given, problem)) {
    return fromFolder(given);
  }
  if (auto found = atPrefix(given)) {
    return std::move(*found);
  }
  const std::string name = given.filename().string();
  std::string stem;
  for (const std::string_view ending : {".index", ".meta"}) {
    if (name.ends_with(ending)) {
      stem = name.substr(0, name.size() - ending.size());
    }
  }
  if (const auto data = shardOf(name, ".data-")) {
    stem = data->stem;
  } else if (const auto slices = shardOf(name, "-")) {
    stem = slices->stem;
  }
  if (!stem.empty()) {
    if (auto found = atPrefix(given.parent_path() / stem)) {
      return std::move(*found);
    }
  }
  if (isFile(given) && name == "checkpoint") {
    return fromState(given);
  }
  if (!fs::exists(given, problem) && stem.empty()) {
    return fail(ErrorCode::NotFound, given.string() + ": there is no such checkpoint (no " + name +
                                         ".index)." + std::string(kAdvice));
  }
  return fail(ErrorCode::NotFound,
              given.string() + ": is not part of a checkpoint that is there" +
                  (stem.empty() ? std::string(".") : " (no " + stem + ".index).") +
                  std::string(kAdvice));
}

}  // namespace followspot::model
