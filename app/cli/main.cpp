#include <clocale>

#include <QCoreApplication>

#include <CLI/CLI.hpp>

#include "app/cli/batch_worker.h"
#include "app/cli/cmd_analyse.h"
#include "app/cli/cmd_batch.h"
#include "app/cli/cmd_completion.h"
#include "app/cli/cmd_convert.h"
#include "app/cli/cmd_detect.h"
#include "app/cli/cmd_eval.h"
#include "app/cli/cmd_man.h"
#include "app/cli/cmd_measure_model.h"
#include "app/cli/cmd_model.h"
#include "app/cli/cmd_model_compare.h"
#include "app/cli/cmd_model_try_input.h"
#include "app/cli/cmd_model_verify.h"
#include "app/cli/cmd_probe.h"
#include "app/cli/cmd_project.h"
#include "app/cli/cmd_report.h"
#include "app/cli/cmd_track.h"
#include "app/cli/cmd_try_model.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/interrupt.h"
#include "app/wiring/network_access.h"

namespace {

constexpr const char* kFooter =
    "\"followspot-cli COMMAND --help\" shows a command's options and examples.\n"
    "\n"
    "Exit codes:\n"
    "    0  done\n"
    "    1  failed for another reason\n"
    "    2  wrong command line\n"
    "    3  input cannot be read\n"
    "    4  model is missing, damaged or unfit\n"
    "    5  output cannot be written\n"
    "    6  finished, with gaps (damaged parts of the input were left out)\n"
    "    7  model verify, model compare: no model is as good as asked for\n"
    "  130  stopped by Ctrl+C; what was written is whole\n";

}  // namespace

int main(int argc, char** argv) {
  using namespace followspot::cli;
  // Qt's SQL drivers want one (they refuse without, since Qt 6.8). It sees no argument of ours.
  int names = 1;
  const QCoreApplication qt(names, argv);
  std::setlocale(LC_NUMERIC,
                 "C");  // it took the user's, whose decimal comma our formats do not know
  CLI::App app("Followspot: tracks objects in video.", "followspot-cli");
  app.set_version_flag("--version", "followspot-cli " FOLLOWSPOT_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);

  CommandContext context;
  context.stop = stopOnInterrupt();
  const auto networks = followspot::wiring::makeNetworkAccess();
  // One line a command, in the order of --help.
  addTrackCommand(app, context);
  addDetectCommand(app, context);
  addBatchCommands(app, context);
  CLI::App& models = addModelCommands(app, context, networks.get());
  addModelTryInputCommand(models, context);
  addModelVerifyCommand(models, context);
  addModelCompareCommand(models, context);
  addProbeCommand(app, context);
  addEvalCommand(app, context);
  addProjectCommands(app, context);
  addConvertCommand(app, context);
  addAnalyseCommand(app, context);
  addReportCommand(app, context);
  addCompletionCommand(app, context);
  addManCommand(app, context);
  addTryModelCommand(app, context);
  addMeasureModelCommand(app, context);
  addBatchWorkerCommand(app, context);
  return runCommandLine(app, context, argc, argv);
}
