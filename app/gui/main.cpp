#include <cstdio>
#include <memory>
#include <string>

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

#include "app/gui/real_engine.h"
#include "app/gui/startup_trace.h"
#include "core/base/log.h"
#include "ui/analyse/analyse_workspace.h"
#include "ui/context_help.h"
#include "ui/key_courtesy.h"
#include "ui/main_window.h"
#include "ui/shell/language.h"
#include "ui/sources/demo.h"
#include "ui/sources/model_library.h"
#include "ui/widgets/first_paint.h"

namespace {

using followspot::LogLevel;

void logToStandardError(LogLevel level, std::string_view category, std::string_view sentence) {
  std::fprintf(stderr, "%s %.*s: %.*s\n", std::string(followspot::nameOf(level)).c_str(),
               static_cast<int>(category.size()), category.data(),
               static_cast<int>(sentence.size()), sentence.data());
}

/// A path as it will be understood later, too, from another folder; addresses stay.
QString absoluteLocation(const QString& location) {
  return location.isEmpty() || location.contains(QLatin1String("://"))
             ? location
             : QFileInfo(location).absoluteFilePath();
}

followspot::StartupTrace traceMode(const QCommandLineParser& parser,
                                   const QCommandLineOption& print,
                                   const QCommandLineOption& exits) {
  if (parser.isSet(exits)) {
    return followspot::StartupTrace::PrintAndExit;
  }
  return parser.isSet(print) ? followspot::StartupTrace::Print : followspot::StartupTrace::Off;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace followspot;
  setLogSink(logToStandardError, LogLevel::Warning);
  QCoreApplication::setApplicationName(QStringLiteral("followspot"));
  QCoreApplication::setApplicationVersion(QStringLiteral(FOLLOWSPOT_VERSION));
  QGuiApplication::setDesktopFileName(QStringLiteral("io.github.followspot.followspot"));
  QApplication app(argc, argv);

  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Tracks objects in video. Without INPUT the window asks for one."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(
      QStringLiteral("INPUT"),
      QStringLiteral("Video file, folder of pictures, /dev/videoN or address (rtsp, http)."),
      QStringLiteral("[INPUT]"));
  const QCommandLineOption modelOption(QStringLiteral("model"),
                                       QStringLiteral("Model package to find objects with."),
                                       QStringLiteral("PKG"));
  const QCommandLineOption configOption(QStringLiteral("config"),
                                        QStringLiteral("Settings file instead of the usual one."),
                                        QStringLiteral("FILE"));
  const QCommandLineOption languageOption(
      QStringLiteral("language"),
      QStringLiteral("Language of the window, such as de; else that of the system."),
      QStringLiteral("CODE"));
  const QCommandLineOption traceOption(
      QStringLiteral("startup-trace"),
      QStringLiteral("Prints how many ms after the process began the window came up."));
  const QCommandLineOption traceExitOption(
      QStringLiteral("startup-trace-exit"),
      QStringLiteral("As --startup-trace; ends once the window is painted."));
  parser.addOptions({modelOption, configOption, languageOption, traceOption, traceExitOption});
  parser.process(app);
  const StartupTrace trace = traceMode(parser, traceOption, traceExitOption);
  if (parser.positionalArguments().size() > 1) {
    std::fprintf(stderr, "followspot: one INPUT at a time, %d were given. See --help.\n",
                 static_cast<int>(parser.positionalArguments().size()));
    return 2;
  }
  const QString wantedLanguage = parser.value(languageOption);
  const ui::Language language(wantedLanguage);
  if (!wantedLanguage.isEmpty() && !wantedLanguage.startsWith(language.code())) {
    std::fprintf(stderr, "followspot: there is no translation to %s. There are: %s.\n",
                 wantedLanguage.toUtf8().constData(),
                 ui::Language::codes().join(QStringLiteral(", ")).toUtf8().constData());
    return 2;
  }
  traceStartup(trace, "application constructed");

  ui::UiSettings settings(parser.isSet(configOption) ? parser.value(configOption)
                                                     : ui::UiSettings::defaultFile());
  ui::QtDialogService dialogs;
  ui::ThemeSwitch theme;
  ui::KeyCourtesy courtesy;
  app.installEventFilter(&courtesy);
  ui::ContextHelp contextHelp;
  app.installEventFilter(&contextHelp);
  ui::MainWindow window({.engine = std::make_shared<RealEngine>(),
                         .settings = &settings,
                         .dialogs = &dialogs,
                         .theme = &theme,
                         .modelFolders = ui::modelFolders(),
                         .demo = ui::demoPlaces(ui::modelFolders())});
  window.addWorkspace(new ui::AnalyseWorkspace(window));
  traceStartup(trace, "window constructed");

  const QString input = absoluteLocation(parser.positionalArguments().value(0));
  const QString model = absoluteLocation(parser.value(modelOption));
  const ui::FirstPaint firstPaint(&window, [&] {
    traceStartup(trace, "window painted");
    if (trace == StartupTrace::PrintAndExit) {
      window.close();
      return;
    }
    window.startUp(model, input);
  });
  window.show();
  return QApplication::exec();
}
