#!/usr/bin/env bash
# Tracks people in a real video with a real model, from nothing: packages, build, model, tracks; then the window.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

OUTPUT="$ROOT/build/demo"

step "packages" "Check the network and /etc/apt/sources.list, then run this again."
install_packages "${BUILD_PACKAGES[@]}" opencv-doc ca-certificates

step "build" "The first message above names the file; a full disk or little memory are common reasons."
build_release OFF

step "demonstration model" "Check the network, then run this again; what was fetched is kept."
fetch_demo_model

step "track" "Run build/release/bin/followspot-cli track --help to see what the command takes."
VIDEO=$(demo_video)
mkdir -p "$OUTPUT"
# The clip was taken at 7 pictures a second; its header says 10.
"$BIN/followspot-cli" track "$VIDEO" --model "$DEMO_MODEL" --classes Person --fps 7 \
  --csv "$OUTPUT/tracks.csv" --mot "$OUTPUT/tracks.txt" --annotated "$OUTPUT/tracks.mp4"

step "done" ""
printf 'Written:\n  %s\n  %s\n  %s\n' "$OUTPUT/tracks.csv" "$OUTPUT/tracks.txt" "$OUTPUT/tracks.mp4"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Opening the window on the same video."
  nohup "$BIN/followspot" "$VIDEO" --model "$DEMO_MODEL" >/dev/null 2>&1 &
else
  echo "No display here; with one: $BIN/followspot $VIDEO --model $DEMO_MODEL"
fi
