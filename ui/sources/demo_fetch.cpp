#include "ui/sources/demo_fetch.h"

#include <QRegularExpression>

namespace followspot::ui {
namespace {

constexpr int kTimeToEnd = 3000;         // ms; it removes what is half there.
constexpr qsizetype kMaxSentence = 400;  // Of what a process writes.

}  // namespace

DemoFetch::DemoFetch(QObject* parent) : QObject(parent) {
  connect(&process_, &QProcess::readyReadStandardOutput, this, &DemoFetch::readLines);
  connect(&process_, &QProcess::finished, this, &DemoFetch::onFinished);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
      emit failed(
          tr("%1 could not be started: %2").arg(process_.program(), process_.errorString()));
    }
  });
}

DemoFetch::~DemoFetch() {
  process_.disconnect(this);
  if (isRunning()) {
    process_.terminate();
    if (!process_.waitForFinished(kTimeToEnd)) {
      process_.kill();
      process_.waitForFinished(kTimeToEnd);
    }
  }
}

void DemoFetch::start(const DemoPlaces& places) {
  if (isRunning()) {
    return;
  }
  cancelled_ = false;
  process_.start(places.fetchProgram, {QStringLiteral("all"), places.cliProgram});
}

void DemoFetch::cancel() {
  if (isRunning()) {
    cancelled_ = true;
    process_.terminate();
  }
}

void DemoFetch::readLines() {
  static const QRegularExpression kStep(QStringLiteral("^step (\\d{1,3})/(\\d{1,3}) (.{1,200})$"));
  while (process_.canReadLine()) {
    const QString line = QString::fromUtf8(process_.readLine(1024)).trimmed();
    if (const auto match = kStep.match(line); match.hasMatch()) {
      emit step(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3));
    }
  }
}

void DemoFetch::onFinished() {
  if (cancelled_) {
    emit failed({});
  } else if (process_.exitStatus() == QProcess::NormalExit && process_.exitCode() == 0) {
    emit done();
  } else {
    const QString said = QString::fromUtf8(process_.readAllStandardError()).trimmed();
    emit failed(said.isEmpty() ? tr("Fetching the demonstration ended without a word of why.")
                               : said.right(kMaxSentence));
  }
}

}  // namespace followspot::ui
