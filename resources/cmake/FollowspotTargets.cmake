# Compiler settings and the two functions by which every library and test of the project is declared.

add_library(followspot_options INTERFACE)
add_library(followspot::options ALIAS followspot_options)
target_compile_features(followspot_options INTERFACE cxx_std_20)
target_include_directories(followspot_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(
  followspot_options
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Woverloaded-virtual
            -Wnon-virtual-dtor -Wformat=2 -Wno-missing-field-initializers
            # g++ 12 sees overlaps in std::string's own code (its bug 105651).
            $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
            # Same results at every optimisation level and on every machine: no fused multiply-add behind our back.
            -ffp-contract=off)
if(FOLLOWSPOT_SANITIZE)
  list(JOIN FOLLOWSPOT_SANITIZE "," _sanitizers)
  add_compile_options(-fsanitize=${_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
  add_link_options(-fsanitize=${_sanitizers})
endif()
if(FOLLOWSPOT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# followspot_add_library(NAME core_media SOURCES a.cpp a.h ... [PUBLIC libs...] [PRIVATE libs...])
# Without a .cpp among its sources the library is header-only.
function(followspot_add_library)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;PUBLIC;PRIVATE")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
    message(FATAL_ERROR "followspot_add_library: unknown or missing arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(compiled ${arg_SOURCES})
  list(FILTER compiled INCLUDE REGEX "\\.(cpp|c)$")
  if(compiled)
    add_library(followspot_${arg_NAME} STATIC ${arg_SOURCES})
    target_link_libraries(followspot_${arg_NAME} PUBLIC followspot::options ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  else()
    add_library(followspot_${arg_NAME} INTERFACE ${arg_SOURCES})
    target_link_libraries(followspot_${arg_NAME} INTERFACE followspot::options ${arg_PUBLIC} ${arg_PRIVATE})
  endif()
  add_library(followspot::${arg_NAME} ALIAS followspot_${arg_NAME})
endfunction()

# followspot_add_test(NAME core.media.frame SOURCES tst_frame.cpp [LIBS libs...] [LABELS unit ...] [GUI])
# GUI: runs with Qt's offscreen platform. Only tests labelled "threads" run under the thread sanitizer.
function(followspot_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "GUI" "NAME" "SOURCES;LIBS;LABELS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
    message(FATAL_ERROR "followspot_add_test: unknown or missing arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  string(REPLACE "." "_" target tst_${arg_NAME})
  add_executable(${target} ${arg_SOURCES})
  set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${target} PRIVATE followspot::options followspot::test_support Qt6::Test ${arg_LIBS})
  if(Qt6_VERSION VERSION_GREATER_EQUAL 6.6)
    target_compile_options(${target} PRIVATE -Wno-conversion) # Qt's own QTRY_ macros turn milliseconds into int.
  endif()
  if(FOLLOWSPOT_SANITIZE MATCHES "thread" AND NOT "threads" IN_LIST arg_LABELS)
    # Still a target, as callers may add to it; only neither built nor run.
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    return()
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${target})
  # Tests that count allocations replace operator new, which std::stable_sort pairs with the sanitizer's own.
  set(environment "ASAN_OPTIONS=alloc_dealloc_mismatch=0" "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp"
                  "FOLLOWSPOT_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  if(arg_GUI)
    list(APPEND environment "QT_QPA_PLATFORM=offscreen")
  endif()
  set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABELS}" ENVIRONMENT "${environment}")
endfunction()
