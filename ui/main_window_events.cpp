#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

#include "ui/main_window.h"
#include "ui/sources/model_library.h"
#include "ui/video/video_view.h"
#include "ui/widgets/transport_bar.h"

namespace followspot::ui {

void MainWindow::revealTransport() {
  if (!layoutBeforeFullScreen_.isEmpty()) {
    view_->unsetCursor();
    transport_->show();
    transportHider_.start();
  }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched == view_ && event->type() == QEvent::MouseMove) {
    revealTransport();
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::WindowStateChange && !layoutBeforeFullScreen_.isEmpty() &&
      !isFullScreen()) {
    setFullScreen(false);  // The window manager ended it.
  }
  QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  QStringList videos;
  for (const QUrl& url : event->mimeData()->urls()) {
    const QString location = url.isLocalFile() ? url.toLocalFile() : url.toString();
    if (looksLikeModel(location)) {
      useModel(location);
    } else {
      videos.append(location);
    }
  }
  event->acceptProposedAction();
  if (!videos.isEmpty()) {
    open(videos.front());
  }
  if (videos.size() > 1) {
    report({Issue::Severity::Info, tr("Drop"),
            tr("%1 files were dropped; the first one is open. The window shows one at a time.")
                .arg(videos.size())});
  }
}

}  // namespace followspot::ui
