from connect.operations.endpoints import (
    change_endpoint,
    create_endpoint,
    end_endpoint,
    pause_endpoint,
    replay_delivery,
    replay_stretch,
    resume_endpoint,
    rotate_secret,
    send_test,
)
from connect.operations.event_imports import run_event_import, start_event_import
from connect.operations.event_types import create_event_type, retire_event_type
from connect.operations.ingest import Item, publish_batch, receive_events
from connect.operations.leaving import let_go_of_events
from connect.operations.links import link_member
from connect.operations.posting import post
from connect.operations.pumping import forget_deliveries, pump, sweep
from connect.operations.sites import (
    IssuedKey,
    create_site,
    issue_key,
    retire_site,
    revoke_key,
)

__all__ = [
    "IssuedKey",
    "Item",
    "change_endpoint",
    "create_endpoint",
    "create_event_type",
    "create_site",
    "end_endpoint",
    "forget_deliveries",
    "issue_key",
    "let_go_of_events",
    "link_member",
    "pause_endpoint",
    "post",
    "publish_batch",
    "pump",
    "receive_events",
    "replay_delivery",
    "replay_stretch",
    "resume_endpoint",
    "retire_event_type",
    "retire_site",
    "revoke_key",
    "rotate_secret",
    "run_event_import",
    "send_test",
    "start_event_import",
    "sweep",
]
