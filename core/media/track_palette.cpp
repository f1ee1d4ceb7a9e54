#include "core/media/track_palette.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace followspot {
namespace {

/// Pictures after which a track that was not seen is forgotten; no tracker brings one back so late.
constexpr std::int64_t kForgetAfter = 3000;

std::size_t colorByNumber(TrackId id) {
  return static_cast<std::size_t>((std::max<std::uint64_t>(1, numberOf(id)) - 1) %
                                  kTrackColors.size());
}

double luminanceOf(Rgb color) {
  const auto linear = [](std::uint8_t value) {
    const double part = value / 255.0;
    return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

/// Squared distance of the boxes' centres.
double distanceOf(const Box& a, const Box& b) {
  const double x = a.x + a.w / 2 - b.x - b.w / 2;
  const double y = a.y + a.h / 2 - b.y - b.h / 2;
  return x * x + y * y;
}

}  // namespace

Rgb textColorOn(Rgb background) {
  const double luminance = luminanceOf(background);
  const double onBlack = (luminance + 0.05) / 0.05;
  const double onWhite = 1.05 / (luminance + 0.05);
  return onBlack >= onWhite ? Rgb{0, 0, 0} : Rgb{255, 255, 255};
}

const TrackPalette::Known* TrackPalette::find(TrackId id) const {
  const auto found = std::ranges::lower_bound(known_, id, {}, &Known::id);
  return found != known_.end() && found->id == id ? &*found : nullptr;
}

std::size_t TrackPalette::choose(const Track& track, const TrackSet& tracks) const {
  std::array<double, kTrackColors.size()> nearest{};
  nearest.fill(std::numeric_limits<double>::infinity());
  for (const Track& other : tracks.items) {
    const Known* const known = other.id != track.id ? find(other.id) : nullptr;
    if (known != nullptr) {
      double& distance = nearest.at(known->color);
      distance = std::min(distance, distanceOf(track.box, other.box));
    }
  }
  // Starting from the colour of its number, so that all are used alike where tracks are few.
  const std::size_t first = colorByNumber(track.id);
  std::size_t best = first;
  for (std::size_t step = 1; step < kTrackColors.size(); ++step) {
    const std::size_t color = (first + step) % kTrackColors.size();
    if (nearest.at(color) > nearest.at(best)) {
      best = color;
    }
  }
  return best;
}

void TrackPalette::update(const TrackSet& tracks) {
  ++updates_;
  for (const Track& track : tracks.items) {
    const auto place = std::ranges::lower_bound(known_, track.id, {}, &Known::id);
    if (place != known_.end() && place->id == track.id) {
      place->seen = updates_;
    } else {
      const std::size_t color = choose(track, tracks);
      known_.insert(place, {track.id, color, updates_});
    }
  }
  if (updates_ % kForgetAfter == 0) {
    std::erase_if(known_, [&](const Known& known) { return known.seen + kForgetAfter < updates_; });
  }
}

Rgb TrackPalette::colorOf(TrackId id) const {
  const Known* const known = find(id);
  return kTrackColors.at(known != nullptr ? known->color : colorByNumber(id));
}

}  // namespace followspot
