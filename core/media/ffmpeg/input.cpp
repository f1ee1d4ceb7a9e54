#include "core/media/ffmpeg/input.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <dlfcn.h>

#include "core/media/ffmpeg/input_formats.h"
#include "core/media/location.h"

namespace followspot {
namespace {

/// Owns an AVDictionary.
class Options {
 public:
  Options() = default;
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  ~Options() { av_dict_free(&dictionary_); }
  void set(const char* key, const char* value) { av_dict_set(&dictionary_, key, value, 0); }
  [[nodiscard]] AVDictionary** address() { return &dictionary_; }

 private:
  AVDictionary* dictionary_ = nullptr;
};

/// The v4l2 demuxer lives in libavdevice, which drags in dozens of libraries: loaded only when a
/// camera is asked for. Its major version goes with libavformat's.
Result<const AVInputFormat*> cameraFormat() {
  const std::string version = std::to_string(LIBAVFORMAT_VERSION_MAJOR);
  void* const handle = dlopen(("libavdevice.so." + version).c_str(), RTLD_NOW | RTLD_LOCAL);
  void* const symbol = handle != nullptr ? dlsym(handle, "avdevice_register_all") : nullptr;
  if (symbol == nullptr) {
    return fail(ErrorCode::Unavailable,
                "cameras are read by libavdevice " + version +
                    ", which is not installed. Install it (Debian: libavdevice" + version + ").");
  }
  reinterpret_cast<void (*)()>(symbol)();
  const AVInputFormat* const format = av_find_input_format("video4linux2");
  if (format == nullptr) {
    return fail(ErrorCode::Unsupported, "this libavdevice reads no cameras.");
  }
  return format;
}

/// Why a file could not be opened. `certain`: its content, not just its name, says what it is.
Error fileError(int error, const std::string& name, const char* format, bool certain) {
  if (error == AVERROR(ENOMEM)) {
    return {ErrorCode::Unavailable, name + ": not enough memory to open it. Close something else."};
  }
  if (error == AVERROR(EIO)) {
    return {ErrorCode::Unavailable, name + ": cannot be read (" + av::reason(error) +
                                        "). Check the disk or the network it lies on."};
  }
  if (!certain) {
    return {ErrorCode::Unsupported,
            name + ": is not a video that can be read. Pick a video file or a picture."};
  }
  return {ErrorCode::CorruptData, name + ": is damaged or cut off (" + format + ", " +
                                      av::reason(error) + "). Copy it anew."};
}

Error streamError(int error, const std::string& name) {
  const std::string why = av::reason(error);
  switch (error) {
    case AVERROR_HTTP_UNAUTHORIZED:
    case AVERROR_HTTP_FORBIDDEN:
      return {ErrorCode::Unavailable, name + ": refuses the user name or password. Check both."};
    case AVERROR_HTTP_NOT_FOUND:
      return {ErrorCode::NotFound,
              name + ": there is no such stream on that server. Check the path."};
    case AVERROR(ECONNREFUSED):
      return {ErrorCode::Unavailable,
              name + ": nothing answers there (" + why + "). Check that it is on, and the port."};
    case AVERROR_INVALIDDATA:
      return {ErrorCode::Unsupported, name + ": sends nothing that is a video. Check the address."};
    case AVERROR_PROTOCOL_NOT_FOUND:
      return {ErrorCode::Unsupported, name + ": this FFmpeg does not speak that protocol."};
    default:
      return {ErrorCode::Unavailable,
              name + ": cannot be opened (" + why + "). Check the address and that it is on."};
  }
}

Error cameraError(int error, const std::string& name) {
  const std::string remedy = error == AVERROR(EBUSY)    ? "Close the program that uses it."
                             : error == AVERROR(EACCES) ? "Add yourself to the group video."
                                                        : "Check that it is a camera.";
  return {ErrorCode::Unavailable,
          name + ": cannot be opened (" + av::reason(error) + "). " + remedy};
}

std::optional<Error> interrupted(const Interruption& interruption, const std::string& name) {
  if (interruption.stopped()) {
    return Error{ErrorCode::Cancelled, name + ": opening was stopped."};
  }
  if (interruption.expired()) {
    return Error{ErrorCode::Unavailable,
                 name + ": no answer in time. Check the address and that the device is on."};
  }
  return std::nullopt;
}

/// Lets a stream open further addresses (segments of a playlist) on its own host only.
struct HostGuard {
  std::string host;
  int (*open)(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) = nullptr;
};

int openOnSameHost(AVFormatContext* context, AVIOContext** result, const char* url, int flags,
                   AVDictionary** options) {
  const auto& guard = *static_cast<const HostGuard*>(context->opaque);
  return hostOf(url) == guard.host ? guard.open(context, result, url, flags, options)
                                   : AVERROR(EPERM);
}

int openNothing(AVFormatContext* /*context*/, AVIOContext** /*result*/, const char* /*url*/,
                int /*flags*/, AVDictionary** /*options*/) {
  return AVERROR(EPERM);
}

Result<void> openFile(Input& input, const std::string& path, Interruption& interruption) {
  auto file = FileIo::open(path, interruption);
  if (!file) {
    return fail(file.error());
  }
  input.file = std::move(*file);
  const AVInputFormat* format = nullptr;
  const int score =
      av_probe_input_buffer2(input.file->context(), &format, path.c_str(), nullptr, 0, 0);
  if (auto stop = interrupted(interruption, path)) {
    return fail(*stop);
  }
  const bool certain = score > AVPROBE_SCORE_EXTENSION;
  if (score < 0 || format == nullptr) {
    return fail(fileError(score, path, "", false));
  }
  if (namesOtherFiles(format->name)) {
    return fail(ErrorCode::Unsupported, path + ": is a list of other files or addresses (" +
                                            format->name +
                                            "), not a video. Open those themselves.");
  }
  AVFormatContext* raw = input.container.release();
  raw->pb = input.file->context();
  raw->io_open = &openNothing;
  Options options;
  options.set("format_whitelist", selfContainedFormats().c_str());
  options.set("protocol_whitelist", "none");
  const int error = avformat_open_input(&raw, path.c_str(), format, options.address());
  input.container.reset(raw);  // null after a failure
  if (error < 0) {
    const auto stop = interrupted(interruption, path);
    return fail(stop ? *stop : fileError(error, path, format->name, certain));
  }
  return {};
}

Result<void> openCamera(Input& input, const std::string& name, const Interruption& interruption) {
  const auto format = cameraFormat();
  if (!format) {
    return fail(format.error().withContext(name));
  }
  AVFormatContext* raw = input.container.release();
  raw->flags |= AVFMT_FLAG_NONBLOCK;  // its blocking wait would know nothing of our stop request
  const int error = avformat_open_input(&raw, name.c_str(), *format, nullptr);
  input.container.reset(raw);
  if (error < 0) {
    const auto stop = interrupted(interruption, name);
    return fail(stop ? *stop : cameraError(error, name));
  }
  return {};
}

const char* protocolsFor(std::string_view scheme) {
  if (scheme == "http" || scheme == "https") {
    return "http,https,tcp,tls,httpproxy,crypto";
  }
  if (scheme == "rtsp" || scheme == "rtsps") {
    return "rtsp,rtsps,rtp,srtp,udp,tcp,tls";
  }
  if (scheme == "rtmp" || scheme == "rtmps") {
    return "rtmp,rtmps,tcp,tls";
  }
  return scheme == "srt" ? "srt" : "udp,rtp,rtcp";
}

Result<void> openStream(Input& input, const std::string& location,
                        const Interruption& interruption) {
  const std::string name = publicName(location);
  const std::string scheme = schemeOf(location);
  Options options;
  options.set("protocol_whitelist", protocolsFor(scheme));
  options.set("format_whitelist", (selfContainedFormats() + ",rtsp,rtp,sdp,hls").c_str());
  options.set("rtsp_transport", "tcp");
  // A second net: the interruption comes first. Both options mean the same, but "timeout" would
  // make an RTMP address wait to be called.
  constexpr const char* kMicroseconds = "15000000";
  options.set(scheme.starts_with("rtsp") ? "timeout" : "rw_timeout", kMicroseconds);
  AVFormatContext* raw = input.container.release();
  if (scheme == "http" || scheme == "https") {
    const auto guard = std::make_shared<HostGuard>();
    guard->host = hostOf(location);
    guard->open = raw->io_open;
    raw->opaque = guard.get();
    raw->io_open = &openOnSameHost;
    input.guard = guard;
  }
  const int error = avformat_open_input(&raw, location.c_str(), nullptr, options.address());
  input.container.reset(raw);
  if (error < 0) {
    const auto stop = interrupted(interruption, name);
    return fail(stop ? *stop : streamError(error, name));
  }
  return {};
}

/// Index of the stream with pictures. @errors Unsupported: none (says what there is).
Result<int> pictureStream(const AVFormatContext& container, const std::string& name) {
  std::set<std::string> found;
  int best = -1;
  bool bestIsDefault = false;
  for (unsigned i = 0; i < container.nb_streams; ++i) {
    const AVStream& stream = *container.streams[i];
    const bool cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !cover) {
      const bool isDefault = (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
      if (best < 0 || (isDefault && !bestIsDefault)) {
        best = static_cast<int>(i);
        bestIsDefault = isDefault;
      }
      continue;
    }
    const char* const kind = av_get_media_type_string(stream.codecpar->codec_type);
    found.insert(cover ? "a cover picture" : kind != nullptr ? kind : "data");
  }
  if (best >= 0) {
    return best;
  }
  std::string what;
  for (const std::string& kind : found) {
    what += (what.empty() ? "" : ", ") + kind;
  }
  return fail(ErrorCode::Unsupported,
              name + ": no video in it (found: " + (what.empty() ? "nothing" : what) +
                  "). Pick a file with video.");
}

}  // namespace

Result<std::unique_ptr<Input>> openInput(const std::string& location, SourceKind kind,
                                         Interruption& interruption) {
  av::silence();
  const std::string name = kind == SourceKind::Stream ? publicName(location) : localPath(location);
  auto input = std::make_unique<Input>();
  input->container.reset(avformat_alloc_context());
  if (!input->container) {
    return fail(ErrorCode::Unavailable, name + ": not enough memory to open it.");
  }
  input->container->interrupt_callback = interruption.callback();
  const auto opened = kind == SourceKind::File     ? openFile(*input, name, interruption)
                      : kind == SourceKind::Camera ? openCamera(*input, name, interruption)
                                                   : openStream(*input, location, interruption);
  if (!opened) {
    return fail(opened.error());
  }
  const int error = avformat_find_stream_info(input->container.get(), nullptr);
  if (auto stop = interrupted(interruption, name)) {
    return fail(*stop);
  }
  if (error < 0) {
    return fail(kind == SourceKind::File
                    ? fileError(error, name, input->container->iformat->name, true)
                    : streamError(error, name));
  }
  const auto stream = pictureStream(*input->container, name);
  if (!stream) {
    return fail(stream.error());
  }
  input->stream = *stream;
  for (unsigned i = 0; i < input->container->nb_streams; ++i) {
    input->container->streams[i]->discard =
        static_cast<int>(i) == *stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  return input;
}

Result<av::CodecPtr> openDecoder(const AVStream& stream, int threads, const std::string& name) {
  const AVCodecParameters& parameters = *stream.codecpar;
  const AVCodec* const codec = avcodec_find_decoder(parameters.codec_id);
  if (codec == nullptr) {
    return fail(ErrorCode::Unsupported, name + ": no decoder for " +
                                            avcodec_get_name(parameters.codec_id) +
                                            " here. Convert the video, for example to H.264.");
  }
  if (parameters.width > kMaxSide || parameters.height > kMaxSide) {
    return fail(ErrorCode::Unsupported, name + ": pictures of " + std::to_string(parameters.width) +
                                            "x" + std::to_string(parameters.height) +
                                            " are larger than " + std::to_string(kMaxSide) +
                                            " a side. Scale the video down.");
  }
  av::CodecPtr decoder(avcodec_alloc_context3(codec));
  if (!decoder || avcodec_parameters_to_context(decoder.get(), &parameters) < 0) {
    return fail(ErrorCode::Unavailable, name + ": not enough memory for a decoder.");
  }
  constexpr int kMaxThreads = 16;
  decoder->thread_count = std::clamp(threads, 1, kMaxThreads);
  decoder->max_pixels = kMaxPixels;
  decoder->pkt_timebase = stream.time_base;
  if (const int error = avcodec_open2(decoder.get(), codec, nullptr); error < 0) {
    return fail(ErrorCode::Unsupported, name + ": its " + codec->name +
                                            " pictures cannot be decoded (" + av::reason(error) +
                                            "). Convert the video, for example to H.264.");
  }
  return decoder;
}

}  // namespace followspot
