#!/usr/bin/env bash
# Fetches the demonstration, a model and a clip, checked by hash; what is there already is kept. The window runs it
# when its button is pressed, demo.sh and test.sh as well. Needs no root.
#
#   fetch_demo.sh model FOLLOWSPOT_CLI   the model, into the user's model library
#   fetch_demo.sh clip                   the clip; its path is the last line of output
#   fetch_demo.sh all FOLLOWSPOT_CLI     both
#
# Lines "step K/N TEXT" tell how far it is; what goes wrong is one sentence on standard error.

set -eEuo pipefail

CACHE="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/followspot/demo"
MODELS="${XDG_DATA_HOME:-${HOME:-/root}/.local/share}/followspot/models"
DEMO_MODEL="$MODELS/ssd_mobilenet_v2_openimages"
INSTALLED_CLIP=/usr/share/doc/opencv-doc/examples/data/vtest.avi
WORK=

give_up() {
  trap - ERR
  printf '%s\n' "$1" >&2
  exit 1
}

clean_up() {
  [ -z "$WORK" ] || rm -rf "$WORK"
}

trap clean_up EXIT
trap 'exit 130' INT TERM
trap 'give_up "The demonstration could not be fetched: a command failed (see above)."' ERR

has() {
  command -v "$1" >/dev/null
}

# npm where it is installed, else the address that npm itself would load from.
load_package() {
  local name=$1 version=$2
  local registry="${npm_config_registry:-https://registry.npmjs.org}"
  local address="${registry%/}/$name/-/${name##*/}-$version.tgz"
  if has npm; then
    (cd "$WORK" && npm pack --loglevel=error "$name@$version" >/dev/null) || give_up "npm could not load $name: check the network."
  elif has curl; then
    curl -fsSL --retry 2 -o "$WORK/package.tgz" "$address" || give_up "$address could not be loaded: check the network."
  elif has wget; then
    wget -q -O "$WORK/package.tgz" "$address" || give_up "$address could not be loaded: check the network."
  else
    give_up "One of the programs npm, curl and wget is needed to load the demonstration model."
  fi
}

# SSD MobileNetV2, 23 classes of Open Images v4, in the npm package @mediapipe/objectron (Apache-2.0).
fetch_model() {
  local cli=$1
  local sha512=2285ae5b4a2373d19a496e94a030885e0c232d2a9311c479c3c358b861fe479faafa72b34bb28e2067d8fdecb1e03b6d45eba66f7f7c5baf8fa56d0343646cff
  local sha256=d0a5255bf8c4f5a0bc4240741a76c41d5e939f7655078f945f50ab53a9375da6
  mkdir -p "$CACHE"
  echo "step 1/3 Loading the model (Apache License 2.0)"
  if ! echo "$sha256  $CACHE/model.tflite" | sha256sum --check --status 2>/dev/null || [ ! -s "$CACHE/labels.txt" ]; then
    WORK=$(mktemp -d "$CACHE/fetch.XXXXXX")
    load_package @mediapipe/objectron 0.4.1675468480
    echo "$sha512  $(echo "$WORK"/*.tgz)" | sha512sum --check --status ||
      give_up "The package @mediapipe/objectron is not the one that is expected (its SHA-512 differs)."
    tar -xzf "$WORK"/*.tgz -C "$WORK" package/objectron_solution_packed_assets.data
    # Label map in bytes 0..183, the network in bytes 184..9987911.
    head -c 184 "$WORK/package/objectron_solution_packed_assets.data" >"$CACHE/labels.txt"
    tail -c +185 "$WORK/package/objectron_solution_packed_assets.data" | head -c 9987728 >"$WORK/model.tflite"
    echo "$sha256  $WORK/model.tflite" | sha256sum --check --status ||
      give_up "The network in @mediapipe/objectron is not the one that is expected (its SHA-256 differs)."
    mv "$WORK/model.tflite" "$CACHE/model.tflite"
    rm -rf "$WORK"
    WORK=
  fi
  echo "step 2/3 Preparing the model"
  mkdir -p "$MODELS"
  "$cli" model import "$CACHE/model.tflite" --labels "$CACHE/labels.txt" -o "$DEMO_MODEL"
}

# In place where dpkg keeps documentation, else unpacked from the same package.
fetch_clip() {
  echo "step 3/3 Loading the clip"
  local clip=$INSTALLED_CLIP
  if [ ! -f "$clip" ]; then
    clip="$CACHE/vtest.avi"
    if [ ! -f "$clip" ]; then
      has apt-get || give_up "The clip is in Debian's package opencv-doc, and this system has no apt-get."
      mkdir -p "$CACHE"
      WORK=$(mktemp -d "$CACHE/fetch.XXXXXX")
      (cd "$WORK" && apt-get download opencv-doc >/dev/null) || give_up "apt-get could not load the package opencv-doc."
      dpkg-deb -x "$WORK"/opencv-doc_*.deb "$WORK/unpacked"
      mv "$WORK/unpacked/$INSTALLED_CLIP" "$clip" || give_up "The package opencv-doc holds no vtest.avi."
      rm -rf "$WORK"
      WORK=
    fi
  fi
  echo "$clip"
}

case "${1:-}" in
  model) fetch_model "${2:?the program followspot-cli}" ;;
  clip) fetch_clip ;;
  all)
    fetch_model "${2:?the program followspot-cli}"
    fetch_clip
    ;;
  *) give_up "usage: fetch_demo.sh model FOLLOWSPOT_CLI | clip | all FOLLOWSPOT_CLI" ;;
esac
