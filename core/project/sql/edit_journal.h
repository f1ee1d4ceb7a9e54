#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/project/project_store.h"
#include "core/project/sql/sql_connection.h"

namespace followspot {

enum class EditStep { Undo, Redo };

/// Edits of a run's tracks, within a transaction that the caller began and commits.
/// @threading that of its connection.
class EditJournal {
 public:
  EditJournal(SqlConnection& connection, RunId run)
      : connection_(connection), run_(static_cast<std::int64_t>(run)) {}

  /// Plans the edit from what is stored now, does it, writes it down.
  Result<EditReceipt> edit(const TrackEdit& edit, std::int64_t madeUtc);
  /// The last edit back, or the next one again.
  Result<std::optional<EditReceipt>> step(EditStep step);

 private:
  Result<EditInput> inputFor(const TrackEdit& edit);
  Result<void> write(const EditReceipt& receipt, const TrackDelta& delta, std::int64_t madeUtc);
  Result<void> apply(const TrackDelta& delta);
  Result<void> applyBoxes(const TrackDelta& delta);
  Result<void> applyTracks(const TrackDelta& delta);

  SqlConnection& connection_;
  std::int64_t run_;
};

}  // namespace followspot
