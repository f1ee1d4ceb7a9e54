#include "ui/widgets/status_strip.h"

#include <chrono>
#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

namespace followspot::ui {
namespace {

QString oneDecimal(double value) { return QLocale().toString(value, 'f', 1); }

void setTextOf(QLabel* label, const QString& text) {
  if (label->text() != text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
  }
}

/// From then on the age of a live picture is its silence, not its way through the program.
constexpr std::chrono::seconds kLongSilence{2};

/// Since a picture came from the source.
std::chrono::seconds silence(const SourceLink& link) {
  if (link.lastPicture == SourceLink::Clock::time_point()) {
    return std::chrono::seconds(0);
  }
  return std::chrono::duration_cast<std::chrono::seconds>(SourceLink::Clock::now() -
                                                          link.lastPicture);
}

}  // namespace

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent),
      model_(new QLabel),
      detectors_(new QLabel),
      rates_(new QLabel),
      age_(new QLabel),
      skipped_(new QLabel) {
  setObjectName(QStringLiteral("statusStrip"));
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 4, 0);
  layout->setSpacing(18);
  const auto add = [&](QLabel* label, const char* name, const QString& toolTip) {
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setToolTip(toolTip);
    label->hide();
    layout->addWidget(label);
  };
  add(model_, "statusModel", tr("The model that finds the objects"));
  add(detectors_, "statusDetectors", tr("Detectors at work, and the time of one picture in one"));
  add(rates_, "statusRates",
      tr("Pictures per second: out of the source, through the detectors, onto the screen"));
  add(age_, "statusAge", tr("From the source to the screen"));
  add(skipped_, "statusSkipped",
      tr("Pictures not given to a detector because it was busy, and damaged data in the source"));
}

void StatusStrip::show(const SessionSnapshot& snapshot, const ModelHandle& model,
                       const ScreenNumbers& numbers) {
  setTextOf(model_,
            model ? QString::fromStdString(model->manifest.name) : tr("No model: picture only"));
  if (!snapshot.active || snapshot.state == SessionState::Failed) {
    for (QLabel* const label : {detectors_, rates_, age_, skipped_}) {
      setTextOf(label, {});
    }
    return;
  }
  const SessionStats& stats = snapshot.stats;
  const bool running =
      snapshot.state == SessionState::Running || snapshot.state == SessionState::Draining;
  QString detectors;
  if (model && stats.workers > 0) {
    detectors = stats.workers == 1 ? tr("1 detector") : tr("%1 detectors").arg(stats.workers);
    if (stats.detectMilliseconds > 0) {
      detectors += tr(", %1 ms").arg(oneDecimal(stats.detectMilliseconds));
    }
  }
  setTextOf(detectors_, detectors);
  QString state;
  switch (snapshot.state) {
    case SessionState::Opening:
      state = tr("opening");
      break;
    case SessionState::Paused:
      state = tr("paused");
      break;
    case SessionState::Finished:
      state = tr("end");
      break;
    case SessionState::Stopped:
      state = tr("stopped");
      break;
    case SessionState::Failed:
      break;  // Returned above: the view and the list of issues say it.
    case SessionState::Running:
    case SessionState::Draining:
      if (stats.link.state != SourceLink::State::Up) {
        state = stats.link.state == SourceLink::State::Waiting ? tr("no video, waiting")
                                                               : tr("no video, connecting");
        break;
      }
      state = model ? tr("capture %1/s, detection %2/s, picture %3/s")
                          .arg(oneDecimal(stats.captureRate), oneDecimal(stats.detectionRate),
                               oneDecimal(numbers.pictureRate))
                    : tr("capture %1/s, picture %2/s")
                          .arg(oneDecimal(stats.captureRate), oneDecimal(numbers.pictureRate));
      break;
  }
  setTextOf(rates_, state);
  QString age;
  if (running && snapshot.source && snapshot.source->live && silence(stats.link) >= kLongSilence) {
    age = tr("age %1 s").arg(silence(stats.link).count());
  } else if (running && numbers.pictureAge) {
    age = tr("age %1 ms").arg(numbers.pictureAge->count());
  }
  setTextOf(age_, age);
  QString skipped;
  if (model && snapshot.pacing == Pacing::Live) {
    skipped = tr("skipped %1").arg(stats.framesSkipped);
  }
  if (stats.health.damagedPackets > 0) {
    skipped += (skipped.isEmpty() ? QString() : QStringLiteral(", ")) +
               tr("damaged %1").arg(stats.health.damagedPackets);
  }
  setTextOf(skipped_, skipped);
}

}  // namespace followspot::ui
