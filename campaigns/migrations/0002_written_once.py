"""Second wall behind the operations: what is written once, and what a draw has published, stays, on either engine."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.triggers import Statements, append_only

FROZEN_LIST = "the list of entries is frozen"
PUBLISHED = "what a draw has published can not be changed"
FIXED = (
    "public_id",
    "campaign_id",
    "mode",
    "method",
    "reserve_size",
    "max_tickets",
    "offer_hours",
    "commitment",
    "beacon_chain",
    "beacon_simulated",
    "committed_at",
)
FROZEN = "EXISTS (SELECT 1 FROM campaigns_drawroot r WHERE r.draw_id = {row}.draw_id)"
NEVER = ("draw_id", "member_id", "entry_key", "slot", "created_at")
# (name, table, event, condition, message); IS NOT is SQLite's null-safe comparison.
GUARDS = [
    (
        "draw_fixed",
        "campaigns_draw",
        "UPDATE",
        "OLD.commitment <> '' AND (" + " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in FIXED) + ")",
        PUBLISHED,
    ),
    ("draw_kept", "campaigns_draw", "DELETE", "OLD.commitment <> ''", PUBLISHED),
    ("drawentry_late", "campaigns_drawentry", "INSERT", FROZEN.format(row="NEW"), FROZEN_LIST),
    ("drawentry_edited", "campaigns_drawentry", "UPDATE", FROZEN.format(row="OLD"), FROZEN_LIST),
    (
        "drawentry_fixed",
        "campaigns_drawentry",
        "UPDATE",
        " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in NEVER),
        PUBLISHED,
    ),
    ("drawentry_kept", "campaigns_drawentry", "DELETE", "1 = 1", PUBLISHED),
    (
        "drawprize_late",
        "campaigns_drawprize",
        "INSERT",
        "EXISTS (SELECT 1 FROM campaigns_draw d WHERE d.id = NEW.draw_id AND d.commitment <> '')",
        PUBLISHED,
    ),
    (
        "drawresult_late",
        "campaigns_drawresult",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM campaigns_drawseed s JOIN campaigns_drawroot r ON r.id = s.root_id "
        "JOIN campaigns_draw d ON d.id = r.draw_id WHERE s.id = NEW.seed_id AND d.state = 'frozen')",
        PUBLISHED,
    ),
]


def _create(editor: BaseDatabaseSchemaEditor) -> None:
    for name, table, event, condition, message in GUARDS:
        for statement in _statements(editor.connection.vendor, name, table, event, condition, message):
            editor.execute(statement)


def _statements(vendor: str, name: str, table: str, event: str, condition: str, message: str) -> list[str]:
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ]
    condition = condition.replace(" IS NOT NEW.", " IS DISTINCT FROM NEW.")
    answer = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION guanxi_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {answer}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION guanxi_{name}()",
    ]


def _drop(editor: BaseDatabaseSchemaEditor) -> None:
    postgres = editor.connection.vendor == "postgresql"
    for name, table, *_rest in GUARDS:
        editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
        if postgres:
            editor.execute(f"DROP FUNCTION guanxi_{name}()")


class Migration(migrations.Migration):
    replaces = [("campaigns", "0010_amendments")]
    dependencies = [("campaigns", "0001_tables")]

    operations = [
        append_only("campaigns_campaignversion"),
        append_only("campaigns_touch"),
        append_only("campaigns_attribution"),
        append_only("campaigns_creditentry"),
        append_only("campaigns_decision"),
        append_only("campaigns_budgetentry"),
        append_only("campaigns_drawprize"),
        append_only("campaigns_drawroot"),
        append_only("campaigns_drawblock"),
        append_only("campaigns_drawseed"),
        append_only("campaigns_drawresult"),
        append_only("campaigns_drawreceipt"),
        append_only("campaigns_drawticket"),
        append_only("campaigns_qualifyingevent"),
        append_only("campaigns_board"),
        append_only("campaigns_boardrow"),
        append_only("campaigns_riskrulerow"),
        append_only("campaigns_accountcall"),
        append_only("campaigns_permissionentry"),
        Statements(_create, _drop),
    ]
