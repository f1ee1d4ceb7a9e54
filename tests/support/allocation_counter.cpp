#include "tests/support/allocation_counter.h"

#include <cstdlib>
#include <new>

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): operator new has nothing else
std::atomic<std::size_t> allocationCount = 0;
std::atomic<std::size_t> ownAllocationCount = 0;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

// Bounds of the program's own code, as the linker names them.
// NOLINTBEGIN(readability-identifier-naming, bugprone-reserved-identifier, cert-dcl*): see above
extern "C" const char __executable_start;
extern "C" const char etext;
// NOLINTEND(readability-identifier-naming, bugprone-reserved-identifier, cert-dcl*)

// NOLINTBEGIN(*-no-malloc): this is the allocator
void* operator new(std::size_t size) {
  const auto* const caller = static_cast<const char*>(__builtin_return_address(0));
  allocationCount.fetch_add(1, std::memory_order_relaxed);
  if (caller >= &__executable_start && caller < &etext) {
    ownAllocationCount.fetch_add(1, std::memory_order_relaxed);
  }
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
// NOLINTEND(*-no-malloc)
