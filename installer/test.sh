#!/usr/bin/env bash
# Builds everything and passes the tests, from nothing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

step "packages" "Check the network and /etc/apt/sources.list, then run this again."
install_packages "${BUILD_PACKAGES[@]}" opencv-doc ca-certificates ffmpeg xvfb xauth desktop-file-utils appstream \
  python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good

step "build" "The first message above names the file; a full disk or little memory are common reasons."
build_release ON

step "demonstration model" "Check the network, then run this again; what was fetched is kept."
fetch_demo_model

step "tests" "Each failed test is named above; run it alone with ctest --preset release -R NAME."
(cd "$ROOT" && ctest --preset release -j "$(nproc)")
