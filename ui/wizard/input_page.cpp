#include "ui/wizard/input_page.h"

#include <algorithm>

#include <QButtonGroup>
#include <QGridLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QRadioButton>
#include <QVBoxLayout>

namespace followspot::ui {
namespace {

constexpr int kThumbnailWidth = 300;
constexpr double kDoubtful = 0.02;  // Difference of scores that decides nothing.

QString titleOf(const QJsonObject& candidate) {
  const double scale = candidate[QLatin1String("scale")].toDouble();
  const double mean = candidate[QLatin1String("mean")].toArray().at(0).toDouble();
  const QLocale locale;
  return InputPage::tr("%1, values from %2 to %3")
      .arg(candidate[QLatin1String("color_order")].toString(),
           locale.toString(-mean * scale, 'g', 3), locale.toString((255 - mean) * scale, 'g', 3));
}

/// The picture with a candidate's boxes on it.
QPixmap thumbnail(const QImage& picture, const QJsonObject& candidate, QSize frame) {
  QImage small = picture.scaledToWidth(kThumbnailWidth, Qt::SmoothTransformation)
                     .convertToFormat(QImage::Format_RGB32);
  QPainter painter(&small);
  painter.setRenderHint(QPainter::Antialiasing);
  const double across = static_cast<double>(small.width()) / std::max(frame.width(), 1);
  const double down = static_cast<double>(small.height()) / std::max(frame.height(), 1);
  for (const auto& value : candidate[QLatin1String("detections")].toArray()) {
    const QJsonObject found = value.toObject();
    const QJsonArray box = found[QLatin1String("box")].toArray();
    const QRectF place(box.at(0).toDouble() * across, box.at(1).toDouble() * down,
                       box.at(2).toDouble() * across, box.at(3).toDouble() * down);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(place);
    painter.setPen(QPen(QColor(0xff, 0xd5, 0x4f), 1.5));
    painter.drawRect(place);
  }
  painter.end();
  return QPixmap::fromImage(small);
}

}  // namespace

InputPage::InputPage(WizardShared& shared)
    : WizardPage(shared, "inputPage", tr("Input"),
                 tr("How pictures are brought to the network. It sees most in the input that it "
                    "was trained for: this is tried, not guessed.")),
      size_(new QLabel),
      grid_(new QGridLayout),
      choices_(new QButtonGroup(this)) {
  size_->setObjectName(QStringLiteral("inputSize"));
  size_->setTextFormat(Qt::PlainText);
  size_->setWordWrap(true);
  content()->addWidget(size_);
  content()->addLayout(grid_);
  content()->addStretch(1);
  connect(choices_, &QButtonGroup::idClicked, this, &InputPage::completeChanged);
}

void InputPage::initializePage() {
  QString text = tr("The network takes pictures of %1 x %2; yours are brought to it whole.")
                     .arg(state().width)
                     .arg(state().height);
  size_->setText(text);
  const QStringList now = QStringList{state().config, state().checkpoint, state().clip};
  if (proved_ != now || choices_->buttons().isEmpty()) {
    proved_.clear();
    prove();
  }
}

QString InputPage::pictureFile() const {
  return shared().work.filePath(QStringLiteral("picture.ppm"));
}

void InputPage::prove() {
  const QString draft = shared().variantFolder(QStringLiteral("draft"));
  const QStringList now = {state().config, state().checkpoint, state().clip};
  run(tr("Making a draft of the model to try ..."),
      {QStringLiteral("model"), QStringLiteral("prepare"), QStringLiteral("--config"),
       state().config, QStringLiteral("--checkpoint"), state().checkpoint,
       QStringLiteral("--labels"), shared().work.filePath(QStringLiteral("labels.txt")),
       QStringLiteral("--progress"), QStringLiteral("json"), QStringLiteral("-o"), draft},
      [this, draft, now](const ModelJobEnd& made) {
        if (!made.hasResult()) {
          return;
        }
        QStringList arguments = {QStringLiteral("model"), QStringLiteral("try-input"), draft,
                                 QStringLiteral("--json")};
        if (!state().clip.isEmpty()) {
          arguments << QStringLiteral("--video") << state().clip << QStringLiteral("--picture")
                    << pictureFile();
        }
        QMetaObject::invokeMethod(
            this,
            [this, arguments, now] {
              run(tr("Trying four ways on your video ..."), arguments,
                  [this, now](const ModelJobEnd& tried) {
                    if (tried.hasResult()) {
                      proved_ = now;
                      show(QJsonDocument::fromJson(tried.output).object());
                    }
                  });
            },
            Qt::QueuedConnection);
      });
}

void InputPage::show(const QJsonObject& json) {
  while (QLayoutItem* const item = grid_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const bool proved = json[QLatin1String("proved")].toBool();
  const QImage picture = proved ? QImage(pictureFile()) : QImage();
  const QSize frame(json[QLatin1String("width")].toInt(), json[QLatin1String("height")].toInt());
  const QString best = json[QLatin1String("best")].toString();
  const QJsonArray candidates = json[QLatin1String("candidates")].toArray();
  const QLocale locale;
  double asIs = 0;
  double top = 0;
  for (int i = 0; i < candidates.size(); ++i) {
    const QJsonObject candidate = candidates[i].toObject();
    const QString key = candidate[QLatin1String("key")].toString();
    const double score = candidate[QLatin1String("mean_top_score")].toDouble();
    asIs = i == 0 ? score : asIs;
    top = std::max(top, score);
    QString text = titleOf(candidate);
    if (i == 0) {
      text += tr(" (as the architecture says)");
    }
    if (proved) {
      text += QLatin1Char('\n') + tr("top score %1%2")
                                      .arg(locale.toString(score, 'f', 3),
                                           key == best ? tr(" - sees most") : QString());
    }
    auto* const choice = new QRadioButton(text);
    choice->setObjectName(QStringLiteral("input-") + key);
    choice->setAccessibleName(text);
    choice->setProperty("candidate", candidate.toVariantMap());
    choice->setChecked(state().input.isEmpty() ? i == 0 : key == state().input);
    choices_->addButton(choice, i);
    auto* const cell = new QWidget;
    auto* const inside = new QVBoxLayout(cell);
    inside->setContentsMargins(0, 0, 12, 4);
    if (!picture.isNull()) {
      auto* const image = new QLabel;
      image->setPixmap(thumbnail(picture, candidate, frame));
      inside->addWidget(image);
    }
    inside->addWidget(choice);
    grid_->addWidget(cell, i / 2, i % 2);
  }
  if (!proved) {
    setStatus(
        tr("Without a video nothing can be proved: it stays as the architecture says. Name "
           "a video on the first page to see."));
  } else if (top - asIs > kDoubtful) {
    setStatus(tr("Another way gives higher scores than the architecture's. Look at the boxes, and "
                 "choose it if the training read its pictures so."),
              true);
  } else {
    setStatus(tr("As the architecture says is right: no other way sees more."));
  }
  if (proved) {
    const double wanted = static_cast<double>(state().width) / std::max(state().height, 1);
    const double given = static_cast<double>(frame.width()) / std::max(frame.height(), 1);
    if (std::max(wanted / given, given / wanted) > 1.25) {
      size_->setText(tr("The network takes pictures of %1 x %2; yours are %3 x %4 and are squeezed "
                        "to that, as in training.")
                         .arg(state().width)
                         .arg(state().height)
                         .arg(frame.width())
                         .arg(frame.height()));
    }
  }
  emit completeChanged();
}

bool InputPage::isComplete() const { return !isBusy() && choices_->checkedButton() != nullptr; }

bool InputPage::validatePage() {
  const QVariantMap candidate = choices_->checkedButton()->property("candidate").toMap();
  state().takeInput(QJsonObject::fromVariantMap(candidate));
  shared().save();
  return true;
}

}  // namespace followspot::ui
