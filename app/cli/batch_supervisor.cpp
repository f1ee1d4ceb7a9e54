#include "app/cli/batch_supervisor.h"

#include <cerrno>
#include <csignal>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/cli/exit_code.h"
#include "core/base/this_process.h"
#include "core/batch/batch_queue.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): not in every system's headers

namespace followspot::cli {
namespace {

Result<pid_t> startWorker(std::vector<std::string> words) {
  const std::string program = companionProgram("followspot-cli-full").string();
  words.insert(words.begin(), program);
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  pid_t worker = 0;
  const int problem =
      ::posix_spawn(&worker, program.c_str(), nullptr, nullptr, argv.data(), environ);
  if (problem != 0) {
    return fail(ErrorCode::Unavailable, program + ": cannot be started (" +
                                            std::generic_category().message(problem) +
                                            "). Install Followspot again.");
  }
  return worker;
}

/// Waits for its end and hands a stop on. @return as waitpid tells it.
int waitFor(pid_t worker, const std::stop_token& stop) {
  bool told = false;
  int status = 0;
  while (true) {
    const pid_t ended = ::waitpid(worker, &status, WNOHANG);
    if (ended == worker || (ended < 0 && errno != EINTR)) {
      return status;
    }
    if (!told && stop.stop_requested()) {
      // Ctrl+C has reached it already, which knows that once is meant.
      ::kill(worker, SIGTERM);
      told = true;
    }
    constexpr std::chrono::milliseconds kLook{20};
    std::this_thread::sleep_for(kLook);
  }
}

/// What a library does that crashes; other signals come from people and the system.
bool isCrash(int signal) {
  return signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS || signal == SIGFPE ||
         signal == SIGILL;
}

/// The file that a crashed worker was at has failed. @return whether there was one.
Result<bool> blameFile(const std::filesystem::path& folder, int signal) {
  auto queue = BatchQueue::open(folder);
  if (!queue) {
    return fail(queue.error());
  }
  const auto& item = queue->content().lastBegun;
  if (!item) {
    return false;
  }
  auto given =
      queue->giveUp(*item, "The program crashed over it (signal " + std::to_string(signal) + ").");
  return given ? Result<bool>(true) : Result<bool>(fail(given.error()));
}

}  // namespace

int superviseBatch(const std::filesystem::path& folder, int threads, const std::string& progress,
                   const CommandContext& context) {
  std::vector<std::string> words = {
      "batch-worker", folder.string(), "--threads", std::to_string(threads),
      "--progress",   progress,        "--parent",  std::to_string(::getpid())};
  if (context.quiet) {
    words.emplace_back("--quiet");
  }
  while (true) {
    const auto worker = startWorker(words);
    if (!worker) {
      return report(worker.error(), Failed);
    }
    const int status = waitFor(*worker, context.stop);
    if (WIFEXITED(status)) {
      return WEXITSTATUS(status);
    }
    if (!isCrash(WTERMSIG(status))) {
      return report({ErrorCode::Unavailable, "The worker was ended by signal " +
                                                 std::to_string(WTERMSIG(status)) +
                                                 ". Run the batch again to go on."},
                    Failed);
    }
    const auto blamed = blameFile(folder, WTERMSIG(status));
    if (!blamed) {
      return report(blamed.error(), OutputUnwritable);
    }
    if (!*blamed) {
      return report({ErrorCode::Internal, "The worker crashed before its first file (signal " +
                                              std::to_string(WTERMSIG(status)) +
                                              "). Try the model with: followspot-cli detect."},
                    Failed);
    }
    report({ErrorCode::Internal, "The program crashed over a file; the others go on."}, Failed);
  }
}

}  // namespace followspot::cli
