#include "ui/main_window.h"

#include <algorithm>

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QUrl>
#include <QWhatsThis>

#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/manual_dialog.h"
#include "ui/dialogs/shortcut_dialog.h"
#include "ui/panels/issue_panel.h"
#include "ui/shell/workspace.h"
#include "ui/theme/icon.h"
#include "ui/watch/watch_workspace.h"

namespace followspot::ui {
namespace {

constexpr int kSentenceShown = 8000;  // ms
/// Goes up with the set of docks of the window itself.
constexpr int kLayoutVersion = 2;
const char* const kCurrentKey = "workspace";

}  // namespace

MainWindow::MainWindow(const MainWindowParts& parts, QWidget* parent)
    : QMainWindow(parent), parts_(parts), actions_(this) {
  setObjectName(QStringLiteral("mainWindow"));
  setWindowTitle(tr("Followspot"));
  setWindowIcon(applicationIcon());
  setAcceptDrops(true);
  buildFrame();
  buildMenus();
  buildShellBar();
  connectActions();
  watch_ = new WatchWorkspace(*this);
  connect(watch_, &WatchWorkspace::modelLoaded, this, &MainWindow::onModel);
  addWorkspace(watch_);
  restoreLook();
}

MainWindow::~MainWindow() = default;

void MainWindow::addWorkspace(Workspace* workspace) {
  Page page;
  page.workspace = workspace;
  const int number = static_cast<int>(pages_.size()) + 1;
  const QKeySequence key(QStringLiteral("Ctrl+%1").arg(number));
  page.chooser = new QAction(icon(workspace->iconName()), workspace->title(), this);
  page.chooser->setObjectName(workspace->objectName() + QStringLiteral("Chooser"));
  page.chooser->setShortcut(key);
  page.chooser->setCheckable(true);
  page.chooser->setToolTip(
      QStringLiteral("%1 (%2)").arg(workspace->title(), key.toString(QKeySequence::NativeText)));
  choosers_->addAction(page.chooser);
  addAction(page.chooser);
  connect(page.chooser, &QAction::triggered, this, [this, workspace] { switchTo(workspace); });
  connect(workspace, &Workspace::documentNamed, this, [this, workspace](const QString& name) {
    pageOf(workspace)->document = name;
    updateTitle();
  });
  stack_->addWidget(workspace);
  page.bar = buildBarOf(*workspace);
  page.bar->hide();
  for (QMenu* const menu : workspace->menus()) {
    menuBar()->insertMenu(modelMenu_->menuAction(), menu);
    menu->menuAction()->setVisible(false);
  }
  if (QWidget* const status = workspace->statusWidget()) {
    statusBar()->insertPermanentWidget(0, status);
    status->hide();
  }
  pages_.push_back(page);
  shellBar_->insertAction(switchEnd_, page.chooser);
  nameButton(*shellBar_, page.chooser, {});
  // One workspace needs no switch.
  for (const Page& each : pages_) {
    each.chooser->setVisible(pages_.size() > 1);
  }
  switchEnd_->setVisible(pages_.size() > 1);
  workspace->restoreLook(*parts_.settings);
  if (pages_.size() == 1 ||
      parts_.settings->text(QLatin1String(kCurrentKey)) == workspace->objectName()) {
    switchTo(workspace);
  }
}

Workspace* MainWindow::current() const { return static_cast<Workspace*>(stack_->currentWidget()); }

MainWindow::Page* MainWindow::pageOf(const Workspace* workspace) {
  const auto found = std::ranges::find(pages_, workspace, &Page::workspace);
  return found == pages_.end() ? nullptr : &*found;
}

void MainWindow::switchTo(Workspace* workspace) {
  Page* const next = pageOf(workspace);
  if (next == nullptr) {
    return;
  }
  setFullScreen(false);
  if (current() != workspace) {
    current()->left();
    stack_->setCurrentWidget(workspace);
  }
  for (const Page& page : pages_) {
    const bool shown = page.workspace == workspace;
    page.bar->setVisible(shown);
    for (const QMenu* const menu : page.workspace->menus()) {
      menu->menuAction()->setVisible(shown);
    }
    if (QWidget* const status = page.workspace->statusWidget()) {
      status->setVisible(shown);
    }
  }
  next->chooser->setChecked(true);
  fillFileMenu();
  fillViewMenu();
  updateTitle();
  workspace->entered();
}

void MainWindow::updateTitle() {
  const Page* const page = pageOf(current());
  setWindowTitle(page == nullptr || page->document.isEmpty()
                     ? tr("Followspot")
                     : tr("%1 - Followspot").arg(page->document));
}

SessionRunner& MainWindow::runner() { return watch_->runner(); }

void MainWindow::report(const Issue& issue) {
  issues_->issues().add(issue);
  if (!fullScreen_ && issue.severity != Issue::Severity::Info) {
    issueDock_->show();
  }
  statusBar()->showMessage(issue.text, kSentenceShown);
}

void MainWindow::say(const QString& text) { statusBar()->showMessage(text, kSentenceShown); }

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, auto&& slot) {
    connect(action, &QAction::triggered, this, slot);
  };
  on(actions_.addSource, [this] { showSourceMenu(); });
  on(actions_.openFile, [this] { browseVideo(); });
  on(actions_.openFolder, [this] { browseFolder(); });
  on(actions_.modelLibrary, [this] { showLibrary(); });
  on(actions_.prepareModel, [this] { makeModel(); });
  on(actions_.openAddress, [this] {
    parts_.dialogs->askAddress(this, [this](const QString& address) { open({address}); });
  });
  on(actions_.openModel, [this] { browseModel(); });
  on(actions_.quit, [this] { close(); });
  on(actions_.fullScreen, [this](bool full) { setFullScreen(full); });
  on(actions_.leaveFullScreen, [this] { setFullScreen(false); });
  on(actions_.themeSystem, [this] { applyTheme(Theme::System); });
  on(actions_.themeLight, [this] { applyTheme(Theme::Light); });
  on(actions_.themeDark, [this] { applyTheme(Theme::Dark); });
  on(actions_.resetLayout, [this] { resetLayout(); });
  on(actions_.palette, [this] {
    auto* const palette = new CommandPalette(this, QWidget::actions() + current()->actions());
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->open();
  });
  on(actions_.shortcuts, [this] {
    std::vector<ActionSection> sections = current()->keySections();
    for (ActionSection& section : actions_.sections()) {
      sections.push_back(std::move(section));
    }
    for (const Page& page : pages_) {
      if (page.chooser->isVisible()) {
        sections.back().actions.push_back(page.chooser);
      }
    }
    auto* const dialog = new ShortcutDialog(sections, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
  });
  on(actions_.manual, [this] { showManual(this); });
  on(actions_.whatsThis, [] { QWhatsThis::enterWhatsThisMode(); });
  on(actions_.about, [this] { showAboutDialog(this); });
}

void MainWindow::applyTheme(Theme theme) {
  parts_.settings->setTheme(theme);
  parts_.theme->apply(theme);
}

void MainWindow::restoreLook() {
  resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
  restoreGeometry(parts_.settings->blob(QStringLiteral("geometry")));
  restoreState(parts_.settings->blob(QStringLiteral("layout")), kLayoutVersion);
  issueDock_->hide();  // It comes when there is something to say.
  const Theme theme = parts_.settings->theme();
  (theme == Theme::Dark    ? actions_.themeDark
   : theme == Theme::Light ? actions_.themeLight
                           : actions_.themeSystem)
      ->setChecked(true);
  parts_.theme->apply(theme);
}

void MainWindow::resetLayout() {
  current()->resetLayout();
  addDockWidget(Qt::BottomDockWidgetArea, issueDock_);
  issueDock_->setVisible(issues_->issues().problemCount() > 0);
}

void MainWindow::setFullScreen(bool full) {
  if (full == fullScreen_) {
    return;
  }
  fullScreen_ = full;
  menuBar()->setVisible(!full);
  statusBar()->setVisible(!full);
  shellBar_->setVisible(!full);
  pageOf(current())->bar->setVisible(!full);
  issueDock_->setVisible(!full && issues_->issues().problemCount() > 0);
  current()->setBare(full);
  setWindowState(full ? windowState() | Qt::WindowFullScreen
                      : windowState() & ~Qt::WindowFullScreen);
  actions_.fullScreen->setChecked(full);
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::WindowStateChange && fullScreen_ && !isFullScreen()) {
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
  QStringList locations;
  for (const QUrl& url : event->mimeData()->urls()) {
    locations.append(url.isLocalFile() ? url.toLocalFile() : url.toString());
  }
  event->acceptProposedAction();
  open(locations);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  setFullScreen(false);
  parts_.settings->setBlob(QStringLiteral("geometry"), saveGeometry());
  parts_.settings->setBlob(QStringLiteral("layout"), saveState(kLayoutVersion));
  parts_.settings->setText(QLatin1String(kCurrentKey), current()->objectName());
  for (const Page& page : pages_) {
    page.workspace->saveLook(*parts_.settings);
    page.workspace->shutDown();
  }
  QMainWindow::closeEvent(event);
}

}  // namespace followspot::ui
