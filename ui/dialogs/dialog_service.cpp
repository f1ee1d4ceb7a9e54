#include "ui/dialogs/dialog_service.h"

#include <utility>

#include <QFileDialog>

#include "ui/dialogs/address_dialog.h"

namespace followspot::ui {
namespace {

void show(QFileDialog* dialog, DialogService::Answer answer) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setModal(false);
  QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                   [answer = std::move(answer)](const QString& file) { answer(file); });
  dialog->show();
}

}  // namespace

void QtDialogService::openFile(QWidget* parent, const QString& title, const QString& folder,
                               const QStringList& nameFilters, Answer answer) {
  auto* const dialog = new QFileDialog(parent, title, folder);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters(nameFilters);
  show(dialog, std::move(answer));
}

void QtDialogService::openFolder(QWidget* parent, const QString& title, const QString& folder,
                                 Answer answer) {
  auto* const dialog = new QFileDialog(parent, title, folder);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  show(dialog, std::move(answer));
}

void QtDialogService::saveFile(QWidget* parent, const QString& title, const QString& proposal,
                               const QString& suffix, Answer answer) {
  auto* const dialog = new QFileDialog(parent, title);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(suffix);
  dialog->setNameFilters({QStringLiteral("*.%1").arg(suffix)});
  dialog->selectFile(proposal);
  show(dialog, std::move(answer));
}

void QtDialogService::askAddress(QWidget* parent, Answer answer) {
  auto* const dialog = new AddressDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &AddressDialog::chosen, dialog,
                   [answer = std::move(answer)](const QString& address) { answer(address); });
  dialog->show();
}

}  // namespace followspot::ui
