#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

#include "ui/main_window.h"
#include "ui/panels/issue_panel.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/issue_button.h"

namespace followspot::ui {
namespace {

void fill(QMenu& menu, const QList<QAction*>& actions) {
  for (QAction* const action : actions) {
    if (action == nullptr) {
      menu.addSeparator();
    } else {
      menu.addAction(action);
    }
  }
  menu.addSeparator();
}

QMenu* makeMenu(QWidget* parent, const char* name, const QString& title) {
  auto* const menu = new QMenu(title, parent);
  menu->setObjectName(QLatin1String(name));
  return menu;
}

void lookAlike(QToolBar& bar) {
  bar.setMovable(false);
  bar.setIconSize({20, 20});
  bar.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar.setContextMenuPolicy(Qt::PreventContextMenu);
}

}  // namespace

void MainWindow::buildFrame() {
  stack_ = new QStackedWidget;
  stack_->setObjectName(QStringLiteral("workspaces"));
  setCentralWidget(stack_);
  choosers_ = new QActionGroup(this);
  issues_ = new IssuePanel;
  issueDock_ = new QDockWidget(tr("Issues"), this);
  issueDock_->setObjectName(QStringLiteral("issueDock"));
  issueDock_->setWidget(issues_);
  issueDock_->setFeatures(QDockWidget::DockWidgetClosable);
  addDockWidget(Qt::BottomDockWidgetArea, issueDock_);
  issueDock_->hide();
  issueButton_ = new IssueButton;
  statusBar()->setObjectName(QStringLiteral("statusBar"));
  statusBar()->addPermanentWidget(issueButton_);
  issueButton_->setCount(0);
  connect(issueButton_, &IssueButton::clicked, issueDock_, &QDockWidget::show);
  const auto count = [this] { issueButton_->setCount(issues_->issues().problemCount()); };
  connect(&issues_->issues(), &IssueModel::rowsInserted, this, count);
  connect(&issues_->issues(), &IssueModel::modelReset, this, count);
}

void MainWindow::addToBar(QToolBar& bar, QAction* action, const QString& prefix) {
  if (action == nullptr) {
    bar.addSeparator();
    return;
  }
  bar.addAction(action);
  nameButton(bar, action, prefix);
}

void MainWindow::nameButton(QToolBar& bar, QAction* action, const QString& prefix) {
  if (auto* const button = qobject_cast<QToolButton*>(bar.widgetForAction(action))) {
    button->setObjectName(prefix + action->objectName() + QStringLiteral("Tool"));
    button->setFocusPolicy(Qt::TabFocus);
    button->setPopupMode(QToolButton::InstantPopup);
  }
}

void MainWindow::buildShellBar() {
  shellBar_ = addToolBar(tr("Open"));
  shellBar_->setObjectName(QStringLiteral("shellBar"));
  lookAlike(*shellBar_);
  switchEnd_ = shellBar_->addSeparator();
  for (QAction* const action :
       {actions_.openFile, actions_.openCamera, actions_.openAddress, actions_.openModel}) {
    addToBar(*shellBar_, action, {});
  }
}

QToolBar* MainWindow::buildBarOf(Workspace& workspace) {
  QToolBar* const bar = addToolBar(workspace.title());
  bar->setObjectName(workspace.objectName() + QStringLiteral("Bar"));
  lookAlike(*bar);
  for (QAction* const action : workspace.toolActions()) {
    addToBar(*bar, action, {});
  }
  auto* const space = new QWidget;
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(space);
  addToBar(*bar, actions_.shortcuts, workspace.objectName() + QLatin1Char('_'));
  return bar;
}

void MainWindow::buildMenus() {
  menuBar()->setObjectName(QStringLiteral("menuBar"));
  fileMenu_ = makeMenu(this, "fileMenu", tr("&File"));
  recentMenu_ = makeMenu(this, "recentMenu", tr("Open &recent"));
  modelMenu_ = makeMenu(this, "modelMenu", tr("&Model"));
  viewMenu_ = makeMenu(this, "viewMenu", tr("&View"));
  panelMenu_ = makeMenu(this, "panelMenu", tr("Pa&nels"));
  themeMenu_ = makeMenu(this, "themeMenu", tr("T&heme"));
  themeMenu_->addActions({actions_.themeSystem, actions_.themeLight, actions_.themeDark});
  QMenu* const help = makeMenu(this, "helpMenu", tr("&Help"));
  help->addActions(
      {actions_.manual, actions_.whatsThis, actions_.palette, actions_.shortcuts, actions_.about});
  for (QMenu* const menu : {fileMenu_, modelMenu_, viewMenu_, help}) {
    menuBar()->addMenu(menu);
  }
  cameraMenu_ = makeMenu(this, "cameraMenu", {});
  actions_.openCamera->setMenu(cameraMenu_);
  sourceMenu_ = makeMenu(this, "sourceMenu", tr("Add source"));
  sourceMenu_->addActions(
      {actions_.openFile, actions_.openFolder, actions_.openCamera, actions_.openAddress});
  connect(cameraMenu_, &QMenu::aboutToShow, this, [this] { fillCameras(*cameraMenu_); });
  connect(recentMenu_, &QMenu::aboutToShow, this, [this] { fillRecent(*recentMenu_); });
  connect(modelMenu_, &QMenu::aboutToShow, this, [this] { fillModels(*modelMenu_); });
}

void MainWindow::fillFileMenu() {
  fileMenu_->clear();
  fileMenu_->addActions(
      {actions_.openFile, actions_.openFolder, actions_.openCamera, actions_.openAddress});
  fileMenu_->addMenu(recentMenu_);
  fileMenu_->addSeparator();
  fill(*fileMenu_, current()->fileActions());
  fileMenu_->addAction(actions_.quit);
}

void MainWindow::fillViewMenu() {
  viewMenu_->clear();
  if (pages_.size() > 1) {
    fill(*viewMenu_, choosers_->actions());
  }
  fill(*viewMenu_, current()->viewActions());
  viewMenu_->addAction(actions_.fullScreen);
  panelMenu_->clear();
  for (QDockWidget* const dock : current()->docks()) {
    panelMenu_->addAction(dock->toggleViewAction());
  }
  panelMenu_->addAction(issueDock_->toggleViewAction());
  viewMenu_->addMenu(panelMenu_);
  viewMenu_->addMenu(themeMenu_);
  viewMenu_->addAction(actions_.resetLayout);
}

}  // namespace followspot::ui
