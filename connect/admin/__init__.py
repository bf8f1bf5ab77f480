from connect.admin import events, imports, sites, webhooks

__all__ = ["events", "imports", "sites", "webhooks"]
