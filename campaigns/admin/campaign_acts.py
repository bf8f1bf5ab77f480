"""A campaign's life in acts, in their usual order."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from campaigns.admin.acts import Act
from campaigns.operations import lifecycle
from campaigns.operations.drafts import clone_campaign, send_back, submit_for_review
from campaigns.operations.draws.freezing import call_draw
from campaigns.operations.publishing import publish_campaign
from campaigns.states import CampaignState as State

_ACTS = [
    Act(
        key="submit",
        label=_("Hand in for review"),
        explanation=_("Somebody else reads it and approves it. It can’t be edited meanwhile."),
        done=_("Handed in."),
        run=lambda actor, pk, reason, now: submit_for_review(actor=actor, campaign_id=pk),
        states={State.DRAFT},
    ),
    Act(
        key="send-back",
        label=_("Send back to the author"),
        explanation=_("It becomes a draft again."),
        done=_("Sent back."),
        run=lambda actor, pk, reason, now: send_back(actor=actor, campaign_id=pk, reason=reason),
        states={State.IN_REVIEW, State.APPROVED},
        asks_reason=True,
    ),
    Act(
        key="approve",
        label=_("Approve"),
        explanation=_("You have read the preview and the rules, and you did not write them yourself."),
        done=_("Approved. It can be published now."),
        states={State.IN_REVIEW},
        names_what_was_read=True,
    ),
    Act(
        key="publish",
        label=_("Publish"),
        explanation=_(
            "The rules are sealed for good, the stock is checked, the promises are made. "
            "It starts at once if its time has come."
        ),
        done=_("Published."),
        run=lambda actor, pk, reason, now: publish_campaign(actor=actor, campaign_id=pk, now=now),
        states={State.DRAFT, State.IN_REVIEW, State.APPROVED},
    ),
    Act(
        key="pause",
        label=_("Pause"),
        explanation=_(
            "Nobody can join and nothing is given until you resume. Open referrals go on to count."
        ),
        done=_("Paused."),
        run=lambda actor, pk, reason, now: lifecycle.pause_campaign(
            actor=actor, campaign_id=pk, reason=reason
        ),
        states={State.LIVE},
        asks_reason=True,
        is_grave=True,
    ),
    Act(
        key="resume",
        label=_("Resume"),
        explanation=_("The campaign goes on from where it stopped."),
        done=_("Resumed."),
        run=lambda actor, pk, reason, now: lifecycle.resume_campaign(actor=actor, campaign_id=pk),
        states={State.PAUSED},
    ),
    Act(
        key="close",
        label=_("Close"),
        explanation=_(
            "Nobody can join any more; open referrals may still count. "
            "Before the announced end it needs a reason."
        ),
        done=_("Closed."),
        run=lambda actor, pk, reason, now: lifecycle.close_campaign(
            actor=actor, campaign_id=pk, reason=reason, now=now
        ),
        states={State.LIVE, State.PAUSED},
        asks_reason=True,
        is_grave=True,
    ),
    Act(
        key="draw",
        label=_("Run the draw"),
        explanation=_(
            "The list of entries is frozen and its root published; then the winners follow from the seed, "
            "the receipt is published and the winners are asked. Nothing of it can be repeated or chosen."
        ),
        done=_("The draw has been called. Everything after this happens by itself."),
        run=lambda actor, pk, reason, now: call_draw(actor=actor, campaign_id=pk),
        states={State.CLOSING},
    ),
    Act(
        key="settle",
        label=_("Settle"),
        explanation=_("Ends the campaign once every promise has come to an end."),
        done=_("Settled."),
        run=lambda actor, pk, reason, now: lifecycle.settle_campaign(actor=actor, campaign_id=pk, now=now),
        states={State.CLOSING, State.SETTLING},
    ),
    Act(
        key="archive",
        label=_("Archive"),
        explanation=_("Takes it off the public list."),
        done=_("Archived."),
        run=lambda actor, pk, reason, now: lifecycle.archive_campaign(actor=actor, campaign_id=pk),
        states={State.SETTLED},
    ),
    Act(
        key="cancel",
        label=_("Cancel"),
        explanation=_("Only before it has begun. Announced promises are broken in public, with your reason."),
        done=_("Cancelled."),
        run=lambda actor, pk, reason, now: lifecycle.cancel_campaign(
            actor=actor, campaign_id=pk, reason=reason
        ),
        states={State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED},
        asks_reason=True,
        is_grave=True,
    ),
    Act(
        key="clone",
        label=_("Make a copy"),
        explanation=_("A new draft with the same rules and texts, just as long, from tomorrow on."),
        done=_("A copy was made. You will find it in the list of campaigns."),
        run=lambda actor, pk, reason, now: clone_campaign(actor=actor, campaign_id=pk, now=now),
        states=set(State),
    ),
]
ACTS: Mapping[str, Act] = {act.key: act for act in _ACTS}
