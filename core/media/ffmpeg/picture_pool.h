#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

struct AVFrame;

namespace followspot {

/// Recycles AVFrame shells and the control blocks of the shared pointers that hold them, so that
/// handing a decoded picture on allocates nothing once as many pictures are under way as ever will
/// be.
/// @threading any thread.
class PicturePool : public std::enable_shared_from_this<PicturePool> {
 public:
  PicturePool() = default;
  PicturePool(const PicturePool&) = delete;
  PicturePool& operator=(const PicturePool&) = delete;
  ~PicturePool();

  /// Moves the reference that `decoded` holds (which is blank afterwards) into a shared owner.
  [[nodiscard]] std::shared_ptr<AVFrame> adopt(AVFrame* decoded);

 private:
  template <class T>
  friend class PoolAllocator;

  void giveBack(AVFrame* frame) noexcept;
  void* takeBlock(std::size_t bytes);
  void giveBackBlock(void* block, std::size_t bytes) noexcept;

  std::mutex mutex_;  // guards all below
  std::vector<AVFrame*> frames_;
  std::vector<void*> blocks_;  // all of blockBytes_
  std::size_t blockBytes_ = 0;
};

}  // namespace followspot
