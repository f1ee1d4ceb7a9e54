#include "core/model/text_format.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/text.h"

namespace followspot::model {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxFields = 4'000'000;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWord(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
int hexDigit(char c) {
  if (isDigit(c)) {
    return c - '0';
  }
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

class TextParser {
 public:
  explicit TextParser(std::string_view text) : text_(text) {}

  Result<TextField> parse() {
    TextField root;
    root.line = 1;
    if (!fields(root, '\0', 0)) {
      return fail(ErrorCode::CorruptData, "line " + std::to_string(line_) + ": " + problem_);
    }
    return root;
  }

 private:
  bool wrong(std::string problem) {
    if (problem_.empty()) {
      problem_ = std::move(problem);
    }
    return false;
  }

  void skipBlanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
      } else if (c == '#') {
        while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
          ++at_;
        }
      } else if (c != ' ' && c != '\t' && c != '\r' && c != '\v' && c != '\f') {
        return;
      }
      ++at_;
    }
  }

  /// The next character after blanks; NUL at the end (a NUL in the text is never expected either).
  char peek() {
    skipBlanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool accept(char c) {
    if (peek() != c || at_ >= text_.size()) {
      return false;
    }
    ++at_;
    return true;
  }

  /// Fields up to the closing bracket; NUL: up to the end of the text.
  bool fields(TextField& message, char closing, int depth) {
    if (depth > kMaxDepth) {
      return wrong("messages nested deeper than " + std::to_string(kMaxDepth));
    }
    while (true) {
      const char next = peek();
      if (at_ >= text_.size()) {
        return closing == '\0' || wrong("the text ends inside a message");
      }
      if (closing != '\0' && next == closing) {
        ++at_;
        return true;
      }
      if (!field(message, depth)) {
        return false;
      }
      if (!accept(',')) {
        (void)accept(';');
      }
    }
  }

  bool field(TextField& message, int depth) {
    std::string name;
    if (peek() == '[') {  // an extension: [package.name]
      const std::size_t end = text_.find_first_of("]\n", at_);
      if (end == std::string_view::npos || text_[end] != ']') {
        return wrong("a field name in brackets without its end");
      }
      name = text_.substr(at_, end + 1 - at_);
      at_ = end + 1;
    } else {
      const std::size_t begin = at_;
      while (at_ < text_.size() && isWord(text_[at_])) {
        ++at_;
      }
      name = text_.substr(begin, at_ - begin);
      if (name.empty() || isDigit(name[0])) {
        return wrong("a field name was expected");
      }
    }
    const bool colon = accept(':');
    if (accept('[')) {
      if (accept(']')) {
        return true;
      }
      do {
        if (!value(message, name, true, depth)) {
          return false;
        }
      } while (accept(','));
      return accept(']') || wrong("a list without its end");
    }
    return value(message, name, colon, depth);
  }

  bool value(TextField& message, const std::string& name, bool scalarAllowed, int depth) {
    if (++fieldCount_ > kMaxFields) {
      return wrong("more fields than any real file has");
    }
    const char next = peek();
    TextField field;
    field.name = name;
    field.line = line_;
    if (next == '{' || next == '<') {
      ++at_;
      if (!fields(field, next == '{' ? '}' : '>', depth + 1)) {
        return false;
      }
    } else if (!scalarAllowed) {
      return wrong("\":\" or \"{\" was expected after \"" + name + "\"");
    } else if (next == '"' || next == '\'') {
      field.kind = TextField::Kind::Text;
      while (peek() == '"' || peek() == '\'') {
        if (!quoted(field.value)) {
          return false;
        }
      }
    } else {
      field.kind = TextField::Kind::Token;
      if (accept('-')) {
        field.value.push_back('-');
        skipBlanks();
      }
      const std::size_t begin = at_;
      while (at_ < text_.size() &&
             (isWord(text_[at_]) || text_[at_] == '.' || isSignOfExponent())) {
        ++at_;
      }
      if (begin == at_) {
        return wrong("a value was expected after \"" + name + "\"");
      }
      field.value += text_.substr(begin, at_ - begin);
    }
    message.fields.push_back(std::move(field));
    return true;
  }

  [[nodiscard]] bool isSignOfExponent() const {
    return (text_[at_] == '-' || text_[at_] == '+') && at_ > 0 &&
           (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
  }

  bool quoted(std::string& out) {
    const char quote = text_[at_++];
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == quote) {
        return true;
      }
      if (c == '\n') {
        return wrong("a string without its end");
      }
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return false;
      }
    }
    return wrong("a string without its end");
  }

  bool escape(std::string& out) {
    if (at_ >= text_.size()) {
      return wrong("a string without its end");
    }
    const char c = text_[at_++];
    constexpr std::string_view kLetters = "abfnrtv\\'\"?";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\'\"?";
    if (const std::size_t known = kLetters.find(c); known != std::string_view::npos) {
      out += kMeanings[known];
      return true;
    }
    if (c == 'x' || c == 'X') {
      int code = at_ < text_.size() ? hexDigit(text_[at_]) : -1;
      if (code < 0) {
        return wrong("an unknown escape in a string");
      }
      ++at_;
      if (at_ < text_.size() && hexDigit(text_[at_]) >= 0) {
        code = code * 16 + hexDigit(text_[at_++]);
      }
      out += static_cast<char>(code);
      return true;
    }
    if (c >= '0' && c <= '7') {
      int code = c - '0';
      for (int more = 0; more < 2 && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '7';
           ++more) {
        code = code * 8 + (text_[at_++] - '0');
      }
      if (code > 255) {
        return wrong("an unknown escape in a string");
      }
      out += static_cast<char>(code);
      return true;
    }
    return wrong("an unknown escape in a string");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::size_t fieldCount_ = 0;
  std::string problem_;
};

void appendQuoted(std::string& out, std::string_view value) {
  out += '"';
  for (const char c : value) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (code < 0x20 || code >= 0x7F) {
      out += '\\';
      out += static_cast<char>('0' + (code >> 6));
      out += static_cast<char>('0' + ((code >> 3) & 7));
      out += static_cast<char>('0' + (code & 7));
    } else {
      out += c;
    }
  }
  out += '"';
}

void appendFields(std::string& out, const TextField& message, std::size_t indent) {
  for (const TextField& field : message.fields) {
    out.append(indent, ' ');
    out += field.name;
    switch (field.kind) {
      case TextField::Kind::Message:
        out += " {\n";
        // The parser bounds the depth of what it reads; we build few levels ourselves.
        appendFields(out, field, indent + 2);
        out.append(indent, ' ');
        out += "}\n";
        break;
      case TextField::Kind::Text:
        out += ": ";
        appendQuoted(out, field.value);
        out += '\n';
        break;
      case TextField::Kind::Token:
        out += ": " + field.value + '\n';
        break;
    }
  }
}

}  // namespace

const TextField* TextField::find(std::string_view fieldName) const {
  const auto found = std::find_if(fields.rbegin(), fields.rend(),
                                  [&](const TextField& field) { return field.name == fieldName; });
  return found == fields.rend() ? nullptr : &*found;
}

std::optional<double> TextField::real() const {
  if (kind != Kind::Token) {
    return std::nullopt;
  }
  if (const auto whole = integer()) {
    const bool minusZero = *whole == 0 && value.starts_with('-');
    return minusZero ? -0.0 : static_cast<double>(*whole);
  }
  std::string_view digits = value;
  if (digits.size() > 1 && (digits.ends_with('f') || digits.ends_with('F')) &&
      (isDigit(digits[digits.size() - 2]) || digits[digits.size() - 2] == '.')) {
    digits.remove_suffix(1);
  }
  return parseDouble(digits);
}

std::optional<std::int64_t> TextField::integer() const {
  if (kind != Kind::Token) {
    return std::nullopt;
  }
  std::string_view digits = value;
  const bool negative = digits.starts_with('-');
  digits.remove_prefix(negative ? 1 : 0);
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0X")) {
    base = 16;
    digits.remove_prefix(2);
  } else if (digits.size() > 1 && digits.starts_with('0')) {
    base = 8;
    digits.remove_prefix(1);
  }
  std::string signedDigits(negative ? 1 : 0, '-');
  signedDigits += digits;
  std::int64_t number = 0;
  const char* const end = signedDigits.data() + signedDigits.size();
  const auto [stop, error] = std::from_chars(signedDigits.data(), end, number, base);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<bool> TextField::boolean() const {
  if (kind != Kind::Token) {
    return std::nullopt;
  }
  if (value == "true" || value == "True" || value == "t" || value == "1") {
    return true;
  }
  if (value == "false" || value == "False" || value == "f" || value == "0") {
    return false;
  }
  return std::nullopt;
}

Result<TextField> parseTextFormat(std::string_view text) {
  if (text.size() > kMaxTextBytes) {
    return fail(ErrorCode::CorruptData,
                "a text of " + std::to_string(text.size()) + " bytes is larger than any real one");
  }
  return TextParser(text).parse();
}

std::string writeTextFormat(const TextField& root) {
  std::string text;
  appendFields(text, root, 0);
  return text;
}

}  // namespace followspot::model
