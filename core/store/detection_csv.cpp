#include "core/store/detection_csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/text.h"
#include "core/store/csv_scanner.h"

namespace followspot {
namespace {

constexpr std::array<std::string_view, 9> kColumns = {
    "frame", "time_s", "class_id", "class", "score", "left", "top", "width", "height"};
enum Column : std::size_t { Frame, Time, ClassNumber, ClassName, Score, Left, Top, Width, Height };

constexpr std::string_view kMadeOf = "made_of=";

/// Collects pictures by frame and names by class.
class Reader {
 public:
  Result<DetectionTable> read(std::string_view text) {
    auto rows = CsvScanner::open(text, kColumns, "followspot-cli detect --csv");
    if (!rows) {
      return fail(rows.error());
    }
    while (true) {
      const auto more = rows->next();
      if (!more) {
        return fail(more.error());
      }
      if (!*more) {
        return finish();
      }
      if (auto row = readRow(*rows); !row) {
        return fail(row.error());
      }
    }
  }

 private:
  Result<void> readRow(const CsvScanner& row) {
    constexpr std::int64_t kMostFrame = 100'000'000;
    constexpr std::int64_t kMostClass = 100'000;
    const auto frame = row.integer(Frame, 1, kMostFrame);
    if (!frame) {
      return fail(frame.error());
    }
    const auto classId = row.integer(ClassNumber, 0, kMostClass);
    if (!classId) {
      return fail(classId.error());
    }
    std::array<double, 6> numbers{};
    constexpr std::array kNumbers = {Time, Score, Left, Top, Width, Height};
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
      const auto value = row.number(kNumbers.at(i));
      if (!value) {
        return fail(value.error());
      }
      numbers.at(i) = *value;
    }
    if (last_ == nullptr || numberOf(last_->frame) != *frame) {
      last_ = &pictures_[*frame];
      last_->frame = static_cast<FrameId>(*frame - 1);
      constexpr double kMostSeconds = 1e9;
      last_->time = timestampAt(std::clamp(numbers[0], -kMostSeconds, kMostSeconds));
    }
    last_->items.push_back({{numbers[2], numbers[3], numbers[4], numbers[5]},
                            numbers[1],
                            static_cast<ClassId>(*classId)});
    const auto index = static_cast<std::size_t>(*classId);
    if (names_.size() <= index) {
      names_.resize(index + 1);
    }
    if (names_[index].empty()) {
      names_[index] = unguarded(row.cell(ClassName));
    }
    return {};
  }

  DetectionTable finish() {
    DetectionTable table;
    for (auto& [frame, set] : pictures_) {
      table.pictures.push_back(std::move(set));
    }
    table.labels = LabelMap(std::move(names_));
    return table;
  }

  std::map<std::int64_t, DetectionSet> pictures_;
  DetectionSet* last_ = nullptr;  // of the row before; rows of a picture mostly stand together
  std::vector<std::string> names_;
};

}  // namespace

namespace {

/// A file with the names of the columns, their line still open.
Result<RowFile> createWithColumns(const std::filesystem::path& path) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    file->row() += i == 0 ? "" : ",";
    file->row() += kColumns[i];
  }
  return file;
}

}  // namespace

Result<DetectionCsvWriter> DetectionCsvWriter::create(const std::filesystem::path& path,
                                                      const LabelMap& labels) {
  auto file = createWithColumns(path);
  if (!file) {
    return fail(file.error());
  }
  if (auto written = file->endRow(); !written) {
    return fail(written.error());
  }
  return DetectionCsvWriter(std::move(*file), labels);
}

Result<DetectionCsvWriter> DetectionCsvWriter::create(const std::filesystem::path& path,
                                                      const LabelMap& labels,
                                                      const DetectionOrigin& origin) {
  auto file = createWithColumns(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += ',';
  file->cell(std::string(kMadeOf) + textOf(origin));
  // Behind the field are the brace and the closing quote.
  const std::size_t at = file->row().size() - 2 - kStoppedAtWidth;
  if (auto written = file->endRow(); !written) {
    return fail(written.error());
  }
  DetectionCsvWriter writer(std::move(*file), labels);
  writer.stoppedAt_ = at;
  return writer;
}

Result<void> DetectionCsvWriter::finishEarly(Timestamp last) {
  if (stoppedAt_) {
    if (auto said = file_.overwrite(*stoppedAt_, stoppedAtField(secondsOf(last))); !said) {
      return fail(said.error());
    }
  }
  return finish();
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
    file_.classCell(*labels_, detection.classId);
    file_.row() += ',';
    const bool exact = stoppedAt_.has_value();
    const auto number = [&](double value, int decimals) {
      if (exact) {
        file_.shortest(value);
      } else {
        file_.number(value, decimals);
      }
    };
    number(detection.score, kOtherDecimals);
    for (const double value :
         {detection.box.x, detection.box.y, detection.box.w, detection.box.h}) {
      file_.row() += ',';
      number(value, kPixelDecimals);
    }
    file_.row() += exact ? "," : "";
    if (auto written = file_.endRow(); !written) {
      return written;
    }
  }
  return {};
}

std::optional<DetectionOrigin> detectionOriginIn(std::string_view text) {
  constexpr std::size_t kLongestHeader = 200'000;
  const std::string_view line = text.substr(0, std::min(text.find('\n'), kLongestHeader));
  const std::size_t begin = line.find(",\"" + std::string(kMadeOf));
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string cell = unguarded(trimmed(line.substr(begin + 1)));
  return cell.starts_with(kMadeOf)
             ? detectionOriginOf(std::string_view(cell).substr(kMadeOf.size()))
             : std::nullopt;
}

Result<DetectionTable> parseDetectionCsv(std::string_view text) {
  auto table = Reader().read(text);
  if (table) {
    table->madeOf = detectionOriginIn(text);
  }
  return table;
}

Result<DetectionTable> readDetectionCsv(const std::filesystem::path& path) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 32;
  const auto text = readFile(path, kMaxBytes);
  if (!text) {
    return fail(text.error());
  }
  auto table = parseDetectionCsv(*text);
  if (!table) {
    return fail(table.error().withContext(path.string()));
  }
  return table;
}

}  // namespace followspot
