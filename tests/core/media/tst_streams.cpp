#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include <QTest>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

namespace {

/// A web server on loopback that answers every request by `answer(path)`: bytes after the header
/// "200 OK". Without `closing` it keeps the connection open after them, silent.
class WebServer {
 public:
  using Answer = std::function<std::string(const std::string& path)>;

  WebServer(Answer answer, bool closing)
      : answer_(std::move(answer)),
        closing_(closing),
        socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, any, size) == 0 && ::listen(socket_, 8) == 0 &&
        ::getsockname(socket_, any, &size) == 0) {
      port_ = ntohs(address.sin_port);
      thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
    }
  }
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer() {
    thread_.request_stop();
    if (thread_.joinable()) {
      thread_.join();
    }
    ::close(socket_);
  }

  [[nodiscard]] std::string url(const std::string& host, const std::string& path) const {
    return "http://" + host + ":" + std::to_string(port_) + path;
  }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  void serve(const std::stop_token& stop) {
    std::vector<int> open;
    while (!stop.stop_requested()) {
      constexpr int kPollMillis = 20;
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, kPollMillis) != 1) {
        continue;
      }
      const int client = ::accept(socket_, nullptr, nullptr);
      std::string request(4096, '\0');
      const ssize_t got = ::recv(client, request.data(), request.size(), 0);
      request.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      const std::size_t begin = request.find(' ') + 1;
      const std::string path = request.substr(begin, request.find(' ', begin) - begin);
      ++requests_;
      const std::string bytes = "HTTP/1.0 200 OK\r\n\r\n" + answer_(path);
      ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (closing_) {
        ::close(client);
      } else {
        open.push_back(client);
      }
    }
    for (const int client : open) {
      ::close(client);
    }
  }

  Answer answer_;
  bool closing_;
  int socket_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

/// A short clip as a transport stream; empty where it cannot be made.
std::string transportStream(const TemporaryFolder& folder) {
  const auto file = folder / "a.ts";
  return makeClip("-f lavfi -i testsrc2=size=96x64:rate=25:duration=2 -c:v mpeg2video -bf 0", file)
             ? *readFile(file, 1 << 24)
             : std::string();
}

}  // namespace

// Sources that come over the network; the server is a thread of the test.
class TestStreams : public QObject {
  Q_OBJECT

 private slots:
  void theEndOfALiveSourceIsAFault() {
    const TemporaryFolder folder;
    const std::string clip = transportStream(folder);
    if (clip.empty()) {
      QSKIP("needs the ffmpeg program");
    }
    const WebServer server([&](const std::string&) { return clip; }, true);
    auto source = openVideoSource({.location = server.url("127.0.0.1", "/live?key=secret")}, {});
    FS_VERIFY_OK(source);
    const SourceInfo& info = (*source)->info();
    QVERIFY(info.live && !info.seekable && info.kind == SourceKind::Stream);
    QVERIFY(info.name.find("secret") == std::string::npos);
    int pictures = 0;
    auto frame = (*source)->read({});
    for (; frame && *frame; frame = (*source)->read({})) {
      ++pictures;
    }
    QVERIFY(pictures >= 45);
    FS_VERIFY_ERROR(frame, ErrorCode::Unavailable, "cut off");
    FS_VERIFY_ERROR((*source)->seek(FrameId{0}, {}), ErrorCode::Unsupported, "live source");
  }

  void aStopEndsTheWaitForASilentStream() {
    const TemporaryFolder folder;
    const std::string clip = transportStream(folder);
    if (clip.empty()) {
      QSKIP("needs the ffmpeg program");
    }
    const WebServer server([&](const std::string&) { return clip; }, false);
    auto source = openVideoSource({.location = server.url("127.0.0.1", "/live")}, {});
    FS_VERIFY_OK(source);
    std::stop_source stop;
    std::atomic<int> read = 0;
    std::atomic<std::chrono::steady_clock::rep> asked = 0;
    // Requested when nothing has come for a while: the source then waits inside libav.
    std::jthread stopper([&](const std::stop_token& over) {
      int seen = -1;
      while (!over.stop_requested() && seen != read) {
        seen = read;
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
      }
      asked = std::chrono::steady_clock::now().time_since_epoch().count();
      stop.request_stop();
    });
    auto frame = (*source)->read(stop.get_token());
    for (; frame && *frame; frame = (*source)->read(stop.get_token())) {
      ++read;
    }
    const auto returned = std::chrono::steady_clock::now().time_since_epoch();
    stopper.join();
    FS_VERIFY_ERROR(frame, ErrorCode::Cancelled, "stopped");
    const auto waited = returned - std::chrono::steady_clock::duration(asked);
    QVERIFY2(waited < std::chrono::milliseconds(200),
             std::to_string(waited.count() / 1'000'000).c_str());
  }

  void aSilentStreamIsAFaultAfterFiveSeconds() {
    const TemporaryFolder folder;
    const std::string clip = transportStream(folder);
    if (clip.empty()) {
      QSKIP("needs the ffmpeg program");
    }
    const WebServer server([&](const std::string&) { return clip; }, false);
    auto source = openVideoSource({.location = server.url("127.0.0.1", "/live")}, {});
    FS_VERIFY_OK(source);
    const auto begin = std::chrono::steady_clock::now();
    auto frame = (*source)->read({});
    for (; frame && *frame; frame = (*source)->read({})) {
    }
    const auto waited = std::chrono::steady_clock::now() - begin;
    FS_VERIFY_ERROR(frame, ErrorCode::Unavailable, "no picture for 5 s");
    QVERIFY(waited > std::chrono::seconds(4) && waited < std::chrono::seconds(7));
  }

  void aPlaylistMayNotLeadToAnotherHost() {
    const TemporaryFolder folder;
    const std::string clip = transportStream(folder);
    if (clip.empty()) {
      QSKIP("needs the ffmpeg program");
    }
    const WebServer canary([&](const std::string&) { return clip; }, true);
    std::string segment = "/segment.ts";
    const WebServer server(
        [&](const std::string& path) {
          return path == "/list.m3u8" ? "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + segment +
                                            "\n#EXT-X-ENDLIST\n"
                                      : clip;
        },
        true);
    // On its own host it plays.
    auto own = openVideoSource({.location = server.url("127.0.0.1", "/list.m3u8")}, {});
    FS_VERIFY_OK(own);
    QVERIFY((*own)->read({}));
    for (const std::string& elsewhere :
         {canary.url("localhost", "/x.ts"), "file://" + (folder / "a.ts").string(),
          (folder / "a.ts").string()}) {
      segment = elsewhere;
      const auto before = canary.requests();
      const auto other = openVideoSource({.location = server.url("127.0.0.1", "/list.m3u8")}, {});
      const bool ownPath = elsewhere.starts_with("/");  // a path on that host: its own clip
      QVERIFY2(other.has_value() == ownPath, elsewhere.c_str());
      QCOMPARE(canary.requests(), before);
    }
  }

  void aPageIsNoVideo() {
    const WebServer server([](const std::string&) { return "<html><body>no</body></html>"; }, true);
    const auto source = openVideoSource({.location = server.url("127.0.0.1", "/")}, {});
    QVERIFY(!source);
    QVERIFY2(source.error().message.starts_with("http://127.0.0.1"),
             source.error().message.c_str());
  }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
