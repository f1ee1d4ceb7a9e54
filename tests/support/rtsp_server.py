"""A camera for the tests: serves a moving ball by RTSP on loopback, at /camera, until it is ended.

Prints its port. Usage: rtsp_server.py PORT (0: any). Needs GStreamer's RTSP server (Debian: python3-gi,
gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good).
"""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402  (versions are required first)

Gst.init(None)
for element in ("videotestsrc", "jpegenc", "rtpjpegpay"):
    if Gst.ElementFactory.find(element) is None:
        sys.exit(f"GStreamer has no {element}.")
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
camera = GstRtspServer.RTSPMediaFactory()
camera.set_launch(
    "( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=25/1"
    " ! jpegenc ! rtpjpegpay name=pay0 )"
)
camera.set_shared(True)
server.get_mount_points().add_factory("/camera", camera)
if server.attach(None) == 0:
    sys.exit("The port is taken.")
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
