#pragma once

#include <QJsonObject>

class QTableWidget;

namespace followspot::ui {

/// A table for what `model compare --json` says; it can be sorted by any column.
void prepareModelTable(QTableWidget& table);
/// One row a model: name, size, time with its spread, how it compares to the first, memory,
/// agreement, average precision. Rows hold the model's path as `Qt::UserRole`.
void fillModelTable(QTableWidget& table, const QJsonObject& comparison);

}  // namespace followspot::ui
