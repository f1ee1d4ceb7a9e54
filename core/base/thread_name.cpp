#include "core/base/thread_name.h"

#include <pthread.h>

namespace followspot {

void nameThisThread(const char* name) {
  // A refused name (too long) leaves the old one: no harm.
  static_cast<void>(pthread_setname_np(pthread_self(), name));
}

}  // namespace followspot
