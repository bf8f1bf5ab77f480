from connect.operations.event_types import create_event_type, retire_event_type
from connect.operations.ingest import Item, publish_batch, receive_events
from connect.operations.leaving import let_go_of_events
from connect.operations.links import link_member
from connect.operations.sites import (
    IssuedKey,
    create_site,
    issue_key,
    note_key_use,
    retire_site,
    revoke_key,
)

__all__ = [
    "IssuedKey",
    "Item",
    "create_event_type",
    "create_site",
    "issue_key",
    "let_go_of_events",
    "link_member",
    "note_key_use",
    "publish_batch",
    "receive_events",
    "retire_event_type",
    "retire_site",
    "revoke_key",
]
