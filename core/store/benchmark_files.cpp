#include "core/store/benchmark_files.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/store/kitti_file.h"
#include "core/store/mot_file.h"
#include "core/store/track_files.h"

namespace followspot {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 32;

constexpr std::array kEndings = {".txt", ".csv", ".jsonl"};

bool hasKnownEnding(const std::filesystem::path& file) {
  return std::ranges::find(kEndings, file.extension().string()) != kEndings.end();
}

/// What a folder holds, by name; nothing where it cannot be read.
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> entries;
  std::error_code problem;
  for (std::filesystem::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    entries.push_back(entry->path());
  }
  std::ranges::sort(entries);
  return entries;
}

std::optional<std::filesystem::path> truthIn(const std::filesystem::path& sequence) {
  std::error_code problem;
  for (const char* const name : {"gt/gt.txt", "gt/label_02_2d.txt"}) {
    if (std::filesystem::is_regular_file(sequence / name, problem)) {
      return sequence / name;
    }
  }
  return std::nullopt;
}

BenchmarkSequence describe(const std::filesystem::path& truth) {
  // ".../NAME/gt/gt.txt" is named by its folder, with a seqinfo.ini there; others by themselves.
  BenchmarkSequence sequence;
  const auto parent = std::filesystem::absolute(truth).parent_path();
  const bool standard = truthIn(parent.parent_path()) == std::filesystem::absolute(truth);
  const auto folder = standard ? parent.parent_path() : parent;
  sequence.name = standard ? folder.filename().string() : truth.stem().string();
  sequence.truth = truth;
  if (const auto length = sequenceInfo(folder / "seqinfo.ini", "seqLength")) {
    const auto pictures = parseInteger(*length);
    constexpr std::int64_t kMaxLength = 100'000'000;
    if (pictures && *pictures > 0 && *pictures <= kMaxLength) {
      sequence.length = *pictures;
    }
  }
  return sequence;
}

std::vector<LabelledBox> boxesOf(const TrackTable& table) {
  std::vector<LabelledBox> boxes;
  for (const TrackSet& picture : table.pictures) {
    for (const Track& track : picture.items) {
      LabelledBox box;
      box.frame = numberOf(picture.frame);
      box.id = static_cast<std::int64_t>(numberOf(track.id));
      box.classId = indexOf(track.classId);
      box.box = track.box;
      boxes.push_back(box);
    }
  }
  return boxes;
}

LabelledBox boxOf(const MotRow& row) {
  constexpr std::int64_t kMostClass = 1'000'000;
  LabelledBox box;
  box.frame = row.frame;
  box.id = row.id;
  box.box = row.box;
  box.considered = row.confidence != 0;
  box.classId = row.classId > 0 ? static_cast<int>(std::min(row.classId, kMostClass)) : -1;
  return box;
}

/// MOT16 and later name a class in every row; MOT15 has coordinates there, or -1.
bool namesClasses(const std::vector<MotRow>& rows) {
  constexpr std::int64_t kClasses = 13;
  return !rows.empty() && std::ranges::all_of(rows, [](const MotRow& row) {
    return row.classId >= 1 && row.classId <= kClasses;
  });
}

bool isOurs(const std::filesystem::path& path) {
  return path.extension() == ".csv" || path.extension() == ".jsonl";
}

/// Any of the formats.
Result<GroundTruth> readBoxes(const std::filesystem::path& path) {
  GroundTruth file;
  if (isOurs(path)) {
    const auto table = readTrackFile(path);
    if (!table) {
      return fail(table.error());
    }
    file.boxes = boxesOf(*table);
    file.labels = table->labels;
    file.benchmark = Benchmark::Mot15;
    return file;
  }
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  if (looksLikeKitti(*text)) {
    auto boxes = parseKitti(*text);
    if (!boxes) {
      return fail(boxes.error().withContext(path.string()));
    }
    file.boxes = std::move(*boxes);
    file.benchmark = Benchmark::Kitti;
    return file;
  }
  const auto mot = parseMot(*text, MotBoxes::Finite);
  if (!mot) {
    return fail(mot.error().withContext(path.string()));
  }
  file.boxes.reserve(mot->rows.size());
  std::ranges::transform(mot->rows, std::back_inserter(file.boxes), boxOf);
  file.benchmark = namesClasses(mot->rows) ? Benchmark::Mot17 : Benchmark::Mot15;
  file.leftOut = mot->report.skippedBoxes;
  file.firstLeftOutLine = mot->report.firstSkippedLine;
  return file;
}

}  // namespace

std::optional<std::string> sequenceInfo(const std::filesystem::path& seqinfo,
                                        std::string_view name) {
  constexpr std::size_t kMaxIniBytes = 1 << 20;
  const auto text = readFile(seqinfo, kMaxIniBytes);
  if (!text) {
    return std::nullopt;
  }
  for (const std::string_view line : split(*text, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos && trimmed(line.substr(0, equals)) == name) {
      return std::string(trimmed(line.substr(equals + 1)));
    }
  }
  return std::nullopt;
}

Result<std::vector<BenchmarkSequence>> findSequences(const std::filesystem::path& truth,
                                                     const std::filesystem::path& tracks) {
  std::error_code problem;
  std::vector<BenchmarkSequence> sequences;
  if (!std::filesystem::exists(truth, problem)) {
    return fail(ErrorCode::NotFound, truth.string() + ": is not there. Give ground truth.");
  }
  if (!std::filesystem::exists(tracks, problem)) {
    return fail(ErrorCode::NotFound, tracks.string() + ": is not there. Give tracks.");
  }
  if (!std::filesystem::is_directory(truth, problem)) {
    sequences.push_back(describe(truth));
  } else if (const auto single = truthIn(truth)) {
    sequences.push_back(describe(*single));
  } else {
    for (const std::filesystem::path& entry : entriesOf(truth)) {
      if (const auto file = truthIn(entry)) {
        sequences.push_back(describe(*file));
      }
    }
    if (sequences.empty()) {
      for (const std::filesystem::path& entry : entriesOf(truth)) {
        if (std::filesystem::is_regular_file(entry, problem) && hasKnownEnding(entry)) {
          sequences.push_back(describe(entry));
        }
      }
    }
  }
  if (sequences.empty()) {
    return fail(ErrorCode::NotFound, truth.string() +
                                         ": holds no sequence (NAME/gt/gt.txt or NAME.txt). Give a "
                                         "ground-truth file or a folder of sequences.");
  }
  const bool folder = std::filesystem::is_directory(tracks, problem);
  if (!folder && sequences.size() > 1) {
    return fail(ErrorCode::InvalidArgument,
                tracks.string() + ": is one file, but there are " +
                    std::to_string(sequences.size()) +
                    " sequences. Give a folder with NAME.txt for each.");
  }
  for (BenchmarkSequence& sequence : sequences) {
    if (!folder) {
      sequence.tracks = tracks;
      continue;
    }
    for (const std::filesystem::path& place : {tracks, tracks / "data"}) {
      for (const char* const ending : kEndings) {
        const auto file = place / (sequence.name + ending);
        if (sequence.tracks.empty() && std::filesystem::is_regular_file(file, problem)) {
          sequence.tracks = file;
        }
      }
    }
    if (sequence.tracks.empty()) {
      return fail(ErrorCode::NotFound, tracks.string() + ": has no tracks for " + sequence.name +
                                           " (" + sequence.name + ".txt).");
    }
  }
  return sequences;
}

Result<GroundTruth> readGroundTruth(const std::filesystem::path& path) {
  auto file = readBoxes(path);
  if (file && file->benchmark == Benchmark::Mot15) {
    for (LabelledBox& box : file->boxes) {
      box.classId = isOurs(path) ? box.classId : 1;
    }
  }
  return file;
}

Result<BoxFile> readTracks(const std::filesystem::path& path) {
  auto file = readBoxes(path);
  if (!file) {
    return fail(file.error());
  }
  return static_cast<BoxFile&&>(std::move(*file));
}

Result<void> keepClass(BoxFile& file, std::string_view name) {
  if (file.labels.empty()) {
    return {};
  }
  const auto classId = file.labels.find(name);
  if (!classId) {
    std::string known;
    for (const std::string& label : file.labels.names()) {
      known += label.empty() ? "" : (known.empty() ? "" : ", ") + label;
    }
    return fail(ErrorCode::InvalidArgument, "no object of class " + std::string(name) +
                                                " (there: " + known + "). Name one of these.");
  }
  std::erase_if(file.boxes,
                [&](const LabelledBox& box) { return box.classId != indexOf(*classId); });
  return {};
}

Result<std::vector<std::int64_t>> readFrameList(const std::filesystem::path& path) {
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  std::vector<std::int64_t> frames;
  std::int64_t line = 0;
  for (const std::string_view row : split(*text, '\n')) {
    ++line;
    if (trimmed(row).empty()) {
      continue;
    }
    const auto frame = parseInteger(trimmed(row));
    if (!frame || *frame < 1) {
      return fail(ErrorCode::CorruptData,
                  path.string() + ": line " + std::to_string(line) + ": is not a frame number.");
    }
    frames.push_back(*frame);
  }
  std::ranges::sort(frames);
  frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
  if (frames.empty()) {
    return fail(ErrorCode::CorruptData, path.string() + ": names no frame.");
  }
  return frames;
}

}  // namespace followspot
