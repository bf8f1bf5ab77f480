"""Programs of the vendors' own, run in environments of their own against our simulators."""
