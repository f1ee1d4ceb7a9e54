#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "core/model/checkpoint/sorted_table.h"

using namespace followspot;
using namespace followspot::model;

/// A table from any bytes: it is read or refused, and what is read can be found again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int memory = memfd_create("index", 0);
  if (memory < 0 || write(memory, data, size) != static_cast<ssize_t>(size)) {
    std::abort();
  }
  auto file = RandomAccessFile::open("/proc/self/fd/" + std::to_string(memory));
  close(memory);
  if (!file) {
    std::abort();
  }
  const auto table = SortedTable::open(std::make_shared<const RandomAccessFile>(std::move(*file)));
  std::string last;
  if (table && table->forEach([&](std::string_view key, std::string_view) -> Result<void> {
        last = key;
        return {};
      })) {
    static_cast<void>(table->find(last));
  }
  return 0;
}
