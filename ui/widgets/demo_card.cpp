#include "ui/widgets/demo_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/sources/demo_fetch.h"

namespace followspot::ui {
namespace {

// What is loaded, in MB: the packages are larger than what is taken out of them.
constexpr int kModelLoad = 33;
constexpr int kClipLoad = 96;

}  // namespace

DemoCard::DemoCard(QWidget* parent)
    : QFrame(parent),
      fetch_(new DemoFetch(this)),
      text_(new QLabel),
      trouble_(new QLabel),
      button_(new QPushButton),
      progress_(new QProgressBar) {
  setObjectName(QStringLiteral("demoCard"));
  setFrameShape(QFrame::StyledPanel);
  text_->setObjectName(QStringLiteral("demoText"));
  text_->setWordWrap(true);
  trouble_->setObjectName(QStringLiteral("demoTrouble"));
  trouble_->setTextFormat(Qt::PlainText);
  trouble_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  trouble_->setWordWrap(true);
  button_->setObjectName(QStringLiteral("demoButton"));
  button_->setText(tr("Fetch the demonstration"));
  progress_->setObjectName(QStringLiteral("demoProgress"));
  progress_->setAccessibleName(tr("Progress of fetching the demonstration"));
  auto* const row = new QHBoxLayout;
  row->addWidget(button_);
  row->addWidget(progress_, 1);
  row->addStretch();
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 10, 12, 10);
  layout->addWidget(text_);
  layout->addWidget(trouble_);
  layout->addLayout(row);
  connect(button_, &QPushButton::clicked, this, &DemoCard::press);
  connect(fetch_, &DemoFetch::step, this, [this](int number, int count, const QString& text) {
    progress_->setRange(0, count);
    progress_->setValue(number - 1);
    text_->setText(text);
  });
  connect(fetch_, &DemoFetch::done, this, [this] {
    setPlaces(places_);
    if (demo_.isComplete()) {
      emit demoWanted(demo_);
    }
  });
  connect(fetch_, &DemoFetch::failed, this, [this](const QString& why) { showState(why); });
  hide();
}

void DemoCard::setPlaces(const DemoPlaces& places) {
  places_ = places;
  demo_ = findDemo(places_);
  showState();
}

void DemoCard::press() {
  if (fetch_->isRunning()) {
    fetch_->cancel();
  } else if (demo_.isComplete()) {
    emit demoWanted(demo_);
  } else {
    fetch_->start(places_);
    showState();
  }
}

void DemoCard::showState(const QString& trouble) {
  const bool running = fetch_->isRunning();
  const bool possible = !places_.fetchProgram.isEmpty() && !places_.cliProgram.isEmpty();
  setVisible(demo_.isComplete() || possible);
  trouble_->setText(trouble);
  trouble_->setVisible(!trouble.isEmpty());
  progress_->setVisible(running);
  if (running) {
    progress_->setRange(0, 0);
    text_->setText(tr("Beginning ..."));
    button_->setText(tr("Cancel"));
  } else if (demo_.isComplete()) {
    text_->setText(tr("People on a street, found and followed by a small network."));
    button_->setText(tr("Play the demonstration"));
  } else {
    const int megabytes =
        (demo_.model.isEmpty() ? kModelLoad : 0) + (demo_.clip.isEmpty() ? kClipLoad : 0);
    text_->setText(tr("See it at work first? The demonstration is a small network (npm package "
                      "@mediapipe/objectron, Apache License 2.0) and a clip (Debian package "
                      "opencv-doc). %1 MB are loaded once, when you press the button; nothing is "
                      "sent, and nothing is loaded before.")
                       .arg(megabytes));
    button_->setText(tr("Fetch the demonstration"));
  }
}

}  // namespace followspot::ui
