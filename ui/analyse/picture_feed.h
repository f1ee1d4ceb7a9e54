#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>

#include "core/media/frame_navigator.h"
#include "ui/engine/engine.h"

namespace followspot::ui {

/// A picture of a recorded video at the size it is shown.
struct FeedPicture {
  QImage image;         ///< Format_RGB32.
  FrameSize frameSize;  ///< Of the source picture.
  FrameId frame{};
  Timestamp time{};
  std::uint64_t number =
      0;  ///< Counts `open`: pictures of an earlier video may still be under way.
};

/// Gets the pictures of one recorded video, any of them, on a thread of its own.
///
/// The newest request wins. One that is being worked on is given up for it, unless nothing has been
/// shown for a while: whoever drags along a long group of pictures sees some of it. Nobody waits
/// here; pictures that come faster than they are taken replace each other.
/// @threading the GUI thread; signals come there.
class PictureFeed : public QObject {
  Q_OBJECT
 public:
  explicit PictureFeed(std::shared_ptr<Engine> engine, QObject* parent = nullptr);
  ~PictureFeed() override;

  /// Forgets the video before it. An empty location: none.
  void open(const QString& location);
  /// Past the end counts as the last picture.
  void request(FrameId frame);
  /// Box in device pixels that pictures shall fill; the one shown comes anew.
  void setViewport(const QSize& devicePixels);
  /// As FeedPicture::number of what was opened last.
  [[nodiscard]] std::uint64_t number() const { return number_; }

 signals:
  void pictureReady(const followspot::ui::FeedPicture& picture);
  /// How many pictures there really are.
  void lengthKnown(qint64 frames);
  void failed(const QString& text);

 private:
  struct Orders {
    std::optional<std::string> open;
    std::optional<FrameId> frame;
    std::optional<FrameSize> viewport;
  };
  void run(const std::stop_token& stop);
  [[nodiscard]] Orders waitForOrders(const std::stop_token& stop, bool mayWork);
  void openNow(const std::string& location, const std::stop_token& stop);
  void follow(FrameId frame);
  void work(const std::stop_token& stop);
  void tell(std::function<void()> what);
  void reportLength();
  void show(const Frame& frame);
  [[nodiscard]] QImage imageOf(FrameSize size);
  void deliver();

  std::shared_ptr<Engine> engine_;
  std::uint64_t number_ = 0;  // GUI thread

  // Only on the thread.
  std::unique_ptr<PictureConverter> converter_;
  std::optional<FrameNavigator> navigator_;
  std::optional<FrameId> target_;   // being worked on
  std::optional<FrameId> waiting_;  // asked for since, after target_
  std::optional<Frame> shown_;
  std::optional<std::int64_t> length_;  // as reported
  FrameSize viewport_{640, 480};
  bool prepared_ = true;
  std::uint64_t current_ = 0;
  std::chrono::steady_clock::time_point shownAt_;
  std::vector<QImage> images_;

  // Guarded by mutex_.
  std::mutex mutex_;
  std::condition_variable_any wake_;
  Orders orders_;
  std::uint64_t ordered_ = 0;
  std::stop_source opening_;
  std::optional<FeedPicture> news_;

  std::jthread thread_;  // Last: joins before the members it uses go.
};

}  // namespace followspot::ui
