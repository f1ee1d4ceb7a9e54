#include "ui/dialogs/about_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/icon.h"

namespace followspot::ui {

void showAboutDialog(QWidget* parent) {
  auto* const dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("aboutDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(QDialog::tr("About Followspot"));
  auto* const mark = new QLabel;
  mark->setPixmap(applicationIcon().pixmap(64, 64));
  mark->setAlignment(Qt::AlignTop);
  auto* const name =
      new QLabel(QStringLiteral("Followspot %1").arg(QCoreApplication::applicationVersion()));
  QFont large = name->font();
  large.setPointSizeF(large.pointSizeF() * 1.4);
  large.setWeight(QFont::DemiBold);
  name->setFont(large);
  auto* const text =
      new QLabel(QDialog::tr("Tracks objects in video, in real time, on this machine.\n\n"
                             "Free software under the Apache License 2.0.\n"
                             "Built on OpenCV, FFmpeg, Eigen and Qt %1.")
                     .arg(QLatin1String(qVersion())));
  text->setTextFormat(Qt::PlainText);
  auto* const words = new QVBoxLayout;
  words->addWidget(name);
  words->addWidget(text);
  words->addStretch();
  auto* const row = new QHBoxLayout;
  row->setSpacing(18);
  row->addWidget(mark);
  row->addLayout(words, 1);
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  auto* const layout = new QVBoxLayout(dialog);
  layout->setContentsMargins(20, 18, 20, 14);
  layout->setSpacing(14);
  layout->addLayout(row);
  layout->addWidget(buttons);
  dialog->show();
}

}  // namespace followspot::ui
