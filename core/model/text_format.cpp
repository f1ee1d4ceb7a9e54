#include "core/model/text_format.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace followspot::model {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxFields = 2'000'000;

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-' || c == '+' || c == '/';
}

int digitOf(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

class TextParser {
 public:
  explicit TextParser(std::string_view text) : text_(text) {}

  Result<TextMessage> parse() {
    TextMessage message;
    if (auto body = parseFields(message, '\0', 0); !body) {
      return fail(body.error());
    }
    return message;
  }

 private:
  [[nodiscard]] tl::unexpected<Error> problem(const std::string& what) const {
    return fail(ErrorCode::CorruptData, "line " + std::to_string(line_) + ": " + what);
  }

  void skipBlank() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return;
      }
      line_ += c == '\n' ? 1 : 0;
      ++at_;
    }
  }

  /// Takes the next character that is not blank if it is `wanted`.
  bool take(char wanted) {
    skipBlank();
    if (at_ < text_.size() && text_[at_] == wanted) {
      ++at_;
      return true;
    }
    return false;
  }

  std::string_view word() {
    skipBlank();
    const std::size_t begin = at_;
    while (at_ < text_.size() && isWordCharacter(text_[at_])) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  Result<void> parseFields(TextMessage& message, char end, int depth) {
    if (depth > kMaxDepth) {
      return problem("nested more than " + std::to_string(kMaxDepth) + " deep");
    }
    while (true) {
      skipBlank();
      if (end != '\0' && take(end)) {
        return {};
      }
      if (at_ >= text_.size()) {
        return end == '\0' ? Result<void>()
                           : problem(std::string("the text ends before a '") + end + "'");
      }
      if (auto field = parseField(message, depth); !field) {
        return field;
      }
      static_cast<void>(take(',') || take(';'));
    }
  }

  Result<void> parseField(TextMessage& message, int depth) {
    std::string name;
    if (take('[')) {  // an extension
      name = word();
      if (!take(']')) {
        return problem("an extension's name without a ']'");
      }
    } else {
      name = word();
    }
    if (name.empty()) {
      return problem(std::string("a field's name was expected, not '") + text_[at_] + "'");
    }
    const bool colon = take(':');
    if (take('[')) {
      if (take(']')) {
        return {};
      }
      do {
        if (auto value = parseValue(message, name, depth, colon); !value) {
          return value;
        }
      } while (take(','));
      return take(']') ? Result<void>() : problem("a list without a ']'");
    }
    return parseValue(message, name, depth, colon);
  }

  Result<void> parseValue(TextMessage& message, const std::string& name, int depth, bool colon) {
    if (++count_ > kMaxFields) {
      return problem("more than " + std::to_string(kMaxFields) + " fields");
    }
    skipBlank();
    TextField field{name, TextScalar{}, line_};
    if (take('{') || take('<')) {
      TextMessage inner;
      const char end = text_[at_ - 1] == '{' ? '}' : '>';
      if (auto body = parseFields(inner, end, depth + 1); !body) {
        return body;
      }
      field.value = std::move(inner);
    } else {
      if (!colon) {
        return problem("a ':' or '{' was expected after " + name);
      }
      auto scalar = parseScalar();
      if (!scalar) {
        return fail(scalar.error());
      }
      field.value = std::move(*scalar);
    }
    message.fields.push_back(std::move(field));
    return {};
  }

  Result<TextScalar> parseScalar() {
    skipBlank();
    TextScalar scalar;
    while (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      scalar.quoted = true;
      if (auto piece = parseString(scalar.text); !piece) {
        return fail(piece.error());
      }
      skipBlank();
    }
    if (!scalar.quoted) {
      const bool minus = take('-');
      scalar.text = (minus ? "-" : "") + std::string(word());
      if (scalar.text.empty() || scalar.text == "-") {
        return problem("a value was expected");
      }
    }
    return scalar;
  }

  Result<void> parseString(std::string& out) {
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      const char c = text_[at_++];
      if (c == '\n') {
        return problem("a string that does not end on its line");
      }
      if (c != '\\') {
        out.push_back(c);
        continue;
      }
      if (at_ >= text_.size()) {
        break;
      }
      out.push_back(escape(text_[at_++]));
    }
    if (at_ >= text_.size()) {
      return problem("a string that does not end");
    }
    ++at_;
    return {};
  }

  char escape(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'a':
        return '\a';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case 'x':
      case 'X':
        return static_cast<char>(number(16, 2, 0));
      default:
        break;
    }
    return digitOf(c) < 8 ? static_cast<char>(number(8, 2, digitOf(c))) : c;
  }

  int number(int base, int digits, int value) {
    for (int i = 0; i < digits && at_ < text_.size() && digitOf(text_[at_]) < base; ++i) {
      value = value * base + digitOf(text_[at_++]);
    }
    return value & 0xFF;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::size_t count_ = 0;
};

}  // namespace

const TextField* TextMessage::find(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &TextField::name);
  return found == fields.end() ? nullptr : &*found;
}

const TextMessage* TextMessage::message(std::string_view name) const {
  for (const TextField& field : fields) {
    if (field.name == name && field.asMessage() != nullptr) {
      return field.asMessage();
    }
  }
  return nullptr;
}

Result<TextMessage> parseText(std::string_view text) { return TextParser(text).parse(); }

std::string quoted(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    const auto value = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (value >= 0x20 && value < 0x7F) {
      text += c;
    } else {
      text += '\\';
      text += static_cast<char>('0' + (value >> 6U));
      text += static_cast<char>('0' + ((value >> 3U) & 7U));
      text += static_cast<char>('0' + (value & 7U));
    }
  }
  return text + '"';
}

}  // namespace followspot::model
