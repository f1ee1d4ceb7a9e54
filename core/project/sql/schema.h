#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/project/sql/sql_connection.h"

namespace followspot {

/// "FSPT": tells our files from other programs' (bytes 68 to 71 of an SQLite file).
inline constexpr std::int64_t kProjectApplicationId = 0x46535054;

/// Statements, separated by ";\n", that bring a file from one version to the next.
using SchemaStep = std::string_view;

/// Step k brings version k to k + 1; version 0 is an empty file.
[[nodiscard]] std::span<const SchemaStep> schemaSteps();

[[nodiscard]] Result<std::int64_t> schemaVersion(SqlConnection& connection);

/// Runs the steps that are missing, all in one transaction.
Result<void> migrateSchema(SqlConnection& connection, std::span<const SchemaStep> steps);

/// All tables and indexes of a file, as text.
[[nodiscard]] Result<std::string> schemaText(SqlConnection& connection);

/// What `schemaText` gives for a file made by these steps.
[[nodiscard]] Result<std::string> expectedSchemaText(std::span<const SchemaStep> steps);

}  // namespace followspot
