#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace followspot {

/// Guesses when a queue will be done, from how fast its files went.
///
/// Files count by their bytes, which are known without opening them; the guess is as good as the
/// files are alike. Only work of this sitting tells the speed.
/// @threading one thread at a time.
class TimeLeft {
 public:
  /// @param sizes  of all files that are to be done, bytes, >= 0.
  explicit TimeLeft(const std::vector<double>& sizes);

  /// A file was done, or will not be.
  /// @param seconds  that it took; nothing where it failed: it tells no speed.
  void finished(double size, std::optional<double> seconds);

  /// @param size     of the file at work.
  /// @param part     of it that is done, in [0, 1].
  /// @param seconds  since it was begun, without pauses.
  /// @return seconds until all is done; nothing while there is nothing to tell from.
  [[nodiscard]] std::optional<double> left(double size, double part, double seconds) const;

 private:
  double open_ = 0;  // bytes not yet done, with those of the file at work
  double done_ = 0;
  double seconds_ = 0;
};

}  // namespace followspot
