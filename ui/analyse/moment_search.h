#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "core/project/suspicious_moments.h"
#include "ui/analyse/analysis_document.h"

namespace followspot::ui {

/// Keeps the suspicious moments of a document's run up to date, in small pieces beside the GUI
/// thread. Tracks that have been looked at are no longer suspicious.
/// @threading GUI thread.
class MomentSearch : public QObject {
  Q_OBJECT
 public:
  explicit MomentSearch(AnalysisDocument& document, QObject* parent = nullptr);

  /// By frame. Those of before an edit until the new ones are found.
  [[nodiscard]] const std::vector<SuspiciousMoment>& moments() const { return moments_; }
  [[nodiscard]] std::optional<SuspiciousMoment> after(FrameId frame) const;
  [[nodiscard]] std::optional<SuspiciousMoment> before(FrameId frame) const;
  /// All that is wrong is in `moments`.
  [[nodiscard]] bool isDone() const { return done_; }

 signals:
  void changed();

 private:
  struct Job;
  void start();
  void go(const std::shared_ptr<Job>& job);
  void take(const SnapshotHandle& snapshot, std::vector<SuspiciousMoment> found);

  AnalysisDocument& document_;
  std::vector<SuspiciousMoment> moments_;
  std::uint64_t wanted_ = 0;  // counts searches
  bool done_ = false;
};

/// A moment in words.
[[nodiscard]] QString textOf(const SuspiciousMoment& moment);

}  // namespace followspot::ui
