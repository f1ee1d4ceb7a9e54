#include "ui/analyse/project_access.h"

#include <algorithm>

#include "core/base/sha256.h"
#include "core/media/location.h"
#include "core/media/video_source.h"

namespace followspot::ui {

Result<ProjectAccess> accessProject(const std::filesystem::path& file) {
  auto opened = openProject(file, ProjectMode::OpenOrCreate);
  if (!opened) {
    return fail(opened.error());
  }
  ProjectAccess access;
  access.store = std::move(opened->store);
  access.notes = std::move(opened->notes);
  auto reader = access.store->openReader();
  if (!reader) {
    return fail(reader.error());
  }
  access.reader = std::move(*reader);
  return access;
}

Result<MediaId> findOrAddVideo(ProjectAccess& project, const std::string& location) {
  const std::string publicLocation = publicName(location);
  const auto known = project.reader->media();
  if (!known) {
    return fail(known.error());
  }
  // Credentials do not go into a project, but are needed to look.
  const std::string stored = schemeOf(location).empty() ? location : publicLocation;
  const auto found = std::ranges::find(*known, stored, &MediaFile::location);
  if (found != known->end() && found->size.width > 0) {
    return found->id;
  }
  const auto source = openVideoSource({.location = location}, {});
  if (!source) {
    return fail(source.error());
  }
  const SourceInfo& info = (*source)->info();
  MediaFile media;
  media.location = stored;
  media.size = info.size;
  media.frameRate = info.frameRate;
  media.frames = info.frameCount.value_or(0);
  return project.store->putMedia(media);
}

std::filesystem::path untitledProjectOf(const std::filesystem::path& folder,
                                        const std::string& location) {
  // The name tells people what it is, the digits keep files of one name apart.
  constexpr std::size_t kDigits = 12;
  constexpr std::size_t kMostOfName = 80;
  const std::string digits =
      sha256Hex(std::as_bytes(std::span<const char>(location))).substr(0, kDigits);
  std::string name = std::filesystem::path(location).stem().string().substr(0, kMostOfName);
  std::ranges::replace_if(
      name, [](char c) { return c == '?' || c == '@' || c == ':'; }, '_');
  return folder / (name + "-" + digits + ".followspot");
}

}  // namespace followspot::ui
