#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {

/// Recycles AVFrame shells, the control blocks of the shared pointers that hold them, and pixel
/// buffers, so that handing a picture on allocates nothing once as many are under way as ever will
/// be.
/// @threading any thread, except giveBuffer: one thread at a time.
class PicturePool : public std::enable_shared_from_this<PicturePool> {
 public:
  PicturePool() = default;
  PicturePool(const PicturePool&) = delete;
  PicturePool& operator=(const PicturePool&) = delete;
  ~PicturePool();

  /// Moves the reference that `decoded` holds (which is blank afterwards) into a shared owner.
  [[nodiscard]] std::shared_ptr<AVFrame> adopt(AVFrame* decoded);

  /// Makes `shell` a picture of this format and size with pixels of its own, not initialised. False
  /// without memory.
  [[nodiscard]] bool giveBuffer(AVFrame* shell, AVPixelFormat format, int width, int height);

 private:
  template <class T>
  friend class PoolAllocator;

  AVFrame* takeShell();
  void giveBack(AVFrame* frame) noexcept;
  void* takeBlock(std::size_t bytes);
  void giveBackBlock(void* block) noexcept;

  std::mutex mutex_;  // guards the next four
  std::vector<AVFrame*> frames_;
  std::vector<void*> blocks_;
  std::size_t framesMade_ = 0;  // the vectors' capacity, so that giving back never allocates
  std::size_t blocksMade_ = 0;
  av::BufferPoolPtr buffers_;
  std::size_t bufferBytes_ = 0;
};

}  // namespace followspot
