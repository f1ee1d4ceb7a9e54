#pragma once

#include <QObject>
#include <QProcess>
#include <QString>

#include "ui/sources/demo.h"

namespace followspot::ui {

/// Fetches the demonstration in a process of its own, when told to and not before.
/// @threading GUI thread; nothing waits but the destructor, for a process that is being ended.
class DemoFetch : public QObject {
  Q_OBJECT
 public:
  explicit DemoFetch(QObject* parent = nullptr);
  ~DemoFetch() override;

  /// Ends with `done` or `failed`. Nothing where it runs already.
  void start(const DemoPlaces& places);
  /// Ends with `failed` and no text.
  void cancel();
  [[nodiscard]] bool isRunning() const { return process_.state() != QProcess::NotRunning; }

 signals:
  /// Step `number` of `count` has begun.
  void step(int number, int count, const QString& text);
  void done();
  /// A sentence; empty: cancelled.
  void failed(const QString& why);

 private:
  void readLines();
  void onFinished();

  QProcess process_;
  bool cancelled_ = false;
};

}  // namespace followspot::ui
