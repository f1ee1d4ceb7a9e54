#pragma once

#include <QImage>

#include "ui/wizard/wizard_page.h"

class QButtonGroup;
class QGridLayout;
class QLabel;
class QRadioButton;

namespace followspot::ui {

/// Input: size, and colour order and value range, proved on a picture of the user's video: what the
/// network sees on it in each of four ways, as `model try-input` says.
class InputPage : public WizardPage {
  Q_OBJECT
 public:
  explicit InputPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;
  bool validatePage() override;

 private:
  void prove();
  void show(const QJsonObject& json);
  [[nodiscard]] QString pictureFile() const;

  QLabel* size_;
  QGridLayout* grid_;
  QButtonGroup* choices_;
  QStringList proved_;  ///< What the proof on show was made of.
};

}  // namespace followspot::ui
