#include "ui/wizard/start_page.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace followspot::ui {

StartPage::StartPage(WizardShared& shared)
    : WizardPage(shared, "startPage", tr("Make a model of a training"),
                 tr("From what the TensorFlow 1 Object Detection API left to a model that finds "
                    "objects here. Nothing else has to be installed, and nothing of yours is "
                    "changed.")),
      given_(new QLineEdit),
      clip_(new QLineEdit) {
  const auto field = [this](QLineEdit* edit, const char* name, const QString& label,
                            const QString& placeholder, const QString& help) {
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(label);
    edit->setPlaceholderText(placeholder);
    edit->setClearButtonEnabled(true);
    auto* const browse = new QPushButton(tr("Browse..."));
    browse->setObjectName(QLatin1String(name) + QStringLiteral("Browse"));
    browse->setAccessibleName(tr("Browse: %1").arg(label));
    auto* const row = new QHBoxLayout;
    row->addWidget(edit, 1);
    row->addWidget(browse);
    auto* const caption = new QLabel(label);
    caption->setBuddy(edit);
    auto* const hint = new QLabel(help);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    content()->addWidget(caption);
    content()->addLayout(row);
    content()->addWidget(hint);
    content()->addSpacing(14);
    connect(edit, &QLineEdit::textChanged, this, [this, edit](const QString& text) {
      // What is dropped comes as an address.
      if (const QUrl url(text.trimmed()); url.isLocalFile()) {
        edit->setText(url.toLocalFile());
      }
      emit completeChanged();
    });
    return browse;
  };
  const QPushButton* const browseGiven =
      field(given_, "givenEdit", tr("&Training folder or checkpoint"),
            tr("Folder with model.ckpt-... files; drop it here"),
            tr("The folder with the checkpoint, any of the checkpoint's files, or the "
               "pipeline.config."));
  const QPushButton* const browseClip = field(
      clip_, "clipEdit", tr("&Video of what it should find (optional, but worth it)"),
      tr("A clip from your camera"),
      tr("Colour order is proved on it, variants are compared on it, and channels can only be "
         "taken out with it. A minute is enough."));
  content()->addStretch();
  connect(browseGiven, &QPushButton::clicked, this, [this] {
    this->shared().dialogs->openFolder(this, tr("Training folder"), given_->text(),
                                       [this](const QString& folder) { given_->setText(folder); });
  });
  connect(browseClip, &QPushButton::clicked, this, [this] {
    this->shared().dialogs->openFile(this, tr("Video"), clip_->text(), {tr("All files (*)")},
                                     [this](const QString& file) { clip_->setText(file); });
  });
}

void StartPage::initializePage() {
  given_->setText(state().given);
  clip_->setText(state().clip);
  given_->setFocus();
}

bool StartPage::isComplete() const {
  const QString clip = clip_->text().trimmed();
  return QFileInfo::exists(given_->text().trimmed()) && (clip.isEmpty() || QFileInfo::exists(clip));
}

bool StartPage::validatePage() {
  const QString given = QFileInfo(given_->text().trimmed()).absoluteFilePath();
  const QString clip = clip_->text().trimmed();
  if (given != state().given) {
    const int page = state().page;
    shared().state = WizardState();
    state().page = page;
    state().given = given;
  }
  state().clip = clip.isEmpty() ? QString() : QFileInfo(clip).absoluteFilePath();
  shared().save();
  return true;
}

}  // namespace followspot::ui
