#include "core/analytics/line_counter.h"

#include <cmath>
#include <utility>

namespace followspot {

std::string_view nameOf(CrossingDirection direction) {
  return direction == CrossingDirection::ToRight ? "to right" : "to left";
}

Result<LineCounter> LineCounter::create(CountingLine line, const LineRules& rules) {
  const double length = std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
  if (!std::isfinite(length) || length <= 0 || !std::isfinite(rules.deadBand) ||
      rules.deadBand < 0) {
    return fail(ErrorCode::InvalidArgument,
                "Line \"" + line.name + "\": give two different points and a dead-band from 0.");
  }
  return LineCounter(std::move(line), rules, length);
}

double LineCounter::distance(PicturePoint point) const {
  // In pictures y grows downwards, so that a positive product is on the right.
  return ((line_.to.x - line_.from.x) * (point.y - line_.from.y) -
          (line_.to.y - line_.from.y) * (point.x - line_.from.x)) /
         length_;
}

void LineCounter::changeSide(State& state, const TrackPoint& point, double distance) const {
  const PicturePoint& a = state.last.at;
  const PicturePoint& b = point.at;
  const double share = state.lastDistance / (state.lastDistance - distance);
  const PicturePoint on = {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
  const double along = ((on.x - line_.from.x) * (line_.to.x - line_.from.x) +
                        (on.y - line_.from.y) * (line_.to.y - line_.from.y)) /
                       length_;
  state.within = along >= 0 && along <= length_;
  state.frame = point.frame;
  const auto passed = static_cast<double>((point.time - state.last.time).count());
  state.time = state.last.time +
               MediaClock::duration(static_cast<std::int64_t>(std::llround(passed * share)));
}

std::optional<Crossing> LineCounter::update(const TrackPoint& point) {
  const double d = distance(point.at);
  State& state = states_[point.track];
  const int side = d > 0 ? 1 : d < 0 ? -1 : state.side;  // on the line: still where it was
  if (state.side != 0 && side != state.side) {
    changeSide(state, point, d);
  }
  state.side = side;
  state.last = point;
  state.lastDistance = d;
  if (side == 0 || std::abs(d) < rules_.deadBand || state.settled == side) {
    return std::nullopt;
  }
  const bool crossed = state.settled != 0 && state.within;
  state.settled = side;
  const auto direction = side > 0 ? CrossingDirection::ToRight : CrossingDirection::ToLeft;
  bool& counted = state.counted.at(static_cast<std::size_t>(direction));
  if (!crossed || (counted && rules_.rule == CountRule::OncePerDirection)) {
    return std::nullopt;
  }
  counted = true;
  ++counts_[point.classId].at(static_cast<std::size_t>(direction));
  return Crossing{point.track, point.classId, direction, state.frame, state.time};
}

}  // namespace followspot
