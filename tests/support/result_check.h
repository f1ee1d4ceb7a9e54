#pragma once

#include <QTest>

/// Fails the test with the error's sentence where a Result holds no value.
#define FS_VERIFY_OK(result)                                                          \
  do {                                                                                \
    const auto& checkedResult = (result);                                             \
    QVERIFY2(checkedResult.has_value(),                                               \
             checkedResult.has_value() ? "" : checkedResult.error().message.c_str()); \
  } while (false)

/// Fails the test where a Result holds a value, another code, or a sentence without `part`.
#define FS_VERIFY_ERROR(result, expectedCode, part)                                                \
  do {                                                                                             \
    const auto& checkedResult = (result);                                                          \
    QVERIFY2(!checkedResult.has_value(), "an error was expected");                                 \
    QVERIFY2(checkedResult.error().code == (expectedCode), checkedResult.error().message.c_str()); \
    QVERIFY2(checkedResult.error().message.find(part) != std::string::npos,                        \
             checkedResult.error().message.c_str());                                               \
  } while (false)
