#pragma once

#include <functional>

#include <QString>
#include <QStringList>

class QWidget;

namespace followspot::ui {

/// Questions to the user. None of them blocks: the picture goes on, and the answer comes by a call.
/// Tests put a scripted one in its place.
/// @threading GUI thread.
class DialogService {
 public:
  /// Not called where the user cancels, nor after the parent is gone.
  using Answer = std::function<void(const QString&)>;

  DialogService() = default;
  DialogService(const DialogService&) = delete;
  DialogService& operator=(const DialogService&) = delete;
  virtual ~DialogService() = default;

  virtual void openFile(QWidget* parent, const QString& title, const QString& folder,
                        const QStringList& nameFilters, Answer answer) = 0;
  virtual void openFolder(QWidget* parent, const QString& title, const QString& folder,
                          Answer answer) = 0;
  /// Asks before something that exists is replaced.
  virtual void saveFile(QWidget* parent, const QString& title, const QString& proposal,
                        const QString& suffix, Answer answer) = 0;
  /// A network address to play.
  virtual void askAddress(QWidget* parent, Answer answer) = 0;
};

/// Real dialogs.
class QtDialogService : public DialogService {
 public:
  void openFile(QWidget* parent, const QString& title, const QString& folder,
                const QStringList& nameFilters, Answer answer) override;
  void openFolder(QWidget* parent, const QString& title, const QString& folder,
                  Answer answer) override;
  void saveFile(QWidget* parent, const QString& title, const QString& proposal,
                const QString& suffix, Answer answer) override;
  void askAddress(QWidget* parent, Answer answer) override;
};

}  // namespace followspot::ui
