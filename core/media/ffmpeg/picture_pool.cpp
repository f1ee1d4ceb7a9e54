#include "core/media/ffmpeg/picture_pool.h"

extern "C" {
#include <libavutil/imgutils.h>
}

#include <new>

namespace followspot {

/// Allocator of the control blocks, which are all of one size; keeps the pool alive until the last
/// block has come back.
template <class T>
class PoolAllocator {
 public:
  using value_type = T;

  explicit PoolAllocator(std::shared_ptr<PicturePool> pool) : pool_(std::move(pool)) {}
  template <class U>
  explicit(false) PoolAllocator(const PoolAllocator<U>& other) : pool_(other.pool()) {}

  T* allocate(std::size_t count) { return static_cast<T*>(pool_->takeBlock(count * sizeof(T))); }
  void deallocate(T* block, std::size_t /*count*/) noexcept { pool_->giveBackBlock(block); }
  [[nodiscard]] const std::shared_ptr<PicturePool>& pool() const { return pool_; }
  template <class U>
  bool operator==(const PoolAllocator<U>& other) const {
    return pool_ == other.pool();
  }

 private:
  std::shared_ptr<PicturePool> pool_;
};

PicturePool::~PicturePool() {
  for (AVFrame* frame : frames_) {
    av_frame_free(&frame);
  }
  for (void* const block : blocks_) {
    ::operator delete(block);
  }
}

AVFrame* PicturePool::takeShell() {
  const std::scoped_lock lock(mutex_);
  if (!frames_.empty()) {
    AVFrame* const shell = frames_.back();
    frames_.pop_back();
    return shell;
  }
  frames_.reserve(framesMade_ + 1);
  AVFrame* const shell = av_frame_alloc();
  if (shell == nullptr) {
    throw std::bad_alloc();
  }
  ++framesMade_;
  return shell;
}

std::shared_ptr<AVFrame> PicturePool::adopt(AVFrame* decoded) {
  AVFrame* const shell = takeShell();
  av_frame_move_ref(shell, decoded);
  auto pool = shared_from_this();
  auto* const raw = pool.get();
  // Should the control block fail to be allocated, the deleter runs all the same.
  return {shell, [raw](AVFrame* frame) { raw->giveBack(frame); },
          PoolAllocator<AVFrame>(std::move(pool))};
}

bool PicturePool::giveBuffer(AVFrame* shell, AVPixelFormat format, int width, int height) {
  constexpr int kAlign = 64;
  // SIMD code of swscale may write a little past the last row.
  constexpr std::size_t kPadding = 128;
  av_frame_unref(shell);
  const int bytes = av_image_get_buffer_size(format, width, height, kAlign);
  if (bytes <= 0) {
    return false;
  }
  const std::size_t needed = static_cast<std::size_t>(bytes) + kPadding;
  if (!buffers_ || needed != bufferBytes_) {
    buffers_.reset(av_buffer_pool_init(needed, nullptr));
    bufferBytes_ = needed;
  }
  shell->buf[0] = buffers_ ? av_buffer_pool_get(buffers_.get()) : nullptr;
  if (shell->buf[0] == nullptr) {
    return false;
  }
  shell->format = format;
  shell->width = width;
  shell->height = height;
  return av_image_fill_arrays(shell->data, shell->linesize, shell->buf[0]->data, format, width,
                              height, kAlign) >= 0;
}

void PicturePool::giveBack(AVFrame* frame) noexcept {
  av_frame_unref(frame);
  const std::scoped_lock lock(mutex_);
  frames_.push_back(frame);
}

void* PicturePool::takeBlock(std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  if (!blocks_.empty()) {
    void* const block = blocks_.back();
    blocks_.pop_back();
    return block;
  }
  blocks_.reserve(blocksMade_ + 1);
  void* const block = ::operator new(bytes);
  ++blocksMade_;
  return block;
}

void PicturePool::giveBackBlock(void* block) noexcept {
  const std::scoped_lock lock(mutex_);
  blocks_.push_back(block);
}

}  // namespace followspot
