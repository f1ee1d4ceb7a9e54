#include "core/media/ffmpeg/still_decoder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "core/base/output_file.h"
#include "core/media/ffmpeg/input.h"

namespace followspot {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 30;

AVCodecID codecOf(std::string_view bytes) {
  using namespace std::string_view_literals;
  struct Signature {
    std::string_view start;
    AVCodecID codec;
  };
  constexpr std::array kSignatures = {
      Signature{"\x89PNG\r\n\x1a\n"sv, AV_CODEC_ID_PNG},
      Signature{"\xff\xd8\xff"sv, AV_CODEC_ID_MJPEG},
      Signature{"BM"sv, AV_CODEC_ID_BMP},
      Signature{"II*\0"sv, AV_CODEC_ID_TIFF},
      Signature{"MM\0*"sv, AV_CODEC_ID_TIFF},
      Signature{"P1"sv, AV_CODEC_ID_PBM},
      Signature{"P2"sv, AV_CODEC_ID_PGM},
      Signature{"P3"sv, AV_CODEC_ID_PPM},
      Signature{"P4"sv, AV_CODEC_ID_PBM},
      Signature{"P5"sv, AV_CODEC_ID_PGM},
      Signature{"P6"sv, AV_CODEC_ID_PPM},
      Signature{"\0\0\0\x0cjP  \r\n"sv, AV_CODEC_ID_JPEG2000},
  };
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.start)) {
      return signature.codec;
    }
  }
  constexpr std::size_t kRiffHeader = 12;
  const bool webp =
      bytes.size() > kRiffHeader && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv;
  return webp ? AV_CODEC_ID_WEBP : AV_CODEC_ID_NONE;
}

}  // namespace

bool isPictureName(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 12> kEndings = {".png", ".jpg",  ".jpeg", ".bmp",
                                                         ".tif", ".tiff", ".webp", ".ppm",
                                                         ".pgm", ".pbm",  ".pnm",  ".jp2"};
  std::string ending = path.extension().string();
  for (char& c : ending) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

Result<AVFrame*> StillDecoder::decode(const std::filesystem::path& path) {
  const auto bytes = readFile(path, kMaxBytes);
  if (!bytes) {
    return fail(bytes.error());
  }
  const AVCodecID id = codecOf(*bytes);
  if (id == AV_CODEC_ID_NONE) {
    return fail(ErrorCode::Unsupported,
                path.string() + ": is not a picture that can be read. Remove or convert it.");
  }
  if (!decoder_ || id != codec_) {
    const AVCodec* const codec = avcodec_find_decoder(id);
    decoder_.reset(codec != nullptr ? avcodec_alloc_context3(codec) : nullptr);
    if (decoder_) {
      decoder_->max_pixels = kMaxPixels;
      decoder_->thread_count = 1;
    }
    if (!decoder_ || avcodec_open2(decoder_.get(), codec, nullptr) < 0) {
      decoder_.reset();
      return fail(ErrorCode::Unsupported, path.string() + ": no decoder for " +
                                              avcodec_get_name(id) +
                                              " pictures here. Convert them to PNG.");
    }
    codec_ = id;
  }
  avcodec_flush_buffers(decoder_.get());
  av_packet_unref(packet_.get());
  if (av_new_packet(packet_.get(), static_cast<int>(bytes->size())) < 0) {
    return fail(ErrorCode::Unavailable, path.string() + ": not enough memory to read it.");
  }
  std::memcpy(packet_->data, bytes->data(), bytes->size());
  packet_->flags |= AV_PKT_FLAG_KEY;
  int error = avcodec_send_packet(decoder_.get(), packet_.get());
  av_packet_unref(packet_.get());
  if (error >= 0) {
    avcodec_send_packet(decoder_.get(), nullptr);  // nothing more comes
    error = avcodec_receive_frame(decoder_.get(), picture_.get());
  }
  if (error < 0 || picture_->width > kMaxSide || picture_->height > kMaxSide) {
    return fail(ErrorCode::CorruptData, path.string() + ": is damaged or too large (" +
                                            (error < 0 ? av::reason(error) : "size") +
                                            "). Replace or remove it.");
  }
  return picture_.get();
}

}  // namespace followspot
