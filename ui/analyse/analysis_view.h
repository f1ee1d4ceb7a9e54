#pragma once

#include <optional>

#include "ui/analyse/analysis_document.h"
#include "ui/analyse/picture_feed.h"
#include "ui/video/video_view.h"

namespace followspot::ui {

/// The picture of a document with the boxes of its run; the selected one has handles and can be
/// moved and sized by the mouse, which sets a key box.
///
/// Boxes are those of the very picture that is shown; while they are still being read, none.
/// @threading GUI thread.
class AnalysisView : public VideoView {
  Q_OBJECT
 public:
  explicit AnalysisView(AnalysisDocument& document, QWidget* parent = nullptr);

  /// Of the document's media file.
  void showPicture(const FeedPicture& picture);
  /// There are no pictures: boxes stand on an empty ground of that size.
  void showGround(FrameSize size);
  /// Whether a picture of the video is shown, not just the ground.
  [[nodiscard]] bool hasPicture() const { return feed_ && feed_->number > 0; }
  /// The picture that is on the screen, once there is one.
  [[nodiscard]] std::optional<FrameId> shownFrame() const;
  [[nodiscard]] Timestamp shownTime() const { return feed_ ? feed_->time : Timestamp{}; }
  /// The box being drawn by hand, in source pixels.
  [[nodiscard]] const std::optional<Box>& drawnBox() const { return drawn_; }
  /// Lets the drawing be, as the Escape key does. True where there was one.
  bool cancelDrawing();
  /// From now on, dragging draws the box of a new track; once.
  void beginNewTrack();

 signals:
  /// A box was drawn; its track is the selected one, or a new one.
  void boxDrawn(const followspot::Box& box, bool newTrack);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  /// Which edges a drag moves; none: the whole box.
  struct Grip {
    bool left = false;
    bool right = false;
    bool top = false;
    bool bottom = false;
    bool whole = false;
    bool fresh = false;
  };
  void compose(bool repeated);
  [[nodiscard]] std::optional<Box> selectedBox() const;
  [[nodiscard]] std::optional<Grip> gripAt(const QPointF& point) const;
  void dragTo(const QPointF& point);
  void updateCursor(const QPointF& point);

  AnalysisDocument& document_;
  std::optional<FeedPicture> feed_;
  std::optional<Grip> grip_;
  QPointF pressed_;  // in source pixels
  Box before_;
  std::optional<Box> drawn_;  // shown until the edit has come
  bool newTrack_ = false;
};

}  // namespace followspot::ui
