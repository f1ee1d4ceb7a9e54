#include "ui/dialogs/manual_dialog.h"

#include <QDialog>
#include <QFile>
#include <QTextBrowser>
#include <QTextDocument>
#include <QVBoxLayout>

namespace followspot::ui {

void showManual(QWidget* parent) {
  auto* const dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("manualDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(QDialog::tr("Manual"));
  auto* const text = new QTextBrowser;
  text->setObjectName(QStringLiteral("manualText"));
  text->setAccessibleName(QDialog::tr("Manual"));
  text->setOpenLinks(false);  // There are none; and nothing is loaded from anywhere.
  text->setFrameShape(QFrame::NoFrame);
  //: The file of the manual in the language of the translation.
  QFile file(QDialog::tr(":/help/window.md"));
  if (file.open(QIODevice::ReadOnly)) {
    text->setMarkdown(QString::fromUtf8(file.readAll()));
  }
  constexpr int kMargin = 18;
  text->document()->setDocumentMargin(kMargin);
  auto* const layout = new QVBoxLayout(dialog);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(text);
  dialog->resize(620, 640);
  dialog->show();
}

}  // namespace followspot::ui
