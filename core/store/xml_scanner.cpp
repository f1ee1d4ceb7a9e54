#include "core/store/xml_scanner.h"

#include <algorithm>
#include <charconv>

#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kMostDepth = 64;
constexpr std::size_t kMostAttributes = 64;
constexpr std::string_view kBlanks = " \t\r\n";

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

/// As UTF-8; false for what is no character.
bool appendCharacter(std::string& out, std::uint32_t code) {
  constexpr std::uint32_t kMost = 0x10ffff;
  if (code > kMost || (code >= 0xd800 && code < 0xe000) ||
      (code < 0x20 && code != '\t' && code != '\n' && code != '\r')) {
    return false;
  }
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((code >> shift) & 0x3fU));
  };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0U | (code >> 6U));
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0U | (code >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0U | (code >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
  return true;
}

bool appendReference(std::string& out, std::string_view name) {
  constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [known, character] : kNamed) {
    if (name == known) {
      out += character;
      return true;
    }
  }
  if (!name.starts_with('#')) {
    return false;
  }
  const bool hex = name.starts_with("#x");
  name.remove_prefix(hex ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  return error == std::errc() && end == name.data() + name.size() && appendCharacter(out, code);
}

}  // namespace

XmlScanner::XmlScanner(std::string_view text) : rest_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (rest_.starts_with(kByteOrderMark)) {
    rest_.remove_prefix(kByteOrderMark.size());
  }
}

tl::unexpected<Error> XmlScanner::problem(const std::string& what) const {
  return fail(ErrorCode::CorruptData, "line " + std::to_string(line_) + ": " + what);
}

void XmlScanner::advance(std::size_t count) {
  count = std::min(count, rest_.size());
  line_ += std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(count), '\n');
  rest_.remove_prefix(count);
}

Result<void> XmlScanner::skipTo(std::string_view end, std::string_view what) {
  const std::size_t at = rest_.find(end);
  if (at == std::string_view::npos) {
    return problem(std::string(what) + " does not end");
  }
  advance(at + end.size());
  return {};
}

Result<XmlScanner::Token> XmlScanner::next() {
  if (endFollows_) {
    endFollows_ = false;
    name_ = open_.back();
    open_.pop_back();
    return Token::End;
  }
  while (!rest_.empty()) {
    if (rest_.front() != '<') {
      const std::string_view raw = rest_.substr(0, rest_.find('<'));
      if (trimmed(raw).empty()) {
        advance(raw.size());
        continue;
      }
      if (open_.empty()) {
        return problem("text outside of all elements");
      }
      if (auto read = readText(raw); !read) {
        return fail(read.error());
      }
      return Token::Text;
    }
    Result<void> done;
    if (rest_.starts_with("<!--")) {
      done = skipTo("-->", "a comment");
    } else if (rest_.starts_with("<?")) {
      done = skipTo("?>", "an instruction");
    } else if (rest_.starts_with("<![CDATA[") && !open_.empty()) {
      constexpr std::size_t kBegin = 9;
      const std::size_t end = rest_.find("]]>");
      if (end == std::string_view::npos) {
        return problem("a CDATA section does not end");
      }
      text_.assign(rest_.substr(kBegin, end - kBegin));
      advance(end + 3);
      return Token::Text;
    } else if (rest_.starts_with("<!")) {
      return problem("a document type is not accepted. Remove it from the file.");
    } else if (rest_.starts_with("</")) {
      done = readEnd();
      return done ? Result<Token>(Token::End) : fail(done.error());
    } else {
      done = readBegin();
      return done ? Result<Token>(Token::Begin) : fail(done.error());
    }
    if (!done) {
      return fail(done.error());
    }
  }
  if (!open_.empty()) {
    return problem("the file ends within <" + std::string(open_.back()) + ">");
  }
  if (!hadRoot_) {
    return problem("there is no XML element");
  }
  return Token::Finished;
}

std::string_view XmlScanner::readName() {
  const auto end = std::ranges::find_if_not(rest_, isNameCharacter);
  const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  advance(name.size());
  return name;
}

void XmlScanner::skipBlanks() { advance(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }

Result<void> XmlScanner::readBegin() {
  advance(1);
  name_ = readName();
  if (name_.empty()) {
    return problem("an element without a name");
  }
  if (open_.empty() && hadRoot_) {
    return problem("a second element beside the first");
  }
  if (open_.size() >= kMostDepth) {
    return problem("more than 64 elements within each other");
  }
  hadRoot_ = true;
  open_.push_back(name_);
  attributeCount_ = 0;
  while (true) {
    skipBlanks();
    if (rest_.starts_with('>')) {
      advance(1);
      return {};
    }
    if (rest_.starts_with("/>")) {
      advance(2);
      endFollows_ = true;
      return {};
    }
    const std::string_view name = readName();
    skipBlanks();
    if (name.empty() || !rest_.starts_with('=')) {
      return problem("<" + std::string(name_) + "> is not well-formed");
    }
    advance(1);
    skipBlanks();
    const char quote = rest_.empty() ? '\0' : rest_.front();
    const std::size_t end =
        quote == '"' || quote == '\'' ? rest_.find(quote, 1) : std::string_view::npos;
    if (end == std::string_view::npos || attributeCount_ >= kMostAttributes) {
      return problem("an attribute of <" + std::string(name_) + "> is not well-formed");
    }
    if (attributeCount_ == attributes_.size()) {
      attributes_.emplace_back();
    }
    auto& attribute = attributes_[attributeCount_++];
    attribute.first = name;
    attribute.second.clear();
    if (auto read = decode(rest_.substr(1, end - 1), attribute.second); !read) {
      return read;
    }
    advance(end + 1);
  }
}

Result<void> XmlScanner::readEnd() {
  advance(2);
  name_ = readName();
  skipBlanks();
  if (open_.empty() || open_.back() != name_ || !rest_.starts_with('>')) {
    return problem("</" + std::string(name_) + "> ends what has not begun");
  }
  advance(1);
  open_.pop_back();
  return {};
}

Result<void> XmlScanner::readText(std::string_view raw) {
  text_.clear();
  auto read = decode(trimmed(raw), text_);
  advance(raw.size());
  return read;
}

Result<void> XmlScanner::decode(std::string_view raw, std::string& out) const {
  while (true) {
    const std::size_t at = raw.find('&');
    out += raw.substr(0, at);
    if (at == std::string_view::npos) {
      return {};
    }
    raw.remove_prefix(at + 1);
    const std::size_t end = raw.find(';');
    constexpr std::size_t kLongest = 10;
    if (end == std::string_view::npos || end > kLongest ||
        !appendReference(out, raw.substr(0, end))) {
      return problem("an entity that XML does not have");
    }
    raw.remove_prefix(end + 1);
  }
}

std::string_view XmlScanner::attribute(std::string_view name) const {
  for (std::size_t k = 0; k < attributeCount_; ++k) {
    if (attributes_[k].first == name) {
      return attributes_[k].second;
    }
  }
  return {};
}

void appendXml(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace followspot
