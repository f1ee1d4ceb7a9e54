#pragma once

class QWidget;

namespace followspot::ui {

/// Shows the manual of the window, in its language, beside the window.
void showManual(QWidget* parent);

}  // namespace followspot::ui
