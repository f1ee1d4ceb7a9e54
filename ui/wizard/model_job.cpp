#include "ui/wizard/model_job.h"

#include <csignal>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

#include <sys/prctl.h>

#include "core/base/this_process.h"

namespace followspot::ui {
namespace {

constexpr qsizetype kMostOutput = qsizetype{16} << 20;
constexpr qsizetype kMostLine = qsizetype{64} << 10;
constexpr qsizetype kMostLog = qsizetype{1} << 20;
constexpr int kPatienceMs = 5000;
constexpr int kNotGoodEnough = 7;  // Exit codes: followspot-cli --help.
constexpr int kInterrupted = 130;

ModelStep stepOf(const QJsonObject& json) {
  ModelStep step;
  step.name = json[QLatin1String("step_done")].toString();
  step.milliseconds = json[QLatin1String("ms")].toDouble();
  const QJsonObject after = json[QLatin1String("after")].toObject();
  step.nodes = after[QLatin1String("nodes")].toInteger();
  step.bytes = after[QLatin1String("bytes")].toInteger();
  step.nodesBefore = json[QLatin1String("before")].toObject()[QLatin1String("nodes")].toInteger();
  for (const auto& each : json[QLatin1String("notes")].toArray()) {
    step.notes.append(each.toString());
  }
  return step;
}

}  // namespace

ModelJob::ModelJob(QString program, QObject* parent)
    : QObject(parent),
      program_(program.isEmpty()
                   ? QString::fromStdString(companionProgram("followspot-cli").string())
                   : std::move(program)) {
  process_.setStandardInputFile(QProcess::nullDevice());
  process_.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
  patience_.setSingleShot(true);
  patience_.setInterval(kPatienceMs);
  connect(&patience_, &QTimer::timeout, &process_, &QProcess::kill);
  connect(&process_, &QProcess::readyReadStandardError, this, &ModelJob::readErrors);
  connect(&process_, &QProcess::readyReadStandardOutput, this, &ModelJob::readOutput);
  connect(&process_, &QProcess::finished, this, &ModelJob::end);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) {
      end();
    }
  });
}

ModelJob::~ModelJob() {
  disconnect(&process_, nullptr, this, nullptr);
  if (isRunning()) {
    process_.terminate();
    constexpr int kLastWaitMs = 500;
    if (!process_.waitForFinished(kLastWaitMs)) {
      process_.kill();
      process_.waitForFinished(kLastWaitMs);
    }
  }
}

void ModelJob::start(const QStringList& arguments) {
  pendingErrors_.clear();
  output_.clear();
  lastSentence_.clear();
  cancelled_ = false;
  QStringList shown = arguments;
  for (QString& each : shown) {
    if (each.isEmpty() || each.contains(QLatin1Char(' '))) {
      each = QLatin1Char('\'') + each + QLatin1Char('\'');
    }
  }
  note(QStringLiteral("$ followspot-cli ") + shown.join(QLatin1Char(' ')));
  process_.start(program_, arguments);
}

void ModelJob::cancel() {
  if (!isRunning() || cancelled_) {
    return;
  }
  cancelled_ = true;
  ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  patience_.start();
}

void ModelJob::kill() {
  if (isRunning()) {
    cancelled_ = true;
    process_.kill();
    constexpr int kLastWaitMs = 500;
    process_.waitForFinished(kLastWaitMs);
  }
}

void ModelJob::readErrors() {
  pendingErrors_ += process_.readAllStandardError();
  qsizetype from = 0;
  for (qsizetype at = pendingErrors_.indexOf('\n', from); at >= 0;
       at = pendingErrors_.indexOf('\n', from)) {
    readLine(pendingErrors_.mid(from, at - from));
    from = at + 1;
  }
  pendingErrors_.remove(0, from);
  if (pendingErrors_.size() > kMostLine) {
    readLine(pendingErrors_.left(kMostLine));
    pendingErrors_.clear();
  }
}

void ModelJob::readLine(const QByteArray& line) {
  if (line.trimmed().isEmpty()) {
    return;
  }
  note(QString::fromUtf8(line));
  const QJsonObject json = QJsonDocument::fromJson(line).object();
  if (json.contains(QLatin1String("step_done"))) {
    emit stepDone(stepOf(json));
  } else if (json.contains(QLatin1String("step"))) {
    emit stepBegan(json[QLatin1String("step")].toString(), json[QLatin1String("done")].toInt(),
                   json[QLatin1String("total")].toInt());
  } else if (json.contains(QLatin1String("pictures"))) {
    emit picturesDone(json[QLatin1String("pictures")].toInt());
  } else if (json.isEmpty()) {
    lastSentence_ = QString::fromUtf8(line).trimmed();
  }
}

void ModelJob::readOutput() {
  output_ += process_.readAllStandardOutput().left(kMostOutput - output_.size());
}

void ModelJob::end() {
  patience_.stop();
  readErrors();
  if (!pendingErrors_.isEmpty()) {
    readLine(std::exchange(pendingErrors_, {}));
  }
  readOutput();
  const ModelJobEnd how = howItEnded();
  note(how.how == ModelJobEnd::How::Done ? QStringLiteral("# done")
                                         : QStringLiteral("# ") + how.sentence);
  emit finished(how);
}

ModelJobEnd ModelJob::howItEnded() const {
  using How = ModelJobEnd::How;
  ModelJobEnd result;
  result.output = output_;
  if (process_.error() == QProcess::FailedToStart) {
    result.how = How::Failed;
    result.sentence = tr("%1 cannot be started (%2). Install Followspot again.")
                          .arg(program_, process_.errorString());
  } else if (cancelled_ || (process_.exitStatus() == QProcess::NormalExit &&
                            process_.exitCode() == kInterrupted)) {
    result.how = How::Cancelled;
    result.sentence = tr("Stopped. Nothing was changed.");
  } else if (process_.exitStatus() == QProcess::CrashExit) {
    result.how = How::Crashed;
    result.sentence =
        tr("The process that did the work was ended by signal %1. Nothing was changed; "
           "try again, and report it with the log where it happens again.")
            .arg(process_.exitCode());
  } else if (process_.exitCode() == 0) {
    result.how = How::Done;
  } else if (process_.exitCode() == kNotGoodEnough) {
    result.how = How::NotGoodEnough;
    result.sentence = lastSentence_;
  } else {
    result.how = How::Failed;
    result.sentence =
        lastSentence_.isEmpty()
            ? tr("It failed without a word (exit code %1). See the log.").arg(process_.exitCode())
            : lastSentence_;
  }
  return result;
}

void ModelJob::note(const QString& line) {
  if (log_.size() + line.size() > kMostLog) {
    log_.remove(0, log_.size() / 2);
  }
  log_ += line + QLatin1Char('\n');
  emit logGrew(line);
}

}  // namespace followspot::ui
