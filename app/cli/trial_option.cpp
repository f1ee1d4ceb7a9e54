#include "app/cli/trial_option.h"

#include "core/model/model_trial.h"

namespace followspot::cli {

void addTrialOption(CLI::App& command, bool& wanted) {
  command.add_flag("--try", wanted,
                   "Before the package is put in place, have OpenCV load it and run it once, in a "
                   "process of its own. Without: the first command that uses it does so.");
}

model::PackageCheck trialCheck(bool wanted, const std::string& output,
                               const CommandContext& context) {
  if (!wanted) {
    return {};
  }
  return [output, stop = context.stop](const std::filesystem::path& written) -> Result<void> {
    const auto package = model::loadModelPackage({.package = written});
    if (!package) {
      return fail(package.error());
    }
    model::TrialSettings settings;
    settings.name = output;
    settings.limits.stop = stop;
    return model::tryModel({.package = written}, *package, settings);
  };
}

ExitCode savingExitCode(const Error& error) {
  const bool unfit =
      error.code == ErrorCode::CorruptData || error.code == ErrorCode::Unsupported ||
      (error.code == ErrorCode::InvalidArgument && error.message.starts_with("labels.txt"));
  return unfit ? ModelInvalid : OutputUnwritable;
}

}  // namespace followspot::cli
