#pragma once

class QWidget;

namespace followspot::ui {

/// Shows version, licence and what the program is built on. Does not block.
void showAboutDialog(QWidget* parent);

}  // namespace followspot::ui
