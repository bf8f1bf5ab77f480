from connect.admin import events, sites

__all__ = ["events", "sites"]
