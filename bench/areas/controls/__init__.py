"""Negative controls: the same counting with one guard taken away must find what the guard prevents.

`ok` means that the counter counted. Each control has a twin with the guard in place. They are not part of
the figures that `make figures` prints for an area; tests/chaos runs them, and so does AREA=controls.
"""
