#include "app/cli/interrupt.h"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include <sys/eventfd.h>
#include <unistd.h>

namespace followspot::cli {
namespace {

// A handler, not a blocked signal and sigwait: libraries start threads before main that do not
// block it.
int wakeUp = -1;  // written once, before the handler is there

void onSignal(int /*signal*/) {
  const std::uint64_t one = 1;
  static_cast<void>(::write(wakeUp, &one, sizeof one));
}

void waitForSignal() {
  std::uint64_t count = 0;
  while (::read(wakeUp, &count, sizeof count) != sizeof count) {
  }
}

}  // namespace

std::stop_token stopOnInterrupt() {
  static std::stop_source source;
  wakeUp = ::eventfd(0, EFD_CLOEXEC);
  std::thread([] {
    waitForSignal();
    source.request_stop();
    // Some senders signal the process and its group; only a person's second Ctrl+C means "now".
    const auto meant = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    do {
      waitForSignal();
    } while (std::chrono::steady_clock::now() < meant);
    constexpr int kInterrupted = 130;
    std::_Exit(kInterrupted);
  }).detach();
  struct sigaction action {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return source.get_token();
}

}  // namespace followspot::cli
