#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// The elements of a little-endian NumPy file (format 1.0, C order) whose element type has the
/// given size; empty where it cannot be read.
/// @source numpy.lib.format
template <class T>
std::vector<T> readNpy(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  constexpr std::size_t kPrefix = 10;
  if (bytes.size() < kPrefix || bytes.compare(0, 6, "\x93NUMPY") != 0) {
    return {};
  }
  const std::size_t header = static_cast<std::uint8_t>(bytes[8]) +
                             static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[9])) * 256;
  if (bytes.size() < kPrefix + header || bytes.find("'fortran_order': True") < kPrefix + header) {
    return {};
  }
  std::vector<T> values((bytes.size() - kPrefix - header) / sizeof(T));
  std::memcpy(values.data(), bytes.data() + kPrefix + header, values.size() * sizeof(T));
  return values;
}
