#include "app/cli/project_run.h"

#include <cstdio>
#include <utility>

#include "core/store/project_exchange.h"

namespace followspot::cli {

Result<std::unique_ptr<ProjectStore>> openNamedProject(const std::string& file, ProjectMode mode) {
  auto project = openProject(file, mode);
  if (!project) {
    return fail(project.error());
  }
  for (const std::string& note : project->notes) {
    std::fprintf(stderr, "%s\n", note.c_str());
  }
  return std::move(project->store);
}

Result<TrackDocument> readProjectRun(const std::string& file, std::optional<std::int64_t> run) {
  const auto project = openNamedProject(file, ProjectMode::OpenExisting);
  if (!project) {
    return fail(project.error());
  }
  const auto reader = (*project)->openReader();
  if (!reader) {
    return fail(reader.error());
  }
  if (!run) {
    const auto runs = (*reader)->runs();
    if (!runs) {
      return fail(runs.error());
    }
    for (const Run& one : *runs) {
      run = one.finished ? std::optional(static_cast<std::int64_t>(one.id)) : run;
    }
  }
  if (!run) {
    return fail(ErrorCode::NotFound,
                file + ": no run is finished. \"followspot-cli project info\" lists them.");
  }
  return documentOf(**reader, RunId{*run});
}

}  // namespace followspot::cli
