#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "core/base/error.h"

namespace followspot {

/// A value or an `Error`; must be looked at. Read it by `if (r)`, `*r`, `r->` and `r.error()`.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

/// `return fail(ErrorCode::NotFound, "...");` in a function that returns a `Result`.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

/// Hands an error on: `if (!r) { return fail(r.error()); }`.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace followspot
