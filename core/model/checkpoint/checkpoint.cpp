#include "core/model/checkpoint/checkpoint.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "core/model/checkpoint/bundle_checkpoint.h"
#include "core/model/checkpoint/slice_checkpoint.h"

namespace followspot::model {

Result<std::unique_ptr<Checkpoint>> Checkpoint::open(const std::filesystem::path& given) {
  auto location = locateCheckpoint(given);
  if (!location) {
    return fail(location.error());
  }
  return location->format == CheckpointFormat::Bundle ? openBundle(std::move(*location))
                                                      : openSlices(std::move(*location));
}

const Variable* Checkpoint::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(
      variables_, name, {}, [](const Variable& each) { return std::string_view(each.name); });
  return found != variables_.end() && found->name == name ? &*found : nullptr;
}

Result<Tensor> Checkpoint::read(std::string_view name) const {
  const Variable* const variable = find(name);
  if (variable == nullptr) {
    return fail(ErrorCode::NotFound,
                location_.prefix.string() + ": has no variable " + std::string(name) + ".");
  }
  const auto size = bytesOf(*variable);
  if (!size) {
    return fail(size.error().withContext(location_.prefix.string()));
  }
  if (elementBytes(variable->type) == 0) {
    return fail(ErrorCode::Unsupported, location_.prefix.string() + ": variable " + variable->name +
                                            " holds no numbers (" +
                                            std::string(nameOf(variable->type)) + ").");
  }
  // Not a vector: it would be filled with zeros first.
  const std::shared_ptr<std::byte[]> bytes(new std::byte[*size]);
  const std::span<std::byte> into(bytes.get(), *size);
  if (auto filled = readInto(static_cast<std::size_t>(variable - variables_.data()), into);
      !filled) {
    return fail(filled.error());
  }
  return Tensor(variable->type, variable->shape, bytes, into);
}

Result<std::size_t> bytesOf(const Variable& variable) {
  const auto count = checkedElementCount(variable.shape);
  const std::size_t each = elementBytes(variable.type);
  const auto most = kMaxVariableBytes / static_cast<std::int64_t>(std::max<std::size_t>(each, 1));
  if (!count || *count > most) {
    return fail(ErrorCode::CorruptData, "variable " + variable.name + ": its shape " +
                                            describe(variable.shape) + " makes no tensor");
  }
  return static_cast<std::size_t>(*count) * each;
}

}  // namespace followspot::model
