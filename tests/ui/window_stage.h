#pragma once

#include <cstdint>
#include <memory>

#include <QAbstractItemModel>
#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "tests/ui/scripted_engine.h"
#include "ui/main_window.h"
#include "ui/panels/issue_panel.h"
#include "ui/video/video_view.h"
#include "ui/watch/watch_workspace.h"

namespace followspot::test {

using namespace followspot::ui;

/// A window over a scripted engine, in a folder of its own.
struct Stage {
  QTemporaryDir folder;
  std::shared_ptr<ScriptedEngine> engine = std::make_shared<ScriptedEngine>();
  ScriptedDialogs dialogs;
  ThemeSwitch theme;
  DemoPlaces demo;  ///< Of the next `build`; nothing is there at first.
  std::unique_ptr<UiSettings> settings;
  std::unique_ptr<MainWindow> window;

  Stage() {
    // Picture k of the script shows k % 5 + 1 objects. Ten hours: no test meets the end by
    // accident.
    engine->source.frames = 360'000;
    engine->source.rate = 50;
    build();
  }
  void build() {
    window.reset();
    settings = std::make_unique<UiSettings>(folder.filePath(QStringLiteral("settings.ini")));
    settings->setFolder(QStringLiteral("snapshot"), folder.path());
    window = std::make_unique<MainWindow>(MainWindowParts{.engine = engine,
                                                          .settings = settings.get(),
                                                          .dialogs = &dialogs,
                                                          .theme = &theme,
                                                          .modelFolders = {folder.path()},
                                                          .demo = demo});
    window->resize(1100, 700);
    window->show();
    QApplication::setActiveWindow(window.get());  // Keys need it; under Xvfb nobody else does it.
  }
  void openWithModel() {
    window->useModel(QStringLiteral("/models/good"));
    window->open({QStringLiteral("/videos/clip.avi")});
  }
  template <class T>
  T* find(const char* name) {
    T* const found = window->findChild<T*>(QLatin1String(name));
    if (found == nullptr) {
      qFatal("no widget named %s", name);
    }
    return found;
  }
  VideoView& view() { return *find<VideoView>("videoView"); }
  QAbstractItemModel& table() { return *find<QTableView>("trackTable")->model(); }
  std::int64_t shownFrame() {
    return view().picture() ? indexOf(view().picture()->tracks.frame) : -1;
  }
  SessionState state() { return window->runner().snapshot().state; }
  bool active() { return window->runner().snapshot().active; }
  /// Pauses at that picture, detected.
  void pauseAt(std::int64_t frame) {
    window->runner().pause();
    window->runner().seek(FrameId{frame});
    QVERIFY(QTest::qWaitFor([&] {
      return shownFrame() == frame && state() == SessionState::Paused &&
             !view().picture()->tracks.items.empty() && !view().picture()->predicted;
    }));
  }
  IssueModel& issues() { return find<IssuePanel>("issuePanel")->issues(); }
};

inline void drop(QWidget* target, const QList<QUrl>& urls) {
  QMimeData data;
  data.setUrls(urls);
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &event);
}

}  // namespace followspot::test
