from connect.admin import events, sites, webhooks

__all__ = ["events", "sites", "webhooks"]
