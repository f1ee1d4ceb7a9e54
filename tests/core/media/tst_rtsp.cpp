#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <string>

#include <QFile>
#include <QProcess>
#include <QTest>

#include "core/media/reconnecting_source.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace std::chrono_literals;

namespace {

/// The camera of tests/support/rtsp_server.py, in a process of its own.
class Camera {
 public:
  /// @return false where GStreamer's server is not installed.
  bool start() {
    // Debian's own Python has the modules, whichever other is first in PATH.
    process_.start(QStringLiteral("/usr/bin/python3"),
                   {QStringLiteral(RTSP_SERVER), QString::number(port_)});
    if (!process_.waitForStarted() || !process_.waitForReadyRead()) {
      return false;
    }
    port_ = process_.readLine().trimmed().toInt();
    return port_ > 0;
  }
  void kill() {
    process_.kill();
    process_.waitForFinished();
  }
  void freeze() { ::kill(static_cast<pid_t>(process_.processId()), SIGSTOP); }
  void thaw() { ::kill(static_cast<pid_t>(process_.processId()), SIGCONT); }
  [[nodiscard]] SourceSpec spec() const {
    return {.location = "rtsp://admin:secret@127.0.0.1:" + std::to_string(port_) + "/camera"};
  }
  ~Camera() { kill(); }
  Camera() = default;
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

 private:
  QProcess process_;
  int port_ = 0;
};

constexpr ReconnectPolicy kQuick{.first = 50ms, .longest = 200ms};

/// Reads on until that many pictures came, ids without a gap, times increasing.
std::string readOn(VideoSource& source, std::int64_t& next, Timestamp& last, int pictures) {
  for (int i = 0; i < pictures; ++i) {
    auto frame = source.read({});
    if (!frame || !*frame) {
      return frame ? "an end" : frame.error().message;
    }
    if (indexOf((*frame)->id()) != next || (next > 0 && (*frame)->time() <= last)) {
      return "picture " + std::to_string(next) + " is out of order";
    }
    last = (*frame)->time();
    ++next;
  }
  return {};
}

}  // namespace

// A camera that goes away under a source that reads it.
class TestRtsp : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    Camera camera;
    if (!camera.start()) {
      QSKIP("needs Debian's python3-gi, gir1.2-gst-rtsp-server-1.0 and gstreamer1.0-plugins-good");
    }
  }

  void aCameraThatWasSwitchedOffAndOnGoesOn() {
    Camera camera;
    QVERIFY(camera.start());
    survives(
        camera, [&] { camera.kill(); }, [&] { QVERIFY(camera.start()); });
  }

  void aCameraThatFrozeGoesOn() {
    Camera camera;
    QVERIFY(camera.start());
    survives(
        camera, [&] { camera.freeze(); }, [&] { camera.thaw(); });
  }

 private:
  /// @param breaks, mends  what happens to the camera while it is read: after some pictures, and
  /// when the loss was noticed.
  static void survives(const Camera& camera, const std::function<void()>& breaks,
                       const std::function<void()>& mends) {
    auto first = openVideoSource(camera.spec(), {});
    FS_VERIFY_OK(first);
    QVERIFY((*first)->info().live);
    bool broken = false;
    std::string reason;
    SourceLink::Clock::time_point noticed;
    ReconnectingSource source(
        std::move(*first),
        [&](const std::stop_token& stop) { return openVideoSource(camera.spec(), stop); },
        [&](const SourceLink& link) {
          if (link.state == SourceLink::State::Waiting && broken) {
            broken = false;
            reason = link.reason;
            noticed = SourceLink::Clock::now();
            mends();
          }
        },
        kQuick);
    std::int64_t next = 0;
    Timestamp last{};
    QCOMPARE(readOn(source, next, last, 20), std::string());
    broken = true;
    const auto brokenAt = SourceLink::Clock::now();
    breaks();
    while (broken) {  // what was still on its way comes first
      QCOMPARE(readOn(source, next, last, 1), std::string());
    }
    QCOMPARE(readOn(source, next, last, 20), std::string());
    QVERIFY(source.link().losses >= 1);
    QVERIFY(source.link().state == SourceLink::State::Up);
    QVERIFY2(noticed - brokenAt < 7s, "noticed too late");
    QVERIFY2(!reason.empty() && reason.find("secret") == std::string::npos, reason.c_str());
  }
};

QTEST_GUILESS_MAIN(TestRtsp)
#include "tst_rtsp.moc"
