#include "core/project/track_edit.h"

#include <algorithm>
#include <array>

namespace followspot {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace

std::string_view nameOf(EditKind kind) {
  constexpr std::array<std::string_view, std::variant_size_v<TrackEdit>> kNames = {
      "split",  "merge",     "swap",   "delete",  "trim", "extend",
      "rename", "set class", "review", "set box", "add",  "fill gaps"};
  return kNames.at(static_cast<std::size_t>(kind));
}

EditSubject subjectOf(const TrackEdit& edit) {
  EditSubject subject = std::visit(Overloaded{
                                       [](const SplitTrack& e) {
                                         return EditSubject{{}, e.track, {}, e.at};
                                       },
                                       [](const MergeTracks& e) {
                                         return EditSubject{{}, e.into, e.from, {}};
                                       },
                                       [](const SwapTracks& e) {
                                         return EditSubject{{}, e.a, e.b, e.at};
                                       },
                                       [](const TrimTrack& e) {
                                         return EditSubject{{}, e.track, {}, e.keep.first};
                                       },
                                       [](const ExtendTrack& e) {
                                         return EditSubject{{}, e.track, {}, e.to};
                                       },
                                       [](const SetKeyBox& e) {
                                         return EditSubject{{}, e.track, {}, e.frame};
                                       },
                                       [](const AddTrack& e) {
                                         return EditSubject{{}, TrackId::None, {}, e.frame};
                                       },
                                       [](const auto& e) {
                                         return EditSubject{{}, e.track, {}, {}};
                                       },
                                   },
                                   edit);
  subject.kind = kindOf(edit);
  return subject;
}

std::vector<TrackId> tracksOf(const TrackEdit& edit) {
  const EditSubject subject = subjectOf(edit);
  std::vector<TrackId> tracks;
  for (const TrackId id : {subject.track, subject.other}) {
    if (id != TrackId::None && std::ranges::find(tracks, id) == tracks.end()) {
      tracks.push_back(id);
    }
  }
  return tracks;
}

}  // namespace followspot
