#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTimer>

namespace followspot::ui {

/// What one step of a job did, as the child tells it.
struct ModelStep {
  QString name;
  qint64 nodes = 0;        ///< Afterwards; 0: the step is not one of a graph.
  qint64 nodesBefore = 0;  ///< And before it.
  qint64 bytes = 0;        ///< Of the graph's constants, afterwards.
  double milliseconds = 0;
  QStringList notes;
};

/// How a job ended.
struct ModelJobEnd {
  enum class How {
    Done,
    NotGoodEnough,  ///< It ran and says that no model is as good as asked for; there is output.
    Failed,         ///< It said why: `sentence`.
    Cancelled,      ///< By the user; nothing of it is left.
    Crashed         ///< A signal that nobody here sent ended it.
  };
  How how = How::Failed;
  QString sentence;   ///< For people; empty where it is done.
  QByteArray output;  ///< Standard output, its first 16 MiB.

  [[nodiscard]] bool hasResult() const { return how == How::Done || how == How::NotGoodEnough; }
};

/// Work on a model in a process of its own, `followspot-cli`: a crash in there costs a sentence.
///
/// One job at a time; the object can be used again. A job that still runs when its object goes is
/// ended, and so it is when this program dies.
/// @threading GUI thread; never waits, but up to 0.5 s in the destructor.
class ModelJob : public QObject {
  Q_OBJECT
 public:
  /// @param program  empty: `followspot-cli` as it belongs to this program.
  explicit ModelJob(QString program = {}, QObject* parent = nullptr);
  ~ModelJob() override;

  /// @param arguments  of followspot-cli. No job may be at work.
  void start(const QStringList& arguments);
  /// Asks it to stop as Ctrl+C does, and ends it where it has not after 5 s.
  void cancel();
  /// Ends it at once; `finished` comes before this returns.
  void kill();
  [[nodiscard]] bool isRunning() const { return process_.state() != QProcess::NotRunning; }
  /// Every command line, every line of standard error and every end so far, for a bug report.
  [[nodiscard]] const QString& log() const { return log_; }
  [[nodiscard]] qint64 processId() const { return process_.processId(); }

 signals:
  void stepBegan(const QString& name, int done, int total);
  void stepDone(const followspot::ui::ModelStep& step);
  /// Pictures looked at so far, over all models.
  void picturesDone(int pictures);
  void logGrew(const QString& line);
  void finished(const followspot::ui::ModelJobEnd& end);

 private:
  void readErrors();
  void readLine(const QByteArray& line);
  void readOutput();
  void end();
  void note(const QString& line);
  [[nodiscard]] ModelJobEnd howItEnded() const;

  QString program_;
  QProcess process_;
  QTimer patience_;
  QString log_;
  QByteArray pendingErrors_;
  QByteArray output_;
  QString lastSentence_;
  bool cancelled_ = false;
};

}  // namespace followspot::ui
