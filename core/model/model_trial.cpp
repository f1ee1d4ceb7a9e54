#include "core/model/model_trial.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/log.h"
#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/base/this_process.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMostRemembered = 500;
constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

std::filesystem::path usersMemory() {
  if (const char* const cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0') {
    return std::filesystem::path(cache) / "followspot/tried-models";
  }
  const char* const home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/") / ".cache/followspot/tried-models";
}

/// One hash for both graphs.
std::string identityOf(const ModelPackage& package) {
  const auto hashOf = [](const std::string& bytes) {
    return sha256Hex(std::as_bytes(std::span(bytes)));
  };
  return hashOf((package.graphHash.empty() ? hashOf(package.graph) : package.graphHash) +
                hashOf(package.textGraph));
}

/// What a child said, without the name of the program before it.
std::string lastSentence(const std::string& errors) {
  std::string_view sentence;
  for (const std::string_view line : split(errors, '\n')) {
    if (!trimmed(line).empty()) {
      sentence = trimmed(line);
    }
  }
  constexpr std::string_view kProgram = "followspot-cli: ";
  if (sentence.starts_with(kProgram)) {
    sentence.remove_prefix(kProgram.size());
  }
  return std::string(sentence);
}

}  // namespace

TriedModels::TriedModels(std::filesystem::path file)
    : file_(file.empty() ? usersMemory() : std::move(file)) {
  const auto text = readFile(file_, kMostBytes);
  if (!text) {
    return;  // nothing is known yet
  }
  constexpr std::size_t kHashDigits = 64;
  for (const std::string_view line : split(*text, '\n')) {
    if (line.size() > kHashDigits + 1 && line[kHashDigits] == ' ') {
      lines_.emplace_back(line);
    }
  }
}

bool TriedModels::contains(const std::string& hash, const std::string& runtime) const {
  return std::ranges::find(lines_, hash + " " + runtime) != lines_.end();
}

void TriedModels::add(const std::string& hash, const std::string& runtime) {
  if (contains(hash, runtime)) {
    return;
  }
  lines_.push_back(hash + " " + runtime);
  const std::size_t surplus = lines_.size() - std::min(lines_.size(), kMostRemembered);
  lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(surplus));
  std::string text;
  for (const std::string& line : lines_) {
    text += line + "\n";
  }
  std::error_code ignored;
  std::filesystem::create_directories(file_.parent_path(), ignored);
  if (const auto written = writeFile(file_, text); !written) {
    log(LogLevel::Info, "model.trial", written.error().message);
  }
}

Result<void> tryModel(const ModelLocation& location, const ModelPackage& package,
                      const TrialSettings& settings) {
  const std::string hash = identityOf(package);
  TriedModels known(settings.memory);
  if (!settings.runtime.empty() && known.contains(hash, settings.runtime)) {
    return {};
  }
  const std::filesystem::path program =
      settings.program.empty() ? companionProgram("followspot-cli-full") : settings.program;
  std::error_code problem;
  if (!std::filesystem::exists(program, problem)) {
    log(LogLevel::Info, "model.trial",
        program.string() + " is not there: the model is loaded without a trial.");
    return {};
  }
  const std::string name = settings.name.empty() ? location.package.string() : settings.name;
  log(LogLevel::Info, "model.trial", "Try " + name + " in a process of its own...");
  std::vector<std::string> arguments = {kTrialCommand, location.package.string()};
  if (!location.textGraph.empty()) {
    arguments.insert(arguments.end(), {"--text-graph", location.textGraph.string()});
  }
  if (!location.labels.empty()) {
    arguments.insert(arguments.end(), {"--labels", location.labels.string()});
  }
  const auto end = runChild(program, arguments, settings.limits);
  if (!end) {
    return fail(end.error());
  }
  if (end->outOfTime) {
    return fail(
        ErrorCode::Unsupported,
        name + ": loading it and one picture took longer than " +
            std::to_string(
                std::chrono::duration_cast<std::chrono::seconds>(settings.limits.time).count()) +
            " s in a trial. It was given up; use a smaller model.");
  }
  if (end->crashed()) {
    return fail(ErrorCode::Unsupported,
                name + ": OpenCV crashed while it loaded the model or ran it on a first picture (" +
                    ::strsignal(end->signal) +
                    "). That was in a process of its own, nothing is lost. Prepare the model anew "
                    "with \"followspot-cli model prepare\", or report it with the model's files.");
  }
  if (end->exitCode != 0) {
    const std::string said = lastSentence(end->errors);
    return fail(ErrorCode::Unsupported,
                said.empty() ? name + ": a trial of the model ended with exit code " +
                                   std::to_string(end->exitCode) + "."
                             : said);
  }
  known.add(hash, std::string(trimmed(end->output)));
  return {};
}

}  // namespace followspot::model
