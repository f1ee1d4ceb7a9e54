#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/types/track.h"

namespace followspot {

struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// Seven colours that people with any kind of colour vision tell apart.
/// @source Okabe and Ito, "Color Universal Design", 2008, without black.
inline constexpr std::array<Rgb, 7> kTrackColors = {
    Rgb{0xE6, 0x9F, 0x00}, Rgb{0x56, 0xB4, 0xE9}, Rgb{0x00, 0x9E, 0x73}, Rgb{0xF0, 0xE4, 0x42},
    Rgb{0x00, 0x72, 0xB2}, Rgb{0xD5, 0x5E, 0x00}, Rgb{0xCC, 0x79, 0xA7}};

/// Black or white, whichever is easier to read on a colour. @source contrast of WCAG 2.1, 1.4.3.
[[nodiscard]] Rgb textColorOn(Rgb background);

/// Gives each track a colour when it first appears and keeps it: the one whose nearest bearer on
/// the picture is farthest away, so that neighbours differ. The same sets in the same order give
/// the same colours.
/// @threading one thread at a time.
class TrackPalette {
 public:
  /// Takes the tracks of the next picture; their ids must be unique.
  void update(const TrackSet& tracks);

  /// The colour of a track seen by `update`; of any other, the one of its number.
  [[nodiscard]] Rgb colorOf(TrackId id) const;

  /// Forgets all tracks.
  void reset() { known_.clear(); }

 private:
  struct Known {
    TrackId id = TrackId::None;
    std::size_t color = 0;
    std::int64_t seen = 0;  // the last update it was part of
  };
  [[nodiscard]] const Known* find(TrackId id) const;
  [[nodiscard]] std::size_t choose(const Track& track, const TrackSet& tracks) const;

  std::vector<Known> known_;  // by id
  std::int64_t updates_ = 0;
};

}  // namespace followspot
