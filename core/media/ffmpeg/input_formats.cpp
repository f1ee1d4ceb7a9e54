#include "core/media/ffmpeg/input_formats.h"

#include <algorithm>
#include <array>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {

bool namesOtherFiles(std::string_view format) {
  constexpr std::array<std::string_view, 19> kNames = {
      "hls",    "dash",     "concat",     "concatf",
      "imf",    "sdp",      "rtp",        "rtsp",
      "sap",    "image2",   "alias_pix",  "brender_pix",
      "vobsub", "mpsub",    "bluray",     "webm_dash_manifest",
      "lavfi",  "avisynth", "vapoursynth"};
  const std::string_view first = format.substr(0, format.find(','));
  return std::ranges::find(kNames, first) != kNames.end();
}

const std::string& selfContainedFormats() {
  static const std::string kNames = [] {
    // Text drawn as pictures: any .txt file would be a video.
    constexpr std::array<std::string_view, 5> kTextArt = {"tty", "bin", "xbin", "adf", "idf"};
    std::string names;
    void* state = nullptr;
    while (const AVInputFormat* const format = av_demuxer_iterate(&state)) {
      const std::string_view name = format->name;
      if (!namesOtherFiles(name) && std::ranges::find(kTextArt, name) == kTextArt.end()) {
        names += names.empty() ? "" : ",";
        names += name;
      }
    }
    return names;
  }();
  return kNames;
}

}  // namespace followspot
