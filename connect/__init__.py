"""The open platform: sites that send events in, endpoints that news goes out to."""
