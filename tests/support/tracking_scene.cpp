#include "tests/support/tracking_scene.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace followspot::scenes {
namespace {

/// The library's distributions differ between platforms; these do not.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  /// In [0, 1).
  double unit() { return static_cast<double>(engine_()) / 4294967296.0; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  /// Mean 0, variance 1, bell-shaped, within +-6.
  double bell() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) {
      sum += unit();
    }
    return sum;
  }

 private:
  std::mt19937 engine_;
};

struct Object {
  Box box;
  double vx = 0;
  double vy = 0;
  ClassId classId{};
};

void moveAlong(double& at, double& speed, double size, double limit, double seconds) {
  at += speed * seconds;
  if ((at < 0 && speed < 0) || (at + size > limit && speed > 0)) {
    speed = -speed;
  }
}

double toGrid(double value, double step) { return std::round(value / step) * step; }

}  // namespace

SceneOptions atConstantDensity(int objects, int pictures) {
  SceneOptions options;
  const double scale = std::sqrt(objects / 100.0);
  options.objects = objects;
  options.width *= scale;
  options.height *= scale;
  options.pictures = pictures;
  return options;
}

std::vector<DetectionSet> makeScene(const SceneOptions& options) {
  Dice dice(options.seed);
  const auto anyBox = [&] {
    const double w = options.boxWidth * dice.between(1, 1.5);
    const double h = w * options.aspect;
    return Box{dice.between(0, std::max(1.0, options.width - w)),
               dice.between(0, std::max(1.0, options.height - h)), w, h};
  };
  const auto detect = [&](const Box& box, ClassId classId) {
    const double jitter = options.jitter;
    Detection seen;
    seen.box = {box.x + jitter * box.w * dice.bell(), box.y + jitter * box.h * dice.bell(),
                box.w * std::max(0.2, 1 + jitter * dice.bell()),
                box.h * std::max(0.2, 1 + jitter * dice.bell())};
    seen.score = dice.unit() < options.weak ? dice.between(0.12, 0.5) : dice.between(0.65, 1);
    seen.classId = classId;
    if (options.onGrid) {
      constexpr double kGrid = 10;
      seen.box = {toGrid(seen.box.x, kGrid), toGrid(seen.box.y, kGrid),
                  std::max(kGrid, toGrid(seen.box.w, kGrid)),
                  std::max(kGrid, toGrid(seen.box.h, kGrid))};
      seen.score = toGrid(seen.score, 0.1);
    }
    return seen;
  };
  std::vector<Object> objects(static_cast<std::size_t>(options.objects));
  for (std::size_t i = 0; i < objects.size(); ++i) {
    objects[i].box = anyBox();
    objects[i].vx = dice.between(-options.speed, options.speed);
    objects[i].vy = dice.between(-options.speed, options.speed);
    objects[i].classId = static_cast<ClassId>(static_cast<int>(i) % std::max(1, options.classes));
  }
  std::vector<DetectionSet> pictures(static_cast<std::size_t>(options.pictures));
  for (std::size_t k = 0; k < pictures.size(); ++k) {
    DetectionSet& picture = pictures[k];
    picture.frame = static_cast<FrameId>(k);
    picture.time = timestampAt(static_cast<double>(k) / options.rate);
    picture.size = {static_cast<int>(options.width), static_cast<int>(options.height)};
    for (Object& object : objects) {
      moveAlong(object.box.x, object.vx, object.box.w, options.width, 1 / options.rate);
      moveAlong(object.box.y, object.vy, object.box.h, options.height, 1 / options.rate);
      if (dice.unit() >= options.missed) {
        picture.items.push_back(detect(object.box, object.classId));
      }
      if (dice.unit() < options.falseAlarms) {
        picture.items.push_back(detect(anyBox(), object.classId));
      }
    }
  }
  return pictures;
}

}  // namespace followspot::scenes
