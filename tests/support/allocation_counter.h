#pragma once

#include <atomic>
#include <cstddef>

/// Calls of operator new in this program so far, on any thread. Link
/// followspot::allocation_counter, which replaces operator new and delete of the whole program.
extern std::atomic<std::size_t> allocationCount;

/// Those of them that the program's own code asked for (it is linked in statically) and no shared
/// library, by the address of the caller. What libstdc++ does on our behalf is not among them.
extern std::atomic<std::size_t> ownAllocationCount;
