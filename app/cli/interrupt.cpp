#include "app/cli/interrupt.h"

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
    sigwait(&signals, &signal);
    std::_Exit(128 + signal);
  }).detach();
  return source.get_token();
}

}  // namespace followspot::cli
