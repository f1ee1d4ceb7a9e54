#pragma once

#include <QFrame>

#include "ui/sources/demo.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace followspot::ui {

class DemoFetch;

/// On the page of welcome: plays the demonstration where it is there, else explains what fetching
/// it means and does so when the button is pressed.
/// @threading GUI thread.
class DemoCard : public QFrame {
  Q_OBJECT
 public:
  explicit DemoCard(QWidget* parent = nullptr);
  /// Looks what is there; hides itself where there is nothing and nothing can be fetched.
  void setPlaces(const DemoPlaces& places);

 signals:
  void demoWanted(const followspot::ui::Demo& demo);

 private:
  void press();
  void showState(const QString& trouble = {});

  DemoPlaces places_;
  Demo demo_;
  DemoFetch* fetch_;
  QLabel* text_;
  QLabel* trouble_;
  QPushButton* button_;
  QProgressBar* progress_;
};

}  // namespace followspot::ui
