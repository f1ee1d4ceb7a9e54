#include "app/cli/output_check.h"

#include <filesystem>
#include <system_error>

namespace followspot::cli {
namespace {

/// Whether two names mean the same file.
bool isSame(const std::string& a, const std::string& b) {
  std::error_code problem;
  if (std::filesystem::exists(a, problem) && std::filesystem::exists(b, problem)) {
    return std::filesystem::equivalent(a, b, problem);
  }
  return std::filesystem::weakly_canonical(a, problem) ==
         std::filesystem::weakly_canonical(b, problem);
}

}  // namespace

Result<void> checkOutputs(const std::vector<std::string>& inputs,
                          const std::vector<std::string>& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string& output = outputs[i];
    if (output.empty()) {
      continue;
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (output == outputs[k] || (output != "-" && isSame(output, outputs[k]))) {
        return fail(ErrorCode::InvalidArgument,
                    output + ": is given for two outputs. Give each its own name.");
      }
    }
    for (const std::string& input : inputs) {
      if (output != "-" && isSame(output, input)) {
        return fail(ErrorCode::InvalidArgument,
                    output + ": is the input, which would be lost. Give the output another name.");
      }
    }
  }
  return {};
}

}  // namespace followspot::cli
