"""Stock desk, packing desk, gifts and parcels for staff: looking and operating."""

from gifts.admin import codes, desk, gifts, items, mending, picking, substitutes, transfers, warehouses

__all__ = ["codes", "desk", "gifts", "items", "mending", "picking", "substitutes", "transfers", "warehouses"]
