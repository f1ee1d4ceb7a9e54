#pragma once

#include <memory>

#include <QString>
#include <QStringList>

#include "ui/engine/engine.h"
#include "ui/models/issue_model.h"

namespace followspot::ui {

struct Actions;
class DialogService;
class UiSettings;

/// What a workspace may ask of the window around it. Outlives every workspace.
/// @threading GUI thread.
class Shell {
 public:
  Shell() = default;
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;
  virtual ~Shell() = default;

  /// Videos, folders, addresses, models, checkpoints, tracks, projects: each does the obvious
  /// thing, in the workspace for it; what cannot be taken is reported.
  virtual void open(const QStringList& locations) = 0;
  /// A package folder or .pb file; empty: no model. Ends with `Workspace::modelChanged` or an
  /// issue.
  virtual void useModel(const QString& location) = 0;
  /// The model in use, which the workspaces share; null: none.
  [[nodiscard]] virtual const ModelHandle& model() const = 0;

  /// Adds to the list of issues.
  virtual void report(const Issue& issue) = 0;
  /// A sentence that may be overlooked, in the status bar.
  virtual void say(const QString& text) = 0;
  /// The picture alone, or everything.
  virtual void setFullScreen(bool full) = 0;

  [[nodiscard]] virtual Actions& actions() = 0;
  [[nodiscard]] virtual const std::shared_ptr<Engine>& engine() const = 0;
  [[nodiscard]] virtual UiSettings& settings() = 0;
  [[nodiscard]] virtual DialogService& dialogs() = 0;
  /// Where models are looked for.
  [[nodiscard]] virtual const QStringList& modelFolders() const = 0;
};

}  // namespace followspot::ui
