# Shared by demo.sh and test.sh: where things are, how a step fails, packages, build, demonstration model.
# shellcheck shell=bash

set -eEuo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/followspot/demo"
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

# The demonstration video: in place where dpkg keeps documentation, else unpacked from the same package.
demo_video() {
  local video=/usr/share/doc/opencv-doc/examples/data/vtest.avi
  if [ ! -f "$video" ]; then
    video="$CACHE/vtest.avi"
    if [ ! -f "$video" ]; then
      mkdir -p "$CACHE"
      (cd "$CACHE" && apt-get download opencv-doc >/dev/null 2>&1 && dpkg-deb -x opencv-doc_*.deb unpacked &&
        mv unpacked/usr/share/doc/opencv-doc/examples/data/vtest.avi vtest.avi && rm -rf unpacked opencv-doc_*.deb) >&2 ||
        die "the package opencv-doc holds no vtest.avi."
    fi
  fi
  echo "$video"
}

# The demonstration model: SSD MobileNetV2, 23 classes of Open Images v4, in the npm package @mediapipe/objectron
# (Apache-2.0). Fetched by name, checked by hash, imported by our own command.
fetch_demo_model() {
  local name=@mediapipe/objectron@0.4.1675468480
  local sha512=2285ae5b4a2373d19a496e94a030885e0c232d2a9311c479c3c358b861fe479faafa72b34bb28e2067d8fdecb1e03b6d45eba66f7f7c5baf8fa56d0343646cff
  local sha256=d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6
  mkdir -p "$CACHE"
  if ! echo "$sha256  $CACHE/model.tflite" | sha256sum --check --status 2>/dev/null || [ ! -s "$CACHE/labels.txt" ]; then
    command -v npm >/dev/null || install_packages npm
    local work
    work=$(mktemp -d "$CACHE/fetch.XXXXXX")
    (cd "$work" && npm pack --loglevel=error "$name" >/dev/null) || {
      rm -rf "$work"
      die "npm could not fetch $name."
    }
    echo "$sha512  $(echo "$work"/*.tgz)" | sha512sum --check --status || {
      rm -rf "$work"
      die "the package $name is not the one that is expected (its SHA-512 differs)."
    }
    tar -xzf "$work"/*.tgz -C "$work" package/objectron_solution_packed_assets.data
    # Label map in bytes 0..183, the network in bytes 184..9987911.
    head -c 184 "$work/package/objectron_solution_packed_assets.data" >"$CACHE/labels.txt"
    tail -c +185 "$work/package/objectron_solution_packed_assets.data" | head -c 9987728 >"$work/model.tflite"
    echo "$sha256  $work/model.tflite" | sha256sum --check --status || {
      rm -rf "$work"
      die "the network in $name is not the one that is expected (its SHA-256 differs)."
    }
    mv "$work/model.tflite" "$CACHE/model.tflite"
    rm -rf "$work"
  fi
  mkdir -p "$MODELS"
  "$BIN/followspot-cli" model import "$CACHE/model.tflite" --labels "$CACHE/labels.txt" -o "$DEMO_MODEL"
}
