"""Stand-ins for outside gateways, over real HTTP and with the real signatures. Development and tests only.

Django-free on purpose, and without a line of the adapters' code: a mistake in an adapter must not be
mirrored here. Every answer carries ``X-Simulator: 1``.
"""
