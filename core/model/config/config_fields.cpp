#include "core/model/config/config_fields.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/text.h"

namespace followspot::model {
namespace {

/// Repeated fields of the configuration's messages that an override can hold.
bool isRepeated(std::string_view name) {
  static const std::set<std::string_view> kNames = {"aspect_ratios",
                                                    "scales",
                                                    "height_stride",
                                                    "width_stride",
                                                    "height_offset",
                                                    "width_offset",
                                                    "base_sizes",
                                                    "anchor_grid",
                                                    "data_augmentation_options",
                                                    "per_channel_pad_value",
                                                    "freeze_variables",
                                                    "update_trainable_variables",
                                                    "eval_input_reader",
                                                    "metrics_set",
                                                    "input_path"};
  return kNames.contains(name);
}

/// Messages that hold exactly one of several.
bool isChoice(std::string_view name) {
  static const std::set<std::string_view> kNames = {
      "model",         "image_resizer",        "box_coder",
      "box_predictor", "regularizer",          "initializer",
      "matcher",       "anchor_generator",     "optimizer",
      "learning_rate", "similarity_calculator"};
  return kNames.contains(name);
}

/// Of a choice, its alternatives are messages; an optimizer has plain fields beside them.
void dropOtherAlternatives(TextField& choice, const TextField& with) {
  for (const TextField& chosen : with.fields) {
    if (chosen.kind == TextField::Kind::Message) {
      std::erase_if(choice.fields, [&](const TextField& field) {
        return field.kind == TextField::Kind::Message && field.name != chosen.name;
      });
    }
  }
}

}  // namespace

ConfigFields ConfigFields::message(std::string_view name) const {
  const TextField* const field = at(name);
  if (field != nullptr && field->kind != TextField::Kind::Message) {
    refuse(*field, "must be a message in braces");
    return {nullptr, error_};
  }
  return {field, error_};
}

std::vector<ConfigFields> ConfigFields::messages(std::string_view name) const {
  std::vector<ConfigFields> found;
  for (std::size_t i = 0; message_ != nullptr && i < message_->fields.size(); ++i) {
    const TextField& field = message_->fields[i];
    if (field.name == name && field.kind == TextField::Kind::Message) {
      found.emplace_back(&field, error_);
    }
  }
  return found;
}

std::string_view ConfigFields::kind() const {
  return message_ == nullptr || message_->fields.empty()
             ? std::string_view()
             : std::string_view(message_->fields.front().name);
}

void ConfigFields::refuse(const TextField& field, const std::string& what) const {
  if (!error_) {
    const std::string value = field.kind == TextField::Kind::Message ? "{...}" : field.value;
    error_ = Error{ErrorCode::InvalidArgument,
                   (field.line > 0 ? "line " + std::to_string(field.line) + ": " : "") +
                       field.name + " " + value.substr(0, 60) + " " + what + "."};
  }
}

std::optional<double> ConfigFields::real(const TextField& field, double least, double most) const {
  const auto value = field.kind == TextField::Kind::Token ? field.real() : std::nullopt;
  if (!value || !std::isfinite(*value) || *value < least || *value > most) {
    refuse(field, "must be a number from " + formatNumber(least) + " to " + formatNumber(most));
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> ConfigFields::integer(const TextField& field, std::int64_t least,
                                                  std::int64_t most) const {
  const auto value = field.kind == TextField::Kind::Token ? field.integer() : std::nullopt;
  if (!value || *value < least || *value > most) {
    refuse(field,
           "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return value;
}

void ConfigFields::take(std::string_view name, bool& value) const {
  if (const TextField* const field = at(name)) {
    const auto read = field->kind == TextField::Kind::Token ? field->boolean() : std::nullopt;
    if (!read) {
      refuse(*field, "must be true or false");
      return;
    }
    value = *read;
  }
}

void ConfigFields::take(std::string_view name, std::string& value) const {
  if (const TextField* const field = at(name)) {
    if (field->kind != TextField::Kind::Text) {
      refuse(*field, "must be a text in quotes");
      return;
    }
    value = field->value;
  }
}

void ConfigFields::take(std::string_view name, int& value, std::int64_t least,
                        std::int64_t most) const {
  if (const TextField* const field = at(name)) {
    if (const auto read = integer(*field, least, most)) {
      value = static_cast<int>(*read);
    }
  }
}

void ConfigFields::take(std::string_view name, float& value, double least, double most) const {
  if (const TextField* const field = at(name)) {
    if (const auto read = real(*field, least, most)) {
      value = static_cast<float>(*read);
    }
  }
}

void ConfigFields::take(std::string_view name, std::vector<double>& values, double least,
                        double most) const {
  for (std::size_t i = 0; message_ != nullptr && i < message_->fields.size(); ++i) {
    if (message_->fields[i].name == name) {
      if (const auto read = real(message_->fields[i], least, most)) {
        values.push_back(*read);
      }
    }
  }
}

void ConfigFields::take(std::string_view name, std::vector<int>& values, std::int64_t least,
                        std::int64_t most) const {
  for (std::size_t i = 0; message_ != nullptr && i < message_->fields.size(); ++i) {
    if (message_->fields[i].name == name) {
      if (const auto read = integer(message_->fields[i], least, most)) {
        values.push_back(static_cast<int>(*read));
      }
    }
  }
}

void mergeConfig(TextField& base, const TextField& overrides) {
  for (const TextField& field : overrides.fields) {
    const auto existing = isRepeated(field.name)
                              ? base.fields.end()
                              : std::ranges::find(base.fields, field.name, &TextField::name);
    if (existing == base.fields.end()) {
      base.fields.push_back(field);
    } else if (field.kind == TextField::Kind::Message &&
               existing->kind == TextField::Kind::Message) {
      if (isChoice(field.name)) {
        dropOtherAlternatives(*existing, field);
      }
      mergeConfig(*existing, field);
    } else {
      *existing = field;
    }
  }
}

}  // namespace followspot::model
