#include "app/cli/interrupt.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace followspot::cli {

std::stop_token stopOnInterrupt() {
  // The signals are blocked everywhere and awaited on one thread, where any code may run.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  static std::stop_source source;
  std::thread([signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    source.request_stop();
    // Some senders signal the process and its group; only a person's second Ctrl+C means "now".
    const auto meant = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    do {
      sigwait(&signals, &signal);
    } while (std::chrono::steady_clock::now() < meant);
    std::_Exit(128 + signal);
  }).detach();
  return source.get_token();
}

}  // namespace followspot::cli
