#include "ui/dialogs/address_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace followspot::ui {

QString AddressDialog::objectionTo(const QString& address) {
  const QUrl url(address.trimmed(), QUrl::StrictMode);
  static const QStringList kSchemes = {QStringLiteral("rtsp"), QStringLiteral("rtsps"),
                                       QStringLiteral("http"), QStringLiteral("https"),
                                       QStringLiteral("srt"),  QStringLiteral("udp"),
                                       QStringLiteral("rtp"),  QStringLiteral("tcp")};
  if (!url.isValid() || url.scheme().isEmpty()) {
    return tr("An address begins like rtsp:// or http://.");
  }
  if (!kSchemes.contains(url.scheme().toLower())) {
    return tr("Addresses of the kind \"%1\" cannot be played. Known are: %2.")
        .arg(url.scheme(), kSchemes.join(QStringLiteral(", ")));
  }
  if (url.host().isEmpty()) {
    return tr("The address lacks the name of a host.");
  }
  return {};
}

AddressDialog::AddressDialog(QWidget* parent)
    : QDialog(parent), address_(new QLineEdit), hint_(new QLabel) {
  setObjectName(QStringLiteral("addressDialog"));
  setWindowTitle(tr("Open address"));
  auto* const label = new QLabel(tr("&Address of a camera or stream:"));
  label->setBuddy(address_);
  address_->setObjectName(QStringLiteral("address"));
  address_->setPlaceholderText(QStringLiteral("rtsp://user:password@camera/stream"));
  address_->setMinimumWidth(fontMetrics().averageCharWidth() * 56);
  hint_->setTextFormat(Qt::PlainText);
  hint_->setWordWrap(true);
  hint_->setForegroundRole(QPalette::PlaceholderText);
  hint_->setObjectName(QStringLiteral("addressHint"));
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
  open_ = buttons->button(QDialogButtonBox::Open);
  open_->setObjectName(QStringLiteral("openAddressButton"));
  auto* const layout = new QVBoxLayout(this);
  layout->setSpacing(8);
  layout->addWidget(label);
  layout->addWidget(address_);
  layout->addWidget(hint_);
  layout->addWidget(buttons);
  connect(address_, &QLineEdit::textChanged, this, &AddressDialog::check);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    emit chosen(address_->text().trimmed());
    accept();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  check();
}

void AddressDialog::check() {
  const QString objection = objectionTo(address_->text());
  open_->setEnabled(objection.isEmpty());
  hint_->setText(objection.isEmpty()
                     ? tr("A password in the address is used now and stored nowhere.")
                     : objection);
}

}  // namespace followspot::ui
