#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

/// Calls of operator new in this program so far. Include in one file of a test that counts them:
/// this header replaces operator new and delete of the whole binary.
inline std::atomic<std::size_t> allocationCount = 0;

// NOLINTBEGIN(*-no-malloc, misc-definitions-in-headers): this is the allocator
void* operator new(std::size_t size) {
  allocationCount.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
// NOLINTEND(*-no-malloc, misc-definitions-in-headers)
