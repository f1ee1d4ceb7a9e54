#include "core/base/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): not in every system's headers

namespace followspot {
namespace {

constexpr std::size_t kMostOutput = std::size_t{16} << 20U;

/// A file descriptor with an owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  void close() {
    if (value_ >= 0) {
      ::close(std::exchange(value_, -1));
    }
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_ = -1;
};

struct Pipe {
  Descriptor from;
  Descriptor to;
};

std::string reason() { return std::generic_category().message(errno); }

Result<Pipe> makePipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::Unavailable,
                "No pipe to another process can be made (" + reason() + "). Close other programs.");
  }
  Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return pipe;
}

/// Reads what is there. @return whether there may be more later.
bool drain(const Descriptor& from, std::string& into) {
  std::array<char, 4096> piece{};
  while (true) {
    const ssize_t count = ::read(from.get(), piece.data(), piece.size());
    if (count > 0) {
      const std::size_t room = kMostOutput - into.size();
      into.append(piece.data(), std::min(room, static_cast<std::size_t>(count)));
    } else if (count == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN;
    }
  }
}

Result<pid_t> start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                    const Pipe& output, const Pipe& errors) {
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.to.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.to.get(), STDERR_FILENO);
  pid_t child = 0;
  const int problem = ::posix_spawn(&child, argv.front(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) {
    return fail(ErrorCode::Unavailable, program.string() + ": cannot be started (" +
                                            std::generic_category().message(problem) +
                                            "). Install Followspot again.");
  }
  return child;
}

/// Reads both pipes until the child has ended. @return whether the user stopped it.
bool follow(pid_t child, Pipe& output, Pipe& errors, const ChildLimits& limits, ChildEnd& end) {
  // The system call itself: glibc 2.36's header cannot be used from C++.
  const Descriptor alive(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  const auto last = std::chrono::steady_clock::now() + limits.time;
  bool stopped = false;
  while (true) {
    // Closed ends are -1, which poll leaves out.
    std::array<pollfd, 3> watched = {
        {{alive.get(), POLLIN, 0}, {output.from.get(), POLLIN, 0}, {errors.from.get(), POLLIN, 0}}};
    constexpr int kLookMilliseconds = 50;
    ::poll(watched.data(), watched.size(), kLookMilliseconds);
    const bool ended = alive.get() >= 0
                           ? watched[0].revents != 0
                           : output.from.get() < 0 && errors.from.get() < 0;  // an old kernel
    if (!drain(output.from, end.output)) {
      output.from.close();
    }
    if (!drain(errors.from, end.errors)) {
      errors.from.close();
    }
    if (ended) {
      return stopped;
    }
    if (!stopped && !end.outOfTime) {
      stopped = limits.stop.stop_requested();
      end.outOfTime = !stopped && std::chrono::steady_clock::now() > last;
      if (stopped || end.outOfTime) {
        ::kill(child, SIGKILL);
      }
    }
  }
}

}  // namespace

Result<ChildEnd> runChild(const std::filesystem::path& program,
                          const std::vector<std::string>& arguments, const ChildLimits& limits) {
  auto output = makePipe();
  auto errors = makePipe();
  if (!output || !errors) {
    return fail(output ? errors.error() : output.error());
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto child = start(program, arguments, *output, *errors);
  if (!child) {
    return fail(child.error());
  }
  output->to.close();
  errors->to.close();
  ChildEnd end;
  const bool stopped = follow(*child, *output, *errors, limits, end);
  int status = 0;
  while (::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  end.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (stopped) {
    return fail(ErrorCode::Cancelled, program.filename().string() + " was stopped.");
  }
  if (WIFSIGNALED(status)) {
    end.signal = WTERMSIG(status);
  } else {
    end.exitCode = WEXITSTATUS(status);
  }
  return end;
}

}  // namespace followspot
