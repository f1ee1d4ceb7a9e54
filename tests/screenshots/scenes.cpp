#include "tests/screenshots/scenes.h"

#include <algorithm>
#include <chrono>

#include <QAction>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTableView>
#include <QThread>

#include "ui/dialogs/command_palette.h"
#include "ui/shell/workspace.h"
#include "ui/video/video_view.h"
#include "ui/watch/watch_workspace.h"

namespace followspot::ui {
namespace {

VideoView& viewOf(MainWindow& window) {
  return *window.watch().findChild<VideoView*>(QStringLiteral("videoView"));
}

/// Plays until there is something to see, then stands still.
bool playSomeWay(MainWindow& window) {
  const VideoView& view = viewOf(window);
  constexpr std::int64_t kWorthSeeing = 60;  // People with trails.
  const bool played = waitUntil([&] {
    return view.picture() && numberOf(view.picture()->tracks.frame) >= kWorthSeeing &&
           view.picture()->tracks.items.size() >= 3;
  });
  window.runner().pause();
  return played && waitUntil([&] {
           return window.runner().snapshot().state == SessionState::Paused && view.picture() &&
                  !view.picture()->predicted;
         });
}

bool watching(MainWindow& window, const Demo& demo) {
  window.useModel(demo.model);
  window.open({demo.clip});
  return playSomeWay(window);
}

bool trigger(MainWindow& window, const char* name) {
  auto* const action = window.findChild<QAction*>(QLatin1String(name));
  if (action != nullptr) {
    action->trigger();
  }
  return action != nullptr;
}

bool inAnalyse(MainWindow& window, const Demo& /*demo*/) {
  return waitUntil([&] { return window.model() != nullptr; }) && trigger(window, "analyseChooser");
}

bool openInAnalyse(MainWindow& window, const Demo& demo) {
  window.open({demo.clip});
  QElapsedTimer timer;
  timer.start();
  constexpr qint64 kIndexed = 4000;  // ms; the pictures of the clip are counted meanwhile.
  return waitUntil([&] { return timer.elapsed() > kIndexed; });
}

bool withTrackChosen(MainWindow& window, const Demo& demo) {
  const bool watched = watching(window, demo);
  auto* const table = window.watch().findChild<QTableView*>(QStringLiteral("trackTable"));
  table->setCurrentIndex(table->model()->index(1, 0));
  return watched;
}

}  // namespace

bool waitUntil(const std::function<bool()>& isSo) {
  constexpr auto kLongest = std::chrono::seconds(30);
  QElapsedTimer timer;
  timer.start();
  while (!isSo()) {
    if (timer.elapsed() > std::chrono::milliseconds(kLongest).count()) {
      return false;
    }
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    QThread::msleep(1);
  }
  return true;
}

std::vector<Scene> scenes() {
  const auto then = [](const char* command) {
    return [command](MainWindow& window, const Demo& demo) {
      return watching(window, demo) && trigger(window, command);
    };
  };
  return {
      {QStringLiteral("welcome"),
       {},
       [](MainWindow& window, const Demo&) {
         return waitUntil([&] { return window.model() != nullptr; });
       }},
      {QStringLiteral("first-start"),
       {},
       [](MainWindow& window, const Demo& demo) {
         window.watch().playDemo(demo);
         return playSomeWay(window);
       }},
      {QStringLiteral("watch"), {}, withTrackChosen},
      {QStringLiteral("watch-german"), QStringLiteral("de"), withTrackChosen},
      {QStringLiteral("analyse-empty"), {}, inAnalyse},
      {QStringLiteral("analyse"),
       {},
       [](MainWindow& window, const Demo& demo) {
         return inAnalyse(window, demo) && openInAnalyse(window, demo);
       }},
      {QStringLiteral("palette"),
       {},
       [](MainWindow& window, const Demo& demo) {
         const bool shown = watching(window, demo) && trigger(window, "palette");
         window.findChild<QLineEdit*>(QStringLiteral("commandLine"))->setText(QStringLiteral("th"));
         return shown;
       }},
      {QStringLiteral("keys"), {}, then("shortcuts")},
      {QStringLiteral("manual"), {}, then("manual")},
      {QStringLiteral("about"), {}, then("about")},
      {QStringLiteral("wizard"), {}, then("prepareModel")},
      {QStringLiteral("address"), {}, then("openAddress")},
      {QStringLiteral("issues"),
       {},
       [](MainWindow& window, const Demo& demo) {
         const bool watched = watching(window, demo);
         window.open({QStringLiteral("/somewhere/model.onnx"),
                      QStringLiteral("/data/gone.followspot"),
                      QStringLiteral("/downloads/videos.zip")});
         window.useModel(QStringLiteral("/models/no longer there"));
         return watched && waitUntil([&] {
                  const auto* const table =
                      window.findChild<QTableView*>(QStringLiteral("issueTable"));
                  return table != nullptr && table->model()->rowCount() >= 4;
                });
       }},
  };
}

}  // namespace followspot::ui
