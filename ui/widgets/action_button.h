#pragma once

class QAction;
class QToolButton;

namespace followspot::ui {

/// A flat button with an action's icon; named after the action. Owned by whom it is added to.
/// @param side  of the icon, px.
[[nodiscard]] QToolButton* actionButton(QAction* action, int side);

}  // namespace followspot::ui
