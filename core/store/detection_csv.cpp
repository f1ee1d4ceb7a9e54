#include "core/store/detection_csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::array<std::string_view, 9> kColumns = {
    "frame", "time_s", "class_id", "class", "score", "left", "top", "width", "height"};
enum Column : std::size_t { Frame, Time, ClassNumber, ClassName, Score, Left, Top, Width, Height };

/// The cells of a line; quoted cells may hold commas.
std::vector<std::string_view> cellsOf(std::string_view line) {
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i == line.size() || (line[i] == ',' && !quoted)) {
      cells.push_back(line.substr(begin, i - begin));
      begin = i + 1;
    } else if (line[i] == '"') {
      quoted = !quoted;
    }
  }
  return cells;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Result<DetectionTable> read() {
    if (auto header = readHeader(); !header) {
      return fail(header.error());
    }
    constexpr std::size_t kMaxRows = 50'000'000;
    while (auto line = nextLine()) {
      if (trimmed(*line).empty()) {
        continue;
      }
      if (++rows_ > kMaxRows) {
        return problem("more rows than make sense");
      }
      if (auto row = readRow(*line); !row) {
        return fail(row.error());
      }
    }
    DetectionTable table;
    for (auto& [frame, set] : pictures_) {
      table.pictures.push_back(std::move(set));
    }
    table.labels = LabelMap(std::move(names_));
    return table;
  }

 private:
  tl::unexpected<Error> problem(const std::string& what) const {
    return fail(ErrorCode::CorruptData, "line " + std::to_string(line_) + ": " + what);
  }

  std::optional<std::string_view> nextLine() {
    if (rest_.empty()) {
      return std::nullopt;
    }
    ++line_;
    const std::size_t end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    return line;
  }

  Result<void> readHeader() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (rest_.starts_with(kByteOrderMark)) {
      rest_.remove_prefix(kByteOrderMark.size());
    }
    const auto line = nextLine();
    const auto cells = cellsOf(line.value_or(""));
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const auto found = std::ranges::find(cells, kColumns[i]);
      if (found == cells.end()) {
        return problem("no column \"" + std::string(kColumns[i]) +
                       "\". Give a file of: followspot-cli detect --csv");
      }
      at_.at(i) = static_cast<std::size_t>(found - cells.begin());
    }
    return {};
  }

  Result<void> readRow(std::string_view line) {
    const auto cells = cellsOf(line);
    const auto cell = [&](Column column) {
      return at_.at(column) < cells.size() ? trimmed(cells[at_.at(column)]) : std::string_view();
    };
    const auto frame = parseInteger(cell(Frame));
    const auto classId = parseInteger(cell(ClassNumber));
    constexpr std::int64_t kMaxClass = 100'000;
    if (!frame || *frame < 1 || !classId || *classId < 0 || *classId > kMaxClass) {
      return problem("the frame or class is not a number");
    }
    std::array<double, 6> numbers{};
    constexpr std::array kNumbers = {Time, Score, Left, Top, Width, Height};
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
      const auto value = parseDouble(cell(kNumbers.at(i)));
      if (!value || !std::isfinite(*value)) {
        return problem("\"" + std::string(kColumns.at(kNumbers.at(i))) + "\" is not a number");
      }
      numbers.at(i) = *value;
    }
    DetectionSet& set = pictures_[*frame];
    set.frame = static_cast<FrameId>(*frame - 1);
    set.time = timestampAt(std::clamp(numbers[0], -1e9, 1e9));
    set.items.push_back({{numbers[2], numbers[3], numbers[4], numbers[5]},
                         numbers[1],
                         static_cast<ClassId>(*classId)});
    const auto index = static_cast<std::size_t>(*classId);
    if (names_.size() <= index) {
      names_.resize(index + 1);
    }
    if (names_[index].empty()) {
      names_[index] = unguarded(cell(ClassName));
    }
    return {};
  }

  std::string_view rest_;
  std::int64_t line_ = 0;
  std::size_t rows_ = 0;
  std::array<std::size_t, kColumns.size()> at_{};
  std::map<std::int64_t, DetectionSet> pictures_;
  std::vector<std::string> names_;
};

}  // namespace

Result<DetectionCsvWriter> DetectionCsvWriter::create(const std::filesystem::path& path,
                                                      const LabelMap& labels) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    file->row() += i == 0 ? "" : ",";
    file->row() += kColumns[i];
  }
  if (auto written = file->endRow(); !written) {
    return fail(written.error());
  }
  return DetectionCsvWriter(std::move(*file), labels);
}

Result<void> DetectionCsvWriter::write(const DetectionSet& detections) {
  constexpr int kPixelDecimals = 3;
  constexpr int kOtherDecimals = 6;
  for (const Detection& detection : detections.items) {
    file_.integer(numberOf(detections.frame));
    file_.row() += ',';
    file_.number(secondsOf(detections.time), kOtherDecimals);
    file_.row() += ',';
    file_.integer(indexOf(detection.classId));
    file_.row() += ',';
    file_.cell(labels_->nameOf(detection.classId));
    file_.row() += ',';
    file_.number(detection.score, kOtherDecimals);
    for (const double value :
         {detection.box.x, detection.box.y, detection.box.w, detection.box.h}) {
      file_.row() += ',';
      file_.number(value, kPixelDecimals);
    }
    if (auto written = file_.endRow(); !written) {
      return written;
    }
  }
  return {};
}

Result<DetectionTable> readDetectionCsv(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  auto table = Reader(*text).read();
  if (!table) {
    return fail(table.error().withContext(path.string()));
  }
  return table;
}

}  // namespace followspot
