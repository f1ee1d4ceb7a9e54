#pragma once

/// Loops that are compiled twice, plainly and for AVX2, and chosen when the program runs. Both give
/// the same bits: integer or element-wise arithmetic only, no fused multiply-add.
///
/// The body is an FS_BODY function, called from a plain function and from an FS_AVX2 one. (Not
/// `target_clones`: its resolver runs before a sanitizer is ready.)
#define FS_BODY inline __attribute__((always_inline))
#if defined(__x86_64__)
#define FS_AVX2 __attribute__((target("avx2")))
#else
#define FS_AVX2
#endif

namespace followspot {

/// Which of the two is called.
enum class Isa { Plain, Avx2 };

/// The faster one that this machine has. Tests compare both.
[[nodiscard]] inline Isa bestIsa() {
#if defined(__x86_64__)
  static const Isa kBest = __builtin_cpu_supports("avx2") != 0 ? Isa::Avx2 : Isa::Plain;
  return kBest;
#else
  return Isa::Plain;
#endif
}

}  // namespace followspot
