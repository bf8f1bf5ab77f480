"""Words for what stewards and hosts did, as the audit trail names it. What is a move is told by its state."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# By (kind of object, verb). ``operations.acts`` and their neighbours write them.
WORDS = {
    ("groups.group", "announce"): _("Announced something"),
    ("groups.group", "be-here"): _("Said that they are there"),
    ("groups.group", "change"): _("Changed the group"),
    ("groups.group", "end-rest-day"): _("Took a day of rest back"),
    ("groups.group", "pin-post"): _("Pinned a post"),
    ("groups.group", "set-rest-day"): _("Made a day one of rest"),
    ("groups.group", "succeed"): _("A successor took over"),
    ("groups.group", "switch-stars"): _("Switched the daily star"),
    ("groups.group", "take-over"): _("Whoever offered took over"),
    ("groups.group", "unpin-post"): _("Unpinned a post"),
    ("groups.membership", "accept"): _("Took somebody in who had asked"),
    ("groups.membership", "give-role"): _("Gave somebody a role"),
    ("groups.membership", "lift-ban"): _("Lifted a ban"),
    ("groups.ritual", "add"): _("Added a ritual"),
    ("groups.ritual", "change"): _("Changed a ritual"),
    ("groups.event", "ask-deposit"): _("Asked for a deposit"),
    ("groups.event", "change"): _("Changed an event"),
    ("groups.event", "mix-teams"): _("Mixed the teams"),
    ("groups.event", "pick-tasks"): _("Picked the tasks"),
    ("groups.event", "place-latecomers"): _("Placed latecomers in teams"),
    ("groups.event", "repeat"): _("Let an event repeat"),
    ("groups.event", "set-album-audience"): _("Chose for whom the photos are"),
    ("groups.event", "set-capacity"): pgettext_lazy("event", "Changed the places"),
}
