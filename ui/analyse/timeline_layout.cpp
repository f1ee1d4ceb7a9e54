#include "ui/analyse/timeline_layout.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <queue>

namespace followspot::ui {

TimelineLayout::TimelineLayout(const RunSnapshot& run, const TrackFilter& filter,
                               std::int64_t frames)
    : frames_(frames) {
  std::vector<Bar> bars;
  bars.reserve(run.tracks.size());
  for (const TrackInfo& track : run.tracks) {
    if (filter.wants(track, run.run.labels)) {
      bars.push_back({track.first, track.last, track.id, track.review});
      frames_ = std::max(frames_, indexOf(track.last) + 1);
    }
  }
  countTracks(bars);
  fillLanes(std::move(bars));
}

void TimelineLayout::fillLanes(std::vector<Bar> bars) {
  std::ranges::stable_sort(bars, {}, &Bar::first);
  using Ending = std::pair<FrameId, std::uint32_t>;
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> busy;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> unused;
  places_.reserve(bars.size());
  for (const Bar& bar : bars) {
    while (!busy.empty() && busy.top().first < bar.first) {
      unused.push(busy.top().second);
      busy.pop();
    }
    auto lane = static_cast<std::uint32_t>(lanes_.size());
    if (unused.empty()) {
      lanes_.emplace_back();
    } else {
      lane = unused.top();
      unused.pop();
    }
    lanes_[lane].push_back(bar);
    busy.emplace(bar.last, lane);
    places_.push_back({bar.track, lane});
  }
  std::ranges::sort(places_, {}, &Place::track);
}

void TimelineLayout::countTracks(const std::vector<Bar>& bars) {
  constexpr std::int64_t kMostCells = std::int64_t{1} << 20;
  while ((frames_ >> shift_) >= kMostCells) {
    ++shift_;
  }
  std::vector<std::int32_t> cells(static_cast<std::size_t>(frames_ >> shift_) + 2);
  for (const Bar& bar : bars) {
    ++cells[static_cast<std::size_t>(indexOf(bar.first) >> shift_)];
    --cells[static_cast<std::size_t>(indexOf(bar.last) >> shift_) + 1];
  }
  for (std::size_t i = 1; i < cells.size(); ++i) {
    cells[i] += cells[i - 1];
  }
  counts_.push_back(std::move(cells));
  while (counts_.back().size() > 1) {
    const auto& below = counts_.back();
    std::vector<std::int32_t> level((below.size() + 1) / 2);
    for (std::size_t i = 0; i < level.size(); ++i) {
      const std::size_t right = std::min(2 * i + 1, below.size() - 1);
      level[i] = std::max(below[2 * i], below[right]);
    }
    counts_.push_back(std::move(level));
  }
}

int TimelineLayout::most(FrameRange range) const {
  const std::int64_t cells = static_cast<std::int64_t>(counts_.front().size());
  std::int64_t begin = std::clamp<std::int64_t>(indexOf(range.first) >> shift_, 0, cells);
  std::int64_t end =
      std::clamp<std::int64_t>(((indexOf(range.end) - 1) >> shift_) + 1, begin, cells);
  std::int32_t most = 0;
  for (std::size_t level = 0; begin < end; ++level) {
    const auto& counts = counts_[level];
    if (begin % 2 != 0) {
      most = std::max(most, counts[static_cast<std::size_t>(begin++)]);
    }
    if (end % 2 != 0) {
      most = std::max(most, counts[static_cast<std::size_t>(--end)]);
    }
    begin /= 2;
    end /= 2;
  }
  return most;
}

std::optional<std::size_t> TimelineLayout::laneOf(TrackId track) const {
  const auto found = std::ranges::lower_bound(places_, track, {}, &Place::track);
  return found != places_.end() && found->track == track ? std::optional<std::size_t>(found->lane)
                                                         : std::nullopt;
}

TimelineLayout::Lane::const_iterator TimelineLayout::firstFrom(const Lane& lane, FrameId frame) {
  return std::ranges::lower_bound(lane, frame, {}, &Bar::last);
}

}  // namespace followspot::ui
