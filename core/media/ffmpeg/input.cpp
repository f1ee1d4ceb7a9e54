#include "core/media/ffmpeg/input.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <set>
#include <string_view>

#include <dlfcn.h>

extern "C" {
#include <libavdevice/version.h>
}

namespace followspot {
namespace {

constexpr int kMaxSide = 16384;
constexpr std::int64_t kMaxPixels = std::int64_t{1} << 28;
constexpr std::chrono::milliseconds kOpenLimit{10'000};

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

/// Every demuxer that reads only the bytes of its own file. Left out are those that name other
/// files or hosts: playlists, manifests, file lists, session descriptions and name patterns, which
/// libav recognises by content whatever the file is called.
const std::string& selfContainedFormats() {
  static const std::string kNames = [] {
    const std::set<std::string_view> leftOut = {
        "hls",    "dash",  "concat", "concatf",   "imf",         "sdp",    "rtp",
        "rtsp",   "sap",   "alias_pix", "brender_pix", "bluray", "webm_dash_manifest",
        "vobsub", "mpsub", "lavfi",  "tty"};
    std::string names;
    void* state = nullptr;
    while (const AVInputFormat* const format = av_demuxer_iterate(&state)) {
      const std::string_view all = format->name;
      const std::string_view first = all.substr(0, all.find(','));
      if (!leftOut.contains(first)) {
        names += names.empty() ? "" : ",";
        names += all;
      }
    }
    return names;
  }();
  return kNames;
}

/// The v4l2 demuxer lives in libavdevice, which drags in dozens of libraries: loaded only when a
/// camera is asked for.
Result<void> loadCameraSupport() {
  const std::string library = "libavdevice.so." + std::to_string(LIBAVDEVICE_VERSION_MAJOR);
  void* const handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* const symbol = handle != nullptr ? dlsym(handle, "avdevice_register_all") : nullptr;
  if (symbol == nullptr) {
    return fail(ErrorCode::Unavailable,
                library + " is missing, which reads cameras. Install it (Debian: libavdevice" +
                    std::to_string(LIBAVDEVICE_VERSION_MAJOR) + ").");
  }
  reinterpret_cast<void (*)()>(symbol)();
  return {};
}

Error openError(int error, const std::string& name, SourceKind kind,
                const Interruption& interruption) {
  if (interruption.stopped()) {
    return {ErrorCode::Cancelled, name + ": opening was stopped."};
  }
  if (interruption.expired()) {
    return {ErrorCode::Unavailable,
            name + ": no answer within 10 s. Check the address and that the device is on."};
  }
  const std::string why = av::reason(error);
  switch (error) {
    case AVERROR_INVALIDDATA:
      return kind == SourceKind::File
                 ? Error{ErrorCode::CorruptData,
                         name +
                             ": is not a video that can be read, or is incomplete. Try another "
                             "player or copy it anew."}
                 : Error{ErrorCode::Unsupported,
                         name + ": sends nothing that is a video. Check the address."};
    case AVERROR_HTTP_UNAUTHORIZED:
    case AVERROR_HTTP_FORBIDDEN:
      return {ErrorCode::Unavailable, name + ": refuses the user name or password. Check both."};
    case AVERROR_HTTP_NOT_FOUND:
      return {ErrorCode::NotFound,
              name + ": there is no such stream on that server. Check the path."};
    case AVERROR_PROTOCOL_NOT_FOUND:
      return {ErrorCode::Unsupported,
              name + ": this kind of address is not known. Use rtsp://, http:// or https://."};
    case AVERROR(ENOENT):
      return {ErrorCode::NotFound, name + ": is not there. Check the name."};
    case AVERROR(EACCES):
    case AVERROR(EBUSY):
      return {ErrorCode::Unavailable,
              name + ": cannot be opened (" + why + "). Check permissions and other programs."};
    default:
      return {ErrorCode::Unavailable,
              name + ": cannot be opened (" + why + "). Check that it is there and readable."};
  }
}

}  // namespace

Result<SourceKind> kindOf(const std::string& location) {
  if (location.find("://") != std::string::npos) {
    return SourceKind::Stream;
  }
  std::error_code problem;
  const auto status = std::filesystem::status(location, problem);
  if (location.starts_with("/dev/video")) {
    return std::filesystem::is_character_file(status)
               ? Result<SourceKind>(SourceKind::Camera)
               : fail(ErrorCode::NotFound,
                      location + ": there is no such camera. Plug it in or choose another one.");
  }
  if (!std::filesystem::exists(status)) {
    return fail(ErrorCode::NotFound, location + ": is not there. Check the name.");
  }
  if (std::filesystem::is_directory(status)) {
    return SourceKind::ImageFolder;
  }
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorCode::Unsupported,
                location +
                    ": is a pipe or device, not a video file. Give a file, a folder of "
                    "pictures, /dev/videoN or an address.");
  }
  if (std::filesystem::file_size(location, problem) == 0) {
    return fail(ErrorCode::CorruptData, location + ": is empty. Copy it anew.");
  }
  return SourceKind::File;
}

std::string publicName(const std::string& location) {
  const std::size_t scheme = location.find("://");
  if (scheme == std::string::npos) {
    return location;
  }
  const std::size_t begin = scheme + 3;
  const std::size_t end = location.find_first_of("/?#", begin);
  const std::size_t at = location.rfind('@', end == std::string::npos ? end : end - 1);
  if (at == std::string::npos || at < begin) {
    return location;
  }
  return location.substr(0, begin) + "***@" + location.substr(at + 1);
}

Result<av::FormatPtr> openInput(const std::string& location, SourceKind kind,
                                Interruption& interruption) {
  static std::once_flag quiet;
  std::call_once(quiet, [] { av_log_set_level(AV_LOG_QUIET); });  // damage is counted, failures are said by us
  const std::string name = publicName(location);
  Options options;
  const AVInputFormat* format = nullptr;
  std::string url = location;
  switch (kind) {
    case SourceKind::File:
    case SourceKind::ImageFolder:
      url = "file:" + location;  // whatever the name looks like, it is a file
      options.set("protocol_whitelist", "file");
      options.set("format_whitelist", selfContainedFormats().c_str());
      options.set("pattern_type", "none");  // a picture's name is a name, not a pattern of names
      break;
    case SourceKind::Camera:
      if (auto loaded = loadCameraSupport(); !loaded) {
        return fail(loaded.error().withContext(name));
      }
      format = av_find_input_format("v4l2");
      break;
    case SourceKind::Stream:
      options.set("protocol_whitelist",
                  "rtsp,rtsps,rtp,udp,tcp,tls,crypto,http,https,httpproxy,srt,rtmp,rtmps");
      options.set("rtsp_transport", "tcp");
      options.set("timeout", "5000000");  // microseconds
      options.set("rw_timeout", "5000000");
      break;
  }
  AVFormatContext* raw = avformat_alloc_context();
  if (raw == nullptr) {
    return fail(ErrorCode::Unavailable, name + ": not enough memory to open it.");
  }
  raw->interrupt_callback = interruption.callback();
  int error =
      avformat_open_input(&raw, url.c_str(), format, options.address());  // frees raw on failure
  if (error < 0) {
    return fail(openError(error, name, kind, interruption));
  }
  av::FormatPtr context(raw);
  error = avformat_find_stream_info(context.get(), nullptr);
  if (error < 0 || interruption.due()) {
    return fail(openError(error < 0 ? error : AVERROR_EXIT, name, kind, interruption));
  }
  return context;
}

Result<int> pictureStream(const AVFormatContext& context, const std::string& name) {
  std::set<std::string> found;
  int best = -1;
  for (unsigned i = 0; i < context.nb_streams; ++i) {
    const AVStream& stream = *context.streams[i];
    const bool cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !cover) {
      const bool preferred = (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
      if (best < 0 ||
          (preferred && (context.streams[best]->disposition & AV_DISPOSITION_DEFAULT) == 0)) {
        best = static_cast<int>(i);
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
  decoder->thread_count = std::max(1, threads);
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
