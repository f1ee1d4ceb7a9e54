#pragma once

#include <memory>
#include <vector>

#include <QHash>
#include <QMainWindow>
#include <QPointer>

#include "ui/actions.h"
#include "ui/dialogs/dialog_service.h"
#include "ui/engine/engine.h"
#include "ui/models/issue_model.h"
#include "ui/settings/ui_settings.h"
#include "ui/shell/shell.h"
#include "ui/sources/demo.h"
#include "ui/sources/open_target.h"
#include "ui/theme/theme.h"

class QActionGroup;
class QDockWidget;
class QMenu;
class QStackedWidget;
class QToolBar;

namespace followspot::ui {

class IssueButton;
class IssuePanel;
class ModelLibraryWindow;
class ModelWizard;
class SessionRunner;
class WatchWorkspace;
class Workspace;

/// What the window is given; all outlive it.
struct MainWindowParts {
  std::shared_ptr<Engine> engine;
  UiSettings* settings = nullptr;
  DialogService* dialogs = nullptr;
  ThemeSwitch* theme = nullptr;
  /// Where models are looked for.
  QStringList modelFolders;
  DemoPlaces demo;
  /// Where unfinished models are kept; empty: as `ModelWizard::defaultWork`.
  QString wizardWork;
  /// Does the work on models; empty: followspot-cli as it belongs to this program.
  QString modelProgram;
};

/// The window around the workspaces: menus, tool bar, switch, issues, and what opens where.
///
/// main_window_layout.cpp puts menus and bars together, main_window_open.cpp opens things and
/// chooses models, main_window_models.cpp has them made, main_window.cpp is the rest.
/// @threading GUI thread, which never waits for the engine.
class MainWindow : public QMainWindow, public Shell {
  Q_OBJECT
 public:
  explicit MainWindow(const MainWindowParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// What can wait until the window is on the screen: looks for models, takes up the last one
  /// unless another is named, and opens the input. Who has never opened anything sees the
  /// demonstration, where it is installed.
  void startUp(const QString& model = {}, const QString& input = {});
  /// Takes the workspace over; its place in the switch is the next one, its key Ctrl+number.
  void addWorkspace(Workspace* workspace);
  void switchTo(Workspace* workspace);
  [[nodiscard]] Workspace* current() const;

  void open(const QStringList& locations) override;
  void useModel(const QString& location) override;
  [[nodiscard]] const ModelHandle& model() const override;
  void report(const Issue& issue) override;
  void say(const QString& text) override;
  void setFullScreen(bool full) override;
  [[nodiscard]] Actions& actions() override { return actions_; }
  [[nodiscard]] const std::shared_ptr<Engine>& engine() const override { return parts_.engine; }
  [[nodiscard]] UiSettings& settings() override { return *parts_.settings; }
  [[nodiscard]] DialogService& dialogs() override { return *parts_.dialogs; }
  [[nodiscard]] const QStringList& modelFolders() const override { return parts_.modelFolders; }

  [[nodiscard]] WatchWorkspace& watch() { return *watch_; }
  /// That of Watch.
  [[nodiscard]] SessionRunner& runner();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildFrame();
  void buildMenus();
  void buildShellBar();
  QToolBar* buildBarOf(Workspace& workspace);
  static void addToBar(QToolBar& bar, QAction* action, const QString& prefix);
  static void nameButton(QToolBar& bar, QAction* action, const QString& prefix);
  void fillFileMenu();
  void fillViewMenu();
  void connectActions();
  void restoreLook();
  void resetLayout();
  void updateTitle();
  void applyTheme(Theme theme);

  void fillCameras(QMenu& menu);
  void fillModels(QMenu& menu);
  void fillRecent(QMenu& menu);
  void showSourceMenu();
  void browseVideo();
  void browseFolder();
  void browseModel();
  void openAll(TargetKind kind, const QStringList& locations);
  void openCheckpoint(const QString& location);
  void makeModel();
  ModelWizard* wizard();
  void showLibrary();
  [[nodiscard]] QString playingFile();
  void refuse(TargetKind kind, const QString& location);
  void onModel(const ModelHandle& model);

  /// A workspace and what the window keeps for it.
  struct Page {
    Workspace* workspace = nullptr;
    QAction* chooser = nullptr;
    QToolBar* bar = nullptr;
    QString document;
  };
  [[nodiscard]] Page* pageOf(const Workspace* workspace);

  MainWindowParts parts_;
  Actions actions_;
  std::vector<Page> pages_;
  WatchWorkspace* watch_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QActionGroup* choosers_ = nullptr;
  QMenu* sourceMenu_ = nullptr;
  QMenu* cameraMenu_ = nullptr;
  QMenu* fileMenu_ = nullptr;
  QMenu* recentMenu_ = nullptr;
  QMenu* modelMenu_ = nullptr;
  QMenu* viewMenu_ = nullptr;
  QMenu* panelMenu_ = nullptr;
  QMenu* themeMenu_ = nullptr;
  QToolBar* shellBar_ = nullptr;
  QAction* switchEnd_ = nullptr;  // Choosers go in front of this separator.
  QPointer<ModelWizard> wizard_;
  QPointer<ModelLibraryWindow> library_;
  IssuePanel* issues_ = nullptr;
  QDockWidget* issueDock_ = nullptr;
  IssueButton* issueButton_ = nullptr;
  bool fullScreen_ = false;
};

}  // namespace followspot::ui
