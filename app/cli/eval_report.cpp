#include "app/cli/eval_report.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/output_file.h"

namespace followspot::cli {
namespace {

using nlohmann::ordered_json;

ordered_json jsonOf(const SequenceScores& scores) {
  ordered_json json;
  for (const Figure& figure : figuresOf(scores)) {
    const std::string name(figure.name);
    if (figure.count) {
      json[name] = static_cast<std::int64_t>(figure.value);
    } else {
      json[name] = figure.value;
    }
  }
  return json;
}

void printLine(const SequenceScores& scores, int width) {
  constexpr std::array<std::string_view, 15> kShown = {"HOTA", "DetA", "AssA", "LocA", "MOTA",
                                                       "MOTP", "IDF1", "IDSW", "FP",   "FN",
                                                       "TP",   "Frag", "MT",   "PT",   "ML"};
  const std::vector<Figure> figures = figuresOf(scores);
  std::printf("%-*s", width, scores.name.c_str());
  for (const std::string_view name : kShown) {
    const auto figure = std::ranges::find(figures, name, &Figure::name);
    std::printf(figure->count ? " %7.0f" : " %7.3f", figure->value);
  }
  std::printf("\n");
}

Result<void> writeRow(RowFile& file, const SequenceScores& scores) {
  file.cell(scores.name);
  for (const Figure& figure : figuresOf(scores)) {
    constexpr int kDecimals = 4;
    file.row() += ',';
    file.number(figure.value, figure.count ? 0 : kDecimals);
  }
  return file.endRow();
}

std::string_view nameOf(TrackingErrorKind kind) {
  switch (kind) {
    case TrackingErrorKind::Switch:
      return "switch";
    case TrackingErrorKind::Fragmentation:
      return "fragmentation";
    case TrackingErrorKind::Miss:
      return "miss";
    case TrackingErrorKind::FalseAlarm:
      return "false alarm";
  }
  return "";
}

}  // namespace

void printScores(std::span<const SequenceScores> sequences, const SequenceScores& combined) {
  std::size_t width = combined.name.size();
  for (const SequenceScores& scores : sequences) {
    width = std::max(width, scores.name.size());
  }
  const int columns = static_cast<int>(std::min<std::size_t>(width, 60));
  std::printf(
      "%-*s    HOTA    DetA    AssA    LocA    MOTA    MOTP    IDF1    IDSW      FP      "
      "FN      TP    Frag      MT      PT      ML\n",
      columns, "sequence");
  for (const SequenceScores& scores : sequences) {
    printLine(scores, columns);
  }
  printLine(combined, columns);
}

Result<void> writeScoresJson(const std::string& path, std::span<const SequenceScores> sequences,
                             const SequenceScores& combined) {
  ordered_json json;
  json["sequences"] = ordered_json::object();
  for (const SequenceScores& scores : sequences) {
    json["sequences"][scores.name] = jsonOf(scores);
  }
  json["combined"] = jsonOf(combined);
  // A file's name need not be UTF-8; what is not, is shown as such.
  return writeFile(path, json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

Result<void> writeScoresCsv(const std::string& path, std::span<const SequenceScores> sequences,
                            const SequenceScores& combined) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += "sequence";
  for (const Figure& figure : figuresOf(combined)) {
    file->row() += ',';
    file->row() += figure.name;
  }
  if (auto written = file->endRow(); !written) {
    return written;
  }
  for (const SequenceScores& scores : sequences) {
    if (auto written = writeRow(*file, scores); !written) {
      return written;
    }
  }
  if (auto written = writeRow(*file, combined); !written) {
    return written;
  }
  return file->finish();
}

Result<ErrorList> ErrorList::create(const std::string& path) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += "sequence,frame,error,truth_id,track_id,left,top,width,height,previous_track_id";
  if (auto written = file->endRow(); !written) {
    return fail(written.error());
  }
  return ErrorList(std::move(*file));
}

Result<void> ErrorList::write(const std::string& name, const EvaluatedSequence& sequence,
                              std::span<const TrackingErrorEvent> events) {
  const auto at = [](int index) { return static_cast<std::size_t>(index); };
  for (const TrackingErrorEvent& event : events) {
    const EvaluatedFrame& frame = sequence.frames[event.frame];
    file_.cell(name);
    file_.row() += ',';
    file_.integer(frame.number);
    file_.row() += ',';
    file_.row() += nameOf(event.kind);
    file_.row() += ',';
    if (event.truth >= 0) {
      file_.integer(sequence.truthIds[at(frame.truths[at(event.truth)])]);
    }
    file_.row() += ',';
    if (event.track >= 0) {
      file_.integer(sequence.trackIds[at(frame.tracks[at(event.track)])]);
    }
    const Box& box =
        event.truth >= 0 ? frame.truthBoxes[at(event.truth)] : frame.trackBoxes[at(event.track)];
    for (const double value : {box.x, box.y, box.w, box.h}) {
      constexpr int kDecimals = 3;
      file_.row() += ',';
      file_.number(value, kDecimals);
    }
    file_.row() += ',';
    if (event.before >= 0) {
      file_.integer(sequence.trackIds[at(event.before)]);
    }
    if (auto written = file_.endRow(); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace followspot::cli
