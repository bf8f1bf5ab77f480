"""Campaigns for managers: drafts, the console of a campaign, and records to look at."""

from campaigns.admin import console, records

__all__ = ["console", "records"]
