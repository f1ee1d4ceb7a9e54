#pragma once

#include <cstdio>
#include <cstdlib>

/// Stops the program where a precondition of ours is broken: a bug, never a matter of input data.
#define FS_EXPECTS(condition, what)                                                             \
  do {                                                                                          \
    if (!(condition)) {                                                                         \
      std::fprintf(stderr, "%s:%d: broken precondition: %s (%s)\n", __FILE__, __LINE__, (what), \
                   #condition);                                                                 \
      std::abort();                                                                             \
    }                                                                                           \
  } while (false)
