"""Stock desk, packing desk, gifts and parcels for staff: looking and operating."""

from gifts.admin import desk, gifts, items

__all__ = ["desk", "gifts", "items"]
