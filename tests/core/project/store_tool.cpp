// What the tests of the project store run as a process of its own.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <QCoreApplication>

#include "core/project/project_store.h"
#include "tests/core/project/store_book.h"

using namespace followspot;

namespace {

/// Stores pictures until it fails; writes how many were acknowledged and the error's sentence.
int fill(ProjectStore& store) {
  const auto media = store.putMedia({{}, "clip.mp4", {640, 480}, 25, 0});
  if (!media) {
    std::printf("0 %s\n", media.error().message.c_str());
    return 1;
  }
  Run run;
  run.media = *media;
  const auto id = store.addRun(run);
  if (!id) {
    std::printf("0 %s\n", id.error().message.c_str());
    return 1;
  }
  constexpr std::int64_t kMost = 1'000'000;
  constexpr std::int64_t kBatch = 50;
  for (std::int64_t frame = 0; frame < kMost; frame += kBatch) {
    std::vector<TrackSet> pictures(kBatch);
    for (std::int64_t k = 0; k < kBatch; ++k) {
      TrackSet& picture = pictures[static_cast<std::size_t>(k)];
      picture.frame = FrameId{frame + k};
      for (std::uint64_t track = 1; track <= 20; ++track) {
        Track one;
        one.id = TrackId{track};
        one.box = {0.1 * static_cast<double>(frame), 0.3, 10.7, 20.9};
        picture.items.push_back(one);
      }
    }
    if (const auto done = store.appendPictures(*id, pictures); !done) {
      std::printf("%lld %s\n", static_cast<long long>(frame), done.error().message.c_str());
      return 0;
    }
  }
  std::puts("0 the disk never became full");
  return 1;
}

/// Says how many pictures and boxes are stored, after a check of the whole file.
int count(ProjectStore& store) {
  const auto reader = store.openReader();
  std::vector<PictureTime> pictures;
  std::vector<BoxRow> boxes;
  constexpr FrameRange kAll = {FrameId{0}, FrameId{1'000'000'000}};
  if (!reader || !(*reader)->check() || !(*reader)->pictures(RunId{1}, kAll, pictures) ||
      !(*reader)->boxes(RunId{1}, kAll, boxes)) {
    std::puts("damaged");
    return 1;
  }
  std::printf("%zu %zu\n", pictures.size(), boxes.size());
  return 0;
}

/// Goes on with a script of edits after its first steps, for ever; a dot for each step that is
/// stored.
int edit(ProjectStore& store, unsigned seed, int skip) {
  test::EditScript script(seed);
  for (int k = 0; k < skip; ++k) {
    script.perform(script.next());
  }
  while (true) {
    const auto step = script.next();
    const auto done = test::perform(store, RunId{1}, step);
    if (!done || *done != script.perform(step)) {
      std::puts(done ? "another outcome" : done.error().message.c_str());
      return 1;
    }
    std::fputc('.', stdout);
    std::fflush(stdout);
  }
}

}  // namespace

/// store_tool fill|count PROJECT, or edit PROJECT SEED SKIP
int main(int argc, char** argv) {
  const QCoreApplication app(argc, argv);
  if (argc != 3 && argc != 5) {
    return 2;
  }
  const auto project = openProject(argv[2], ProjectMode::OpenOrCreate);
  if (!project) {
    std::printf("0 %s\n", project.error().message.c_str());
    return 1;
  }
  if (argc == 5) {
    return edit(*project->store, static_cast<unsigned>(std::atoi(argv[3])), std::atoi(argv[4]));
  }
  return std::string_view(argv[1]) == "fill" ? fill(*project->store) : count(*project->store);
}
