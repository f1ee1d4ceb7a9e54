#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/text_format.h"

namespace followspot::model {

/// Takes typed values out of a message in text format; the first wrong one is remembered, so that
/// a reader can take all fields and ask once.
/// @threading one thread at a time.
class ConfigFields {
 public:
  /// @param message  null: a message that is not there, every field has its default.
  /// @param error    where the first failure of all readers goes.
  ConfigFields(const TextField* message, std::optional<Error>& error)
      : message_(message), error_(error) {}

  [[nodiscard]] bool present() const { return message_ != nullptr; }
  [[nodiscard]] bool has(std::string_view name) const { return at(name) != nullptr; }
  [[nodiscard]] ConfigFields message(std::string_view name) const;
  /// The first field's name, for a message that holds one of several kinds; "" where it is empty.
  [[nodiscard]] std::string_view kind() const;

  /// Each leaves `value` alone where the field is not there.
  void take(std::string_view name, bool& value) const;
  void take(std::string_view name, std::string& value) const;
  void take(std::string_view name, int& value, std::int64_t least, std::int64_t most) const;
  void take(std::string_view name, float& value, double least, double most) const;
  /// All fields of that name, in order.
  void take(std::string_view name, std::vector<double>& values, double least, double most) const;
  void take(std::string_view name, std::vector<int>& values, std::int64_t least,
            std::int64_t most) const;
  /// One of several words.
  template <class T>
  void takeOne(std::string_view name, T& value,
               const std::vector<std::pair<std::string_view, T>>& words) const {
    const TextField* const field = at(name);
    if (field == nullptr) {
      return;
    }
    for (const auto& [word, meaning] : words) {
      if (field->value == word) {
        value = meaning;
        return;
      }
    }
    refuse(*field, "is not known");
  }

  /// All messages of that name, in order.
  [[nodiscard]] std::vector<ConfigFields> messages(std::string_view name) const;

 private:
  [[nodiscard]] const TextField* at(std::string_view name) const {
    return message_ == nullptr ? nullptr : message_->find(name);
  }
  void refuse(const TextField& field, const std::string& what) const;
  [[nodiscard]] std::optional<double> real(const TextField& field, double least, double most) const;
  [[nodiscard]] std::optional<std::int64_t> integer(const TextField& field, std::int64_t least,
                                                    std::int64_t most) const;

  const TextField* message_;
  std::optional<Error>& error_;
};

/// Puts `overrides` over `base` as protobuf merges messages: single values are replaced, single
/// messages merged, repeated fields appended; a choice of another kind replaces the whole choice.
void mergeConfig(TextField& base, const TextField& overrides);

}  // namespace followspot::model
