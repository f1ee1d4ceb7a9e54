# Shared by demo.sh and test.sh: where things are, how a step fails, packages, build, demonstration model.
# shellcheck shell=bash

set -eEuo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
MODELS="${XDG_DATA_HOME:-${HOME:-/root}/.local/share}/followspot/models"
DEMO_MODEL="$MODELS/ssd_mobilenet_v2_openimages"
BIN="$ROOT/build/release/bin"
STEP="start"
ADVICE=""

# step "name" "what to do when it fails"
step() {
  STEP=$1
  ADVICE=$2
  printf '\n== %s\n' "$STEP"
}

die() {
  printf '\nThe step "%s" failed: %s\n%s\n' "$STEP" "$1" "$ADVICE" >&2
  trap - ERR
  exit 1
}

trap 'die "a command ended with an error (see above)."' ERR

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "packages must be installed, which needs root or sudo."
  fi
}

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs by name what is not there yet.
install_packages() {
  command -v apt-get >/dev/null || die "this machine has no apt-get (Debian 12, Ubuntu 24.04 or newer is needed)."
  local missing=() package
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    echo "All there."
    return
  fi
  echo "Installing: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "apt-get could not install the packages."
  fi
  rm -f "$log"
}

BUILD_PACKAGES=(
  g++ cmake ninja-build ccache pkg-config
  libopencv-dev libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libavdevice-dev
  libeigen3-dev libcli11-dev nlohmann-json3-dev libexpected-dev
  libflatbuffers-dev flatbuffers-compiler libleveldb-dev libboost-dev libisal-dev
  qt6-base-dev libqt6sql6-sqlite libqt6opengl6-dev libgl-dev libxkbcommon-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
)

# build_release ON|OFF: with or without the tests.
build_release() {
  local options=(-DFOLLOWSPOT_TESTS="$1")
  if [ -n "${CI:-}" ]; then
    options+=(-DCMAKE_COMPILE_WARNING_AS_ERROR=ON)
  fi
  (cd "$ROOT" && cmake --preset release "${options[@]}" >build-configure.log 2>&1) || {
    tail -n 30 "$ROOT/build-configure.log" >&2
    die "CMake could not configure the build."
  }
  rm -f "$ROOT/build-configure.log"
  (cd "$ROOT" && cmake --build --preset release -j "$(nproc)")
}

# The demonstration video's path; fetched where the package opencv-doc is not installed.
demo_video() {
  "$ROOT/installer/fetch_demo.sh" clip | tail -n 1
}

fetch_demo_model() {
  has_loader || install_packages curl
  "$ROOT/installer/fetch_demo.sh" model "$BIN/followspot-cli"
}

has_loader() {
  command -v npm >/dev/null || command -v curl >/dev/null || command -v wget >/dev/null
}
