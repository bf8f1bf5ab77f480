"""Campaigns for managers: drafts, the console of a campaign, the desk for cases, and records to look at."""

from campaigns.admin import console, records, referrals, reservations, risk, vouches

__all__ = ["console", "records", "referrals", "reservations", "risk", "vouches"]
