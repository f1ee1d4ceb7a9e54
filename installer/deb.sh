#!/usr/bin/env bash
# Builds build/followspot_VERSION_ARCH.deb and has lintian look at it.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

step "packages" "Check the network and /etc/apt/sources.list, then run this again."
install_packages "${BUILD_PACKAGES[@]}" dpkg-dev file lintian

step "build" "The first message above names the file; a full disk or little memory are common reasons."
if [ ! -f "$ROOT/build/release/CMakeCache.txt" ]; then
  build_release OFF
else
  cmake --build "$ROOT/build/release" -j "$(nproc)"
fi

step "package" "See above what cpack says."
(cd "$ROOT/build/release" && cpack -G DEB -B "$ROOT/build/package" >"$ROOT/build/package.log" 2>&1) || {
  tail -n 20 "$ROOT/build/package.log" >&2
  die "cpack could not make the package."
}
PACKAGE=$(echo "$ROOT"/build/package/followspot_*.deb)

step "lintian" "Each line above names what Debian's rules object to."
lintian --allow-root --fail-on error "$PACKAGE"

echo "Written: $PACKAGE"
