#include "core/store/benchmark_files.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <system_error>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/store/mot_file.h"

namespace followspot {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 32;

std::optional<std::filesystem::path> truthIn(const std::filesystem::path& sequence) {
  std::error_code problem;
  for (const char* const name : {"gt/gt.txt", "gt/label_02_2d.txt"}) {
    if (std::filesystem::is_regular_file(sequence / name, problem)) {
      return sequence / name;
    }
  }
  return std::nullopt;
}

/// The sequence's folder of a ground-truth file ".../NAME/gt/gt.txt"; else the file's own.
std::filesystem::path sequenceFolder(const std::filesystem::path& truth) {
  const auto folder = std::filesystem::absolute(truth).parent_path();
  return folder.filename() == "gt" ? folder.parent_path() : folder;
}

BenchmarkSequence describe(const std::filesystem::path& truth) {
  BenchmarkSequence sequence;
  const auto folder = sequenceFolder(truth);
  const bool standard = std::filesystem::absolute(truth).parent_path().filename() == "gt";
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

int kittiClassOf(std::string_view name) {
  static const std::array<std::pair<std::string_view, int>, 6> kNames = {
      {{"Car", KittiCar},
       {"Pedestrian", KittiPedestrian},
       {"Cyclist", KittiCyclist},
       {"Van", KittiVan},
       {"Person", KittiPersonSitting},
       {"DontCare", KittiDontCare}}};
  if (name == "Person_sitting") {
    return KittiPersonSitting;
  }
  for (const auto& [known, number] : kNames) {
    if (known == name) {
      return number;
    }
  }
  return KittiOther;
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  while (!(line = trimmed(line)).empty()) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    found.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return found;
}

/// KITTI: frame id type truncated occluded alpha left top right bottom ...; frames from 0.
Result<GroundTruth> parseKitti(std::string_view text) {
  GroundTruth truth;
  truth.benchmark = Benchmark::Kitti;
  std::int64_t line = 0;
  for (const std::string_view row : split(text, '\n')) {
    ++line;
    const auto cells = words(row);
    if (cells.empty()) {
      continue;
    }
    constexpr std::size_t kFewest = 10;
    const std::string place = "line " + std::to_string(line) + ": ";
    if (cells.size() < kFewest) {
      return fail(ErrorCode::CorruptData, place + "has too few columns for a KITTI label file.");
    }
    std::array<double, 8> numbers{};
    constexpr std::array<std::size_t, 8> kColumns = {0, 1, 3, 4, 6, 7, 8, 9};
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const auto value = parseDouble(cells[kColumns.at(i)]);
      constexpr double kMost = 1e9;
      if (!value || !std::isfinite(*value) || std::abs(*value) > kMost) {
        return fail(ErrorCode::CorruptData, place + "a cell is not a number.");
      }
      numbers.at(i) = *value;
    }
    LabelledBox box;
    box.frame = static_cast<std::int64_t>(numbers[0]) + 1;
    box.id = static_cast<std::int64_t>(numbers[1]);
    box.classId = kittiClassOf(cells[2]);
    box.truncated = static_cast<int>(numbers[2]);
    box.occluded = static_cast<int>(numbers[3]);
    box.box = {numbers[4], numbers[5], numbers[6] - numbers[4], numbers[7] - numbers[5]};
    truth.boxes.push_back(box);
  }
  return truth;
}

/// Rows of our own track CSV; columns found by name.
Result<std::vector<LabelledBox>> parseTrackCsv(std::string_view text) {
  constexpr std::array<std::string_view, 7> kNames = {"frame", "track_id", "class_id", "left",
                                                      "top",   "width",    "height"};
  std::array<std::size_t, kNames.size()> at{};
  std::vector<LabelledBox> boxes;
  std::int64_t line = 0;
  for (const std::string_view raw : split(text, '\n')) {
    ++line;
    const std::string_view row = trimmed(raw);
    if (row.empty()) {
      continue;
    }
    // Cells with commas are class names only, which are quoted; numbers are not.
    std::vector<std::string_view> cells;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i <= row.size(); ++i) {
      if (i == row.size() || (row[i] == ',' && !quoted)) {
        cells.push_back(row.substr(begin, i - begin));
        begin = i + 1;
      } else if (row[i] == '"') {
        quoted = !quoted;
      }
    }
    const std::string place = "line " + std::to_string(line) + ": ";
    if (line == 1) {
      for (std::size_t i = 0; i < kNames.size(); ++i) {
        const auto found = std::ranges::find(cells, kNames[i]);
        if (found == cells.end()) {
          return fail(ErrorCode::CorruptData,
                      place + "no column \"" + std::string(kNames[i]) + "\".");
        }
        at.at(i) = static_cast<std::size_t>(found - cells.begin());
      }
      continue;
    }
    std::array<double, kNames.size()> numbers{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const auto value = at.at(i) < cells.size() ? parseDouble(cells[at.at(i)]) : std::nullopt;
      constexpr double kMost = 1e15;
      if (!value || !std::isfinite(*value) || std::abs(*value) > kMost) {
        return fail(ErrorCode::CorruptData,
                    place + "\"" + std::string(kNames[i]) + "\" is not a number.");
      }
      numbers.at(i) = *value;
    }
    LabelledBox box;
    box.frame = static_cast<std::int64_t>(numbers[0]);
    box.id = static_cast<std::int64_t>(numbers[1]);
    box.classId = static_cast<int>(std::clamp(numbers[2], -1.0, 1e6));
    box.box = {numbers[3], numbers[4], numbers[5], numbers[6]};
    boxes.push_back(box);
  }
  return boxes;
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
    for (const auto& entry : std::filesystem::directory_iterator(truth, problem)) {
      if (const auto file = truthIn(entry.path())) {
        sequences.push_back(describe(*file));
      }
    }
    std::ranges::sort(sequences, {}, &BenchmarkSequence::name);
  }
  if (sequences.empty()) {
    return fail(ErrorCode::NotFound,
                truth.string() +
                    ": holds no sequence (NAME/gt/gt.txt). Give a ground-truth file "
                    "or a folder of sequences.");
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
    for (const char* const ending : {".txt", ".csv"}) {
      if (std::filesystem::is_regular_file(tracks / (sequence.name + ending), problem)) {
        sequence.tracks = tracks / (sequence.name + ending);
        break;
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
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  const std::string_view firstLine = std::string_view(*text).substr(0, text->find('\n'));
  if (firstLine.find(',') == std::string_view::npos && words(firstLine).size() >= 10) {
    auto kitti = parseKitti(*text);
    return kitti ? kitti : fail(kitti.error().withContext(path.string()));
  }
  const auto file = parseMot(*text);
  if (!file) {
    return fail(file.error().withContext(path.string()));
  }
  GroundTruth truth;
  truth.benchmark = Benchmark::Mot15;
  for (const MotRow& row : file->rows) {
    LabelledBox box;
    box.frame = row.frame;
    box.id = row.id;
    box.box = row.box;
    box.considered = row.confidence != 0;
    if (row.classId > 0) {
      truth.benchmark = Benchmark::Mot17;
      box.classId = static_cast<int>(std::min<std::int64_t>(row.classId, 1'000'000));
    }
    truth.boxes.push_back(box);
  }
  return truth;
}

Result<std::vector<LabelledBox>> readTracks(const std::filesystem::path& path) {
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  if (path.extension() == ".csv") {
    auto boxes = parseTrackCsv(*text);
    return boxes ? boxes : fail(boxes.error().withContext(path.string()));
  }
  const auto file = parseMot(*text);
  if (!file) {
    return fail(file.error().withContext(path.string()));
  }
  std::vector<LabelledBox> boxes;
  boxes.reserve(file->rows.size());
  for (const MotRow& row : file->rows) {
    LabelledBox box;
    box.frame = row.frame;
    box.id = row.id;
    box.box = row.box;
    box.classId =
        row.classId > 0 ? static_cast<int>(std::min<std::int64_t>(row.classId, 1'000'000)) : -1;
    boxes.push_back(box);
  }
  return boxes;
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
