#include "core/media/ffmpeg/picture_pool.h"

#include <new>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {

/// Allocator of the control blocks; keeps the pool alive until the last block has come back.
template <class T>
class PoolAllocator {
 public:
  using value_type = T;

  explicit PoolAllocator(std::shared_ptr<PicturePool> pool) : pool_(std::move(pool)) {}
  template <class U>
  explicit(false) PoolAllocator(const PoolAllocator<U>& other) : pool_(other.pool()) {}

  T* allocate(std::size_t count) { return static_cast<T*>(pool_->takeBlock(count * sizeof(T))); }
  void deallocate(T* block, std::size_t count) noexcept {
    pool_->giveBackBlock(block, count * sizeof(T));
  }
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

std::shared_ptr<AVFrame> PicturePool::adopt(AVFrame* decoded) {
  AVFrame* shell = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    if (!frames_.empty()) {
      shell = frames_.back();
      frames_.pop_back();
    }
  }
  if (shell == nullptr) {
    shell = av_frame_alloc();
    if (shell == nullptr) {
      throw std::bad_alloc();
    }
  }
  av_frame_move_ref(shell, decoded);
  auto pool = shared_from_this();
  auto* const raw = pool.get();
  return {shell, [raw](AVFrame* frame) { raw->giveBack(frame); },
          PoolAllocator<AVFrame>(std::move(pool))};
}

void PicturePool::giveBack(AVFrame* frame) noexcept {
  av_frame_unref(frame);
  const std::scoped_lock lock(mutex_);
  frames_.push_back(frame);
}

void* PicturePool::takeBlock(std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  if (blockBytes_ == 0) {
    blockBytes_ = bytes;
  }
  if (bytes == blockBytes_ && !blocks_.empty()) {
    void* const block = blocks_.back();
    blocks_.pop_back();
    return block;
  }
  return ::operator new(bytes);
}

void PicturePool::giveBackBlock(void* block, std::size_t bytes) noexcept {
  const std::scoped_lock lock(mutex_);
  if (bytes == blockBytes_) {
    blocks_.push_back(block);
  } else {
    ::operator delete(block);
  }
}

}  // namespace followspot
