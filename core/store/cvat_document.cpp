#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/store/decimal_text.h"
#include "core/store/document_builder.h"
#include "core/store/row_file.h"
#include "core/store/track_codecs.h"
#include "core/store/xml_scanner.h"

namespace followspot {
namespace {

using Token = XmlScanner::Token;

/// A box of a track as the file has it.
struct CvatBox {
  std::int64_t frame = 0;
  StoredBox value;
  bool outside = false;
};

struct CvatTrack {
  std::int64_t id = 0;
  std::string label;
  std::vector<CvatBox> boxes;
};

class CvatReader {
 public:
  CvatReader(std::string_view text, double rate) : xml_(text), rate_(rate) {}

  Result<TrackDocument> read() {
    while (true) {
      const auto token = xml_.next();
      if (!token) {
        return fail(token.error());
      }
      if (*token == Token::Finished) {
        return finish();
      }
      auto done = *token == Token::Begin  ? begin()
                  : *token == Token::Text ? take(xml_.text())
                                          : end();
      if (!done) {
        return fail(done.error());
      }
    }
  }

 private:
  Result<void> begin() {
    path_.emplace_back(xml_.name());
    if (path_.size() == 1 && path_.front() != "annotations") {
      return xml_.problem("<annotations> is missing. Give a file of \"CVAT for video 1.1\"");
    }
    if (path_.size() == 2 && path_.back() == "image") {
      return fail(ErrorCode::Unsupported,
                  "The file is of \"CVAT for images\", which has no tracks. Export it as \"CVAT "
                  "for video 1.1\".");
    }
    if (isAt({"annotations", "track"})) {
      return beginTrack();
    }
    if (isAt({"annotations", "track", "box"})) {
      return beginBox();
    }
    if (isAt({"annotations", "track", "box", "attribute"})) {
      attribute_ = xml_.attribute("name");
    }
    return {};
  }

  Result<void> end() {
    path_.pop_back();
    return {};
  }

  Result<void> beginTrack() {
    const auto id = parseInteger(xml_.attribute("id"));
    if (!id || *id < 0 || *id >= DocumentBuilder::kMostId) {
      return xml_.problem("a track without an id, or with one that is no whole number from 0");
    }
    tracks_.push_back({*id, std::string(xml_.attribute("label")), {}});
    zeroIsUsed_ = zeroIsUsed_ || *id == 0;
    return {};
  }

  Result<void> beginBox() {
    const auto frame = parseInteger(xml_.attribute("frame"));
    if (!frame || *frame < 0 || *frame >= DocumentBuilder::kMostFrame) {
      return xml_.problem("a box without a frame in 0 to 100,000,000");
    }
    std::array<std::string_view, 4> corners = {xml_.attribute("xtl"), xml_.attribute("ytl"),
                                               xml_.attribute("xbr"), xml_.attribute("ybr")};
    std::array<double, 4> numbers{};
    for (std::size_t k = 0; k < corners.size(); ++k) {
      const auto value = parseDouble(corners.at(k));
      if (!value || !std::isfinite(*value)) {
        return xml_.problem("a box whose corners are not numbers");
      }
      numbers.at(k) = *value;
    }
    CvatBox box;
    box.frame = *frame;
    box.value.box = {numbers[0], numbers[1],
                     parseDouble(decimalDifference(corners[2], corners[0])).value_or(-1),
                     parseDouble(decimalDifference(corners[3], corners[1])).value_or(-1)};
    box.value.score = 1;
    box.value.origin = xml_.attribute("keyframe") == "0" ? BoxOrigin::Interpolated : BoxOrigin::Key;
    box.outside = xml_.attribute("outside") == "1";
    if (!box.outside && (box.value.box.w < 0 || box.value.box.h < 0)) {
      return xml_.problem("a box whose right or bottom is before its left or top");
    }
    tracks_.back().boxes.push_back(box);
    return {};
  }

  Result<void> take(const std::string& text) {
    if (isAt({"annotations", "track", "box", "attribute"})) {
      StoredBox& value = tracks_.back().boxes.back().value;
      if (attribute_ == "score") {
        const auto score = parseDouble(text);
        value.score = score && std::isfinite(*score) ? *score : 1;
      } else if (attribute_ == "origin" && text == nameOf(BoxOrigin::Detected)) {
        value.origin = BoxOrigin::Detected;
      }
    } else if (endsWith({"label", "name"})) {
      labels_.emplace(text, static_cast<std::int64_t>(labels_.size()));
    } else if (endsWith({"original_size", "width"})) {
      builder_.media().size.width = sideOf(text);
    } else if (endsWith({"original_size", "height"})) {
      builder_.media().size.height = sideOf(text);
    } else if (endsWith({"meta", "source"}) || endsWith({"task", "source"})) {
      builder_.media().location = text;
    } else if (endsWith({"task", "size"}) || endsWith({"job", "size"})) {
      builder_.media().frames = std::max(std::int64_t{0}, parseInteger(text).value_or(0));
    }
    return {};
  }

  Result<TrackDocument> finish() {
    for (const CvatTrack& track : tracks_) {
      // CVAT counts tracks from 0, we from 1.
      const std::int64_t id = track.id + (zeroIsUsed_ ? 1 : 0);
      const auto classId =
          labels_.emplace(track.label, static_cast<std::int64_t>(labels_.size())).first->second;
      if (auto added = addBoxes(track, id, classId); !added) {
        return fail(added.error());
      }
    }
    for (const auto& [name, classId] : labels_) {
      builder_.label(classId, name);
    }
    auto document = builder_.finish();
    if (document) {
      for (std::size_t k = 0; k < document->boxes.size(); ++k) {
        const FrameId frame = document->boxes[k].frame;
        if (document->pictures.empty() || document->pictures.back().frame != frame) {
          document->pictures.push_back(
              {frame, timestampAt(static_cast<double>(indexOf(frame)) / rate_)});
        }
      }
    }
    return document;
  }

  /// A track goes on until a box outside: between its boxes it is interpolated, as CVAT does.
  Result<void> addBoxes(const CvatTrack& track, std::int64_t id, std::int64_t classId) {
    std::vector<CvatBox> boxes = track.boxes;
    std::stable_sort(boxes.begin(), boxes.end(),
                     [](const CvatBox& a, const CvatBox& b) { return a.frame < b.frame; });
    const CvatBox* last = nullptr;
    for (const CvatBox& box : boxes) {
      if (last != nullptr && !last->outside) {
        // A short text must not become endless memory.
        constexpr std::int64_t kMostFilled = 2'000'000;
        filled_ += std::max(std::int64_t{0}, box.frame - last->frame - 1);
        if (filled_ > kMostFilled) {
          return fail(ErrorCode::CorruptData,
                      "More than 2,000,000 boxes are missing between key frames. Export the file "
                      "with all frames.");
        }
        for (std::int64_t frame = last->frame + 1; frame < box.frame; ++frame) {
          // Held before a box outside, else straight on.
          const StoredBox& to = box.outside ? last->value : box.value;
          const double t = static_cast<double>(frame - last->frame) /
                           static_cast<double>(box.frame - last->frame);
          const Box& a = last->value.box;
          const Box& b = to.box;
          const StoredBox between = {{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t,
                                      a.w + (b.w - a.w) * t, a.h + (b.h - a.h) * t},
                                     std::min(last->value.score, to.score),
                                     BoxOrigin::Interpolated};
          if (auto added = add(track.id, frame, id, classId, between); !added) {
            return added;
          }
        }
      }
      if (!box.outside) {
        if (auto added = add(track.id, box.frame, id, classId, box.value); !added) {
          return added;
        }
      }
      last = &box;
    }
    return {};
  }

  Result<void> add(std::int64_t number, std::int64_t frame, std::int64_t id, std::int64_t classId,
                   const StoredBox& value) {
    const std::string problem = builder_.add(frame, id, classId, value);
    if (problem.empty()) {
      return {};
    }
    return fail(ErrorCode::CorruptData, "track " + std::to_string(number) + ", frame " +
                                            std::to_string(frame) + ": " + problem + ".");
  }

  static int sideOf(const std::string& text) {
    constexpr std::int64_t kMost = 1'000'000;
    const std::int64_t side = parseInteger(text).value_or(0);
    return side > 0 && side <= kMost ? static_cast<int>(side) : 0;
  }

  [[nodiscard]] bool isAt(std::initializer_list<std::string_view> path) const {
    return std::ranges::equal(path_, path);
  }
  [[nodiscard]] bool endsWith(std::initializer_list<std::string_view> path) const {
    return path_.size() > path.size() &&
           std::equal(path.begin(), path.end(),
                      path_.end() - static_cast<std::ptrdiff_t>(path.size()));
  }

  XmlScanner xml_;
  double rate_;
  std::vector<std::string_view> path_;
  std::string attribute_;
  std::vector<CvatTrack> tracks_;
  std::map<std::string, std::int64_t> labels_;
  bool zeroIsUsed_ = false;
  std::int64_t filled_ = 0;
  DocumentBuilder builder_;
};

/// The name that a class has in the file.
std::string labelOf(const TrackDocument& document, ClassId id) {
  return document.labels.nameOf(id);
}

void appendElement(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  appendXml(out, text);
  out.append("</").append(name).append(">");
}

std::string metaOf(const TrackDocument& document) {
  std::string out = "<meta><task>";
  appendElement(out, "name", document.media.location);
  appendElement(out, "size", std::to_string(document.media.frames));
  out += "<mode>interpolation</mode><overlap>0</overlap><labels>";
  std::vector<std::string> names = document.labels.names();
  std::erase(names, "");
  for (const TrackInfo& track : document.tracks) {
    const std::string name = labelOf(document, track.classId);
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(name);
    }
  }
  for (const std::string& name : names) {
    out += "\n<label>";
    appendElement(out, "name", name);
    out += "<attributes>";
    for (const std::string_view attribute : {"score", "origin"}) {
      out += "<attribute>";
      appendElement(out, "name", attribute);
      out +=
          "<mutable>True</mutable><input_type>text</input_type><default_value></default_value>"
          "<values></values></attribute>";
    }
    out += "</attributes></label>";
  }
  out += "\n</labels><original_size>";
  appendElement(out, "width", std::to_string(document.media.size.width));
  appendElement(out, "height", std::to_string(document.media.size.height));
  out += "</original_size>";
  appendElement(out, "source", document.media.location);
  out += "</task></meta>";
  return out;
}

void appendBox(std::string& out, FrameId frame, const StoredBox& value, bool outside) {
  const auto attribute = [&](std::string_view name, std::string_view text) {
    out.append(" ").append(name).append("=\"").append(text).append("\"");
  };
  const Box& box = value.box;
  const std::string left = decimalText(box.x);
  const std::string top = decimalText(box.y);
  out += "<box";
  attribute("frame", std::to_string(indexOf(frame)));
  attribute("keyframe", value.origin == BoxOrigin::Interpolated && !outside ? "0" : "1");
  attribute("outside", outside ? "1" : "0");
  attribute("occluded", "0");
  attribute("xtl", left);
  attribute("ytl", top);
  attribute("xbr", decimalSum(left, decimalText(box.w)));
  attribute("ybr", decimalSum(top, decimalText(box.h)));
  attribute("z_order", "0");
  out += ">";
  if (!outside) {
    out += "<attribute name=\"score\">" + decimalText(value.score) +
           "</attribute><attribute name=\"origin\">";
    out += nameOf(value.origin);
    out += "</attribute>";
  }
  out += "</box>\n";
}

}  // namespace

Result<TrackDocument> parseCvatDocument(std::string_view text, double rate) {
  return CvatReader(text, rate).read();
}

Result<void> writeCvatDocument(const std::filesystem::path& path, const TrackDocument& document) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() +=
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n"
      "<version>1.1</version>\n" +
      metaOf(document);
  if (auto written = file->endRow(); !written) {
    return written;
  }
  std::map<TrackId, std::vector<const BoxRow*>> byTrack;
  for (const BoxRow& row : document.boxes) {
    byTrack[row.track].push_back(&row);
  }
  for (const TrackInfo& track : document.tracks) {
    std::string& out = file->row();
    out += "<track id=\"" + std::to_string(numberOf(track.id)) + "\" label=\"";
    appendXml(out, labelOf(document, track.classId));
    out += "\" source=\"auto\">\n";
    const std::vector<const BoxRow*>& rows = byTrack[track.id];
    for (std::size_t k = 0; k < rows.size(); ++k) {
      appendBox(out, rows[k]->frame, rows[k]->value, false);
      const FrameId next{indexOf(rows[k]->frame) + 1};
      if (k + 1 == rows.size() || rows[k + 1]->frame != next) {
        appendBox(out, next, rows[k]->value, true);
      }
    }
    out += "</track>";
    if (auto written = file->endRow(); !written) {
      return written;
    }
  }
  file->row() += "</annotations>";
  if (auto written = file->endRow(); !written) {
    return written;
  }
  return file->finish();
}

}  // namespace followspot
