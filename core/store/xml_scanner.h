#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace followspot {

/// Walks over the elements of an XML text, for files of data (UTF-8, no namespaces).
///
/// Comments, processing instructions and CDATA are understood; a document type is refused, so that
/// no entity can be defined, only the five of XML and numbers are. Depth and names are capped.
/// Memory: the open elements and the current one's attributes.
/// @threading one thread at a time.
/// @source XML 1.0, fifth edition, without DTD.
class XmlScanner {
 public:
  enum class Token { Begin, End, Text, Finished };

  /// @param text  outlives the scanner.
  explicit XmlScanner(std::string_view text);

  /// Goes on to the next beginning or end of an element, or text that is not only white space. An
  /// empty element has both a beginning and an end.
  /// @errors CorruptData: with the line: not well-formed, a document type, more than 64 levels.
  Result<Token> next();

  [[nodiscard]] std::string_view name() const { return name_; }  ///< Of the element.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// An attribute of the element that begins; empty where it has none of that name.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  [[nodiscard]] std::int64_t line() const { return line_; }  ///< From 1.
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  /// "line 7: WHAT", as CorruptData.
  [[nodiscard]] tl::unexpected<Error> problem(const std::string& what) const;

 private:
  void advance(std::size_t count);
  Result<void> skipTo(std::string_view end, std::string_view what);
  Result<void> readBegin();
  Result<void> readEnd();
  Result<void> readText(std::string_view raw);
  std::string_view readName();
  void skipBlanks();
  Result<void> decode(std::string_view raw, std::string& out) const;

  std::string_view rest_;
  std::int64_t line_ = 1;
  std::vector<std::string_view> open_;
  std::string_view name_;
  std::string text_;
  std::vector<std::pair<std::string_view, std::string>> attributes_;
  std::size_t attributeCount_ = 0;  // those in use; the rest keep their memory
  bool endFollows_ = false;
  bool hadRoot_ = false;
};

/// Appends text so that it can stand in an element or a quoted attribute.
void appendXml(std::string& out, std::string_view text);

}  // namespace followspot
