#include <chrono>
#include <random>
#include <string>
#include <thread>

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

namespace {

/// A TCP server on loopback that the kernel accepts for and that never says a word.
class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    listening_ = ::bind(socket_, any, size) == 0 && ::listen(socket_, 4) == 0 &&
                 ::getsockname(socket_, any, &size) == 0;
    port_ = ntohs(address.sin_port);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer() { ::close(socket_); }

  [[nodiscard]] bool listening() const { return listening_; }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  /// A connection has come in and not been taken yet; waits for one at most 5 s.
  [[nodiscard]] bool someoneCalled() const {
    timeval limit{5, 0};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(socket_, &set);
    return ::select(socket_ + 1, &set, nullptr, nullptr, &limit) == 1;
  }
  /// Whether one has come in already.
  [[nodiscard]] bool wasCalled() const {
    timeval limit{0, 0};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(socket_, &set);
    return ::select(socket_ + 1, &set, nullptr, nullptr, &limit) == 1;
  }

 private:
  int socket_;
  int port_ = 0;
  bool listening_ = false;
};

}  // namespace

// Everything that is no good video ends in one sentence or in counted damage.
class TestHostileInput : public QObject {
  Q_OBJECT

 private slots:
  void saysWhatIsWrong() {
    const TemporaryFolder folder;
    const auto put = [&](const char* name, const std::string& bytes) {
      return writeFile(folder / name, bytes).has_value();
    };
    FS_VERIFY_ERROR(open(folder / "none.mp4"), ErrorCode::NotFound, "none.mp4: ");
    FS_VERIFY_ERROR(open(folder.path()), ErrorCode::Unsupported, "without pictures");
    QVERIFY(put("empty.mp4", ""));
    FS_VERIFY_ERROR(open(folder / "empty.mp4"), ErrorCode::CorruptData, "is empty");
    QVERIFY(put("text.mp4", "this is not a video at all, only words\n"));
    FS_VERIFY_ERROR(open(folder / "text.mp4"), ErrorCode::Unsupported, "is not a video");
    QVERIFY(put("text.txt", "this is not a video at all, only words\n"));
    FS_VERIFY_ERROR(open(folder / "text.txt"), ErrorCode::Unsupported, "is not a video");
    QVERIFY(put("zeros.avi", std::string(100'000, '\0')));
    FS_VERIFY_ERROR(open(folder / "zeros.avi"), ErrorCode::Unsupported, "is not a video");
    QCOMPARE(mkfifo((folder / "pipe").c_str(), 0600), 0);
    FS_VERIFY_ERROR(open(folder / "pipe"), ErrorCode::Unsupported, "pipe");
    FS_VERIFY_ERROR(open("/dev/zero"), ErrorCode::Unsupported, "device");
  }

  void saysWhatElseIsInTheFile() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i sine=duration=1", folder / "sound.wav");
    FS_VERIFY_ERROR(open(folder / "sound.wav"), ErrorCode::Unsupported, "found: audio");
    FS_MAKE_CLIP("-f lavfi -i color=red:size=64x64 -frames:v 1", folder / "cover.png");
    FS_MAKE_CLIP("-i " + (folder / "sound.wav").string() + " -i " +
                     (folder / "cover.png").string() +
                     " -map 0 -map 1 -c:v copy -disposition:v attached_pic -c:a flac",
                 folder / "cover.flac");
    FS_VERIFY_ERROR(open(folder / "cover.flac"), ErrorCode::Unsupported, "a cover picture, audio");
  }

  void filesThatBreakOff() {
    const TemporaryFolder folder;
    const std::string clip =
        "-f lavfi -i testsrc2=size=96x64:rate=10:duration=3 -c:v libx264 -g 10";
    FS_MAKE_CLIP(clip, folder / "late.mp4");  // its index comes at the end
    FS_MAKE_CLIP(clip, folder / "a.mkv");
    FS_MAKE_CLIP(clip + " -movflags +faststart", folder / "early.mp4");
    const auto cut = [&](const char* name, double part) {
      const std::string whole = *readFile(folder / name, 1 << 24);
      const auto bytes = static_cast<std::size_t>(static_cast<double>(whole.size()) * part);
      return writeFile(folder / name, whole.substr(0, bytes)).has_value();
    };
    QVERIFY(cut("late.mp4", 0.7));
    FS_VERIFY_ERROR(open(folder / "late.mp4"), ErrorCode::CorruptData, "damaged or cut off");
    QVERIFY(cut("a.mkv", 0.6));
    auto matroska = open(folder / "a.mkv");
    FS_VERIFY_OK(matroska);
    QVERIFY(readAll(**matroska).size() > 10);
    QVERIFY(cut("early.mp4", 0.7));
    auto early = open(folder / "early.mp4");
    FS_VERIFY_OK(early);
    const auto pictures = readAll(**early).size();
    QVERIFY(pictures > 10 && pictures < 30);
    QCOMPARE((*early)->info().frameCount, 30);  // what the container claims
  }

  void aFileWithoutAPicture() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP(
        "-f lavfi -i testsrc2=size=96x64:rate=10:duration=1 -c:v libx264 -movflags +faststart",
        folder / "a.mp4");
    std::string bytes = *readFile(folder / "a.mp4", 1 << 24);
    const auto data = bytes.find("mdat");
    QVERIFY(data != std::string::npos);
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(data) + 4, bytes.end(), '\0');
    FS_VERIFY_OK(writeFile(folder / "a.mp4", bytes));
    FS_VERIFY_ERROR(open(folder / "a.mp4"), ErrorCode::CorruptData, "not one picture");
  }

  void picturesBeyondAllSizes() {
    // A BMP header that claims 65535 x 65535, and one that just fits a side but not the total.
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i color=red:size=16x16 -frames:v 1", folder / "a.bmp");
    std::string bytes = *readFile(folder / "a.bmp", 1 << 20);
    for (const std::size_t at : {18U, 22U}) {
      bytes[at] = '\xff';
      bytes[at + 1] = '\xff';
    }
    FS_VERIFY_OK(writeFile(folder / "b.bmp", bytes));
    const auto begin = std::chrono::steady_clock::now();
    const auto source = open(folder / "b.bmp");
    QVERIFY(!source);
    QVERIFY2(source.error().message.starts_with((folder / "b.bmp").string()),
             source.error().message.c_str());
    QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
  }

  void aListNamedAsAVideoOpensNothingElse() {
    const TemporaryFolder folder;
    const SilentServer canary;
    QVERIFY(canary.listening());
    FS_MAKE_CLIP("-f lavfi -i testsrc=size=64x48:rate=5:duration=1 -c:v mpeg2video",
                 folder / "canary.ts");
    const auto refused = [&](const char* name, const std::string& text) {
      FS_VERIFY_OK(writeFile(folder / name, text));
      const auto source = open(folder / name);
      QVERIFY2(!source, name);
      QVERIFY2(source.error().code == ErrorCode::Unsupported, source.error().message.c_str());
    };
    const std::string http = "http://" + canary.address() + "/x.ts";
    const std::string head = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n";
    refused("movie.mp4", head + "canary.ts\n#EXT-X-ENDLIST\n");
    refused("remote.mp4", head + http + "\n#EXT-X-ENDLIST\n");
    refused("list.mp4", "ffconcat version 1.0\nfile canary.ts\n");
    refused("session.mp4",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
            "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
    refused("dash.mp4",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
            "type=\"static\" mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet "
            "mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>" +
                http + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
    QVERIFY(!canary.wasCalled());
  }

  void aNameIsNoPattern() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48:rate=1:duration=3", folder / "img%d.png");
    FS_VERIFY_ERROR(open(folder / "img%d.png"), ErrorCode::NotFound, "img%d.png");
    auto one = open(folder / "img1.png");
    FS_VERIFY_OK(one);
    QCOMPARE(readAll(**one).size(), 1U);
  }

  void damagedFilesNeverCrash_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("name");
    const QString test = "-f lavfi -i testsrc2=size=96x64:rate=10:duration=2 ";
    QTest::newRow("mp4") << test + "-c:v libx264 -bf 2 -movflags +faststart"
                         << "a.mp4";
    QTest::newRow("mkv") << test + "-c:v libx264 -bf 2"
                         << "a.mkv";
    QTest::newRow("avi") << test + "-c:v mpeg4"
                         << "a.avi";
    QTest::newRow("ts") << test + "-c:v mpeg2video -bf 2"
                        << "a.ts";
    QTest::newRow("webm") << test + "-c:v libvpx -deadline realtime"
                          << "a.webm";
  }

  void damagedFilesNeverCrash() {
    QFETCH(QString, arguments);
    QFETCH(QString, name);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    FS_MAKE_CLIP(arguments.toStdString(), file);
    const std::string good = *readFile(file, 10'000'000);
    std::mt19937 random(3);
    int opened = 0;
    std::int64_t damage = 0;
    for (int seed = 0; seed < 100; ++seed) {
      std::string bad = good;
      for (int flip = 0; flip < 1 + seed; ++flip) {
        bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
      }
      if (seed % 4 == 3) {
        bad.resize(random() % bad.size() + 1);
      }
      FS_VERIFY_OK(writeFile(file, bad));
      auto source = open(file);
      if (!source) {
        QVERIFY(source.error().message.starts_with(file.string()));
        continue;
      }
      ++opened;
      const auto all = readAll(**source);
      QVERIFY(!all.empty() && all.size() <= 1000);
      damage += (*source)->health().damagedPackets;
      // A seek lands somewhere or says why not.
      const auto sought = (*source)->seek(static_cast<FrameId>(all.size() / 2), {});
      QVERIFY(!sought || (*source)->read({}));
    }
    QVERIFY(opened > 30);
    QVERIFY(damage > 0);
  }

  void aSilentServerDoesNotHoldUsUp_data() {
    QTest::addColumn<QString>("scheme");
    for (const char* const scheme : {"rtsp", "http", "rtmp"}) {
      QTest::newRow(scheme) << QString(scheme);
    }
  }

  void aSilentServerDoesNotHoldUsUp() {
    QFETCH(QString, scheme);
    const SilentServer server;
    QVERIFY(server.listening());
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::jthread stopper([&] {
      static_cast<void>(server.someoneCalled());
      asked = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    const std::string url =
        scheme.toStdString() + "://user:secret@" + server.address() + "/a?k=secret";
    const auto source = openVideoSource({.location = url}, stop.get_token());
    const auto returned = std::chrono::steady_clock::now();
    stopper.join();
    FS_VERIFY_ERROR(source, ErrorCode::Cancelled, "***@127.0.0.1");
    QVERIFY(source.error().message.find("secret") == std::string::npos);
    QVERIFY2(returned - asked < std::chrono::milliseconds(200),
             std::to_string((returned - asked).count() / 1'000'000).c_str());
  }

  void aRefusedConnectionIsOneSentence() {
    std::string address;
    {
      const SilentServer gone;
      address = gone.address();
    }
    FS_VERIFY_ERROR(openVideoSource({.location = "rtsp://u:secret@" + address + "/a"}, {}),
                    ErrorCode::Unavailable, "nothing answers");
  }

  void stopIsHonouredByEveryCall() {
    const TemporaryFolder folder;
    const auto file = folder / "a.mp4";
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=96x64:rate=10:duration=2 -c:v libx264", file);
    std::stop_source stop;
    stop.request_stop();
    FS_VERIFY_ERROR(openVideoSource({.location = file.string()}, stop.get_token()),
                    ErrorCode::Cancelled, "a.mp4");
    auto source = open(file);
    FS_VERIFY_OK(source);
    static_cast<void>((*source)->read({}));
    FS_VERIFY_ERROR((*source)->read(stop.get_token()), ErrorCode::Cancelled, "a.mp4");
    // Nothing is lost by it.
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QCOMPARE(indexOf((*frame)->id()), 1);
    FS_VERIFY_ERROR((*source)->seek(FrameId{19}, stop.get_token()), ErrorCode::Cancelled, "a.mp4");
    FS_VERIFY_OK((*source)->seek(FrameId{19}, {}));
  }
};

QTEST_GUILESS_MAIN(TestHostileInput)
#include "tst_hostile_input.moc"
