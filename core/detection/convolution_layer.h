#pragma once

namespace followspot {

/// While one lives, the networks that this thread makes OpenCV set up use our own convolutions
/// where those apply: on one picture in float, without dilation, dense or depthwise, on a machine
/// with AVX2. All others, and all networks of other threads, have OpenCV's.
///
/// OpenCV 4.6 takes the greater part of a MobileNet's time for summing up short dot products and
/// for copying; here the positions of the map are the lanes, so that nothing is summed across them.
/// The layer is registered under OpenCV's own name for it: what the importer makes of a graph, and
/// that an activation is fused, stays as it is.
/// @threading each for the thread that made it.
class OwnConvolutions {
 public:
  OwnConvolutions();
  ~OwnConvolutions();
  OwnConvolutions(const OwnConvolutions&) = delete;
  OwnConvolutions& operator=(const OwnConvolutions&) = delete;
};

}  // namespace followspot
