// A program that is built several times with other options (see CMakeLists.txt): every bit of what
// a tracker says about some scenes, on standard output.

#include <bit>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/tracking_scene.h"
#include "tracking/tracker_factory.h"

namespace {

using namespace followspot;

void append(std::string& bytes, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  for (int shift = 0; shift < 64; shift += 8) {
    bytes.push_back(static_cast<char>(bits >> static_cast<unsigned>(shift)));
  }
}

std::string trackBytes(std::string_view trackerName) {
  std::string bytes;
  tracking::TrackerSettings settings;
  settings.kind = tracking::trackerNamed(trackerName).value_or(tracking::TrackerKind::Auto);
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    scenes::SceneOptions options = scenes::atConstantDensity(20 * static_cast<int>(seed), 50);
    options.seed = seed;
    options.width *= seed % 2 == 0 ? 0.5 : 1;
    options.weak = 0.3;
    options.classes = 2;
    options.rate = seed == 3 ? 5 : 30;
    const auto tracker = tracking::makeTracker(settings);
    for (DetectionSet& picture : makeScene(options)) {
      if (seed == 4) {
        picture.cameraMotion = Affine{1.001, 0.0005, 0.7, -0.0005, 1.001, -0.3};
      }
      for (const Track& track : tracker->update(picture).items) {
        append(bytes, static_cast<double>(numberOf(track.id)));
        append(bytes, track.box.x);
        append(bytes, track.box.y);
        append(bytes, track.box.w);
        append(bytes, track.box.h);
        append(bytes, track.score);
        append(bytes, track.age.count());
      }
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string bytes = trackBytes(argc > 1 ? argv[1] : "");
  return std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() ? 0 : 1;
}
