#pragma once

namespace followspot {

/// Names the calling thread for debuggers and `top -H`; at most 15 characters.
void nameThisThread(const char* name);

}  // namespace followspot
