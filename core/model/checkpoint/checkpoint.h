#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/checkpoint/checkpoint_location.h"
#include "core/model/tensor.h"

namespace followspot::model {

/// One variable of a checkpoint.
struct Variable {
  std::string name;
  DataType type = DataType::Invalid;
  Shape shape;
};

/// The variables that training left, of any TensorFlow 1 format; values are read when asked for.
///
/// A variable that was saved in parts (partitioned, sharded) is one variable here.
/// @threading immutable after `open`; any thread.
class Checkpoint {
 public:
  /// @param given  anything that `locateCheckpoint` takes.
  /// @errors NotFound, Unavailable, CorruptData: with file and place. Unsupported: a newer format,
  /// or big-endian.
  [[nodiscard]] static Result<std::unique_ptr<Checkpoint>> open(const std::filesystem::path& given);

  virtual ~Checkpoint() = default;
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;

  /// In order of their names.
  [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }
  /// Null where there is no such variable.
  [[nodiscard]] const Variable* find(std::string_view name) const;
  [[nodiscard]] const CheckpointLocation& location() const { return location_; }

  /// Reads one value, checksum verified.
  /// @errors NotFound; CorruptData, with file and place; Unsupported: not numbers.
  [[nodiscard]] Result<Tensor> read(std::string_view name) const;

 protected:
  explicit Checkpoint(CheckpointLocation location) : location_(std::move(location)) {}

  /// Fills `into`, which has exactly the variable's bytes.
  /// @param index  in `variables()`.
  [[nodiscard]] virtual Result<void> readInto(std::size_t index,
                                              std::span<std::byte> into) const = 0;

  CheckpointLocation location_;
  std::vector<Variable> variables_;
};

/// Most variables, and most bytes of names, that are taken for a checkpoint.
inline constexpr std::size_t kMaxVariables = 250'000;
inline constexpr std::size_t kMaxNameBytes = std::size_t{64} << 20U;
/// Most parts of one variable.
inline constexpr std::size_t kMaxParts = 1024;
/// Largest variable.
inline constexpr std::int64_t kMaxVariableBytes = std::int64_t{1} << 31U;

/// Bytes of a variable; an error for shapes that make no tensor. Types without a fixed size: 0.
[[nodiscard]] Result<std::size_t> bytesOf(const Variable& variable);

}  // namespace followspot::model
