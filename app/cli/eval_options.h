#pragma once

#include <cstdint>
#include <string>

namespace followspot::cli {

/// What the user gave to `eval`; empty strings were not given.
struct EvalOptions {
  std::string truth;
  std::string tracks;      ///< Either these ...
  std::string detections;  ///< ... or these.
  std::string benchmark;
  std::string className;
  std::string keepFrames;
  std::string json;
  std::string csv;
  std::string errors;
  std::int64_t every = 1;
  double minIou = 0.5;
  double minScore = 0;
  bool onlyConsidered = false;
};

}  // namespace followspot::cli
