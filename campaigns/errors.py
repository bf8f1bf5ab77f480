"""What campaigns refuses, each with its sentence."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import errors as common
from common.errors import Invalid, NotFound, Refused


class UnknownInvitation(NotFound):
    code = "unknown-invitation"
    message = _("We don't know this invitation. Please check the link, or ask your friend for a new one.")


class OwnInvitation(Refused):
    code = "own-invitation"
    message = _("This is your own invitation. Share it with a friend instead.")


class InvitationWithdrawn(Refused):
    code = "invitation-withdrawn"
    message = _("This invitation is no longer valid. Please ask your friend for a new one.")


class AlreadyInvited(Refused):
    code = "already-invited"
    message = _("Another invitation was already counted for this campaign.")


class CodeTooLate(Refused):
    code = "code-too-late"
    message = _("The time in which a code counts after joining is over for this campaign.")


class BadCode(Invalid):
    code = "bad-code"
    message = _("Please choose 5 to 16 letters from A to Z and digits.")


class UnfitCode(Invalid):
    code = "unfit-code"
    message = _("This code can’t be used here. Please choose another one.")


class CodeTaken(Refused):
    code = "code-taken"
    message = _("This code, or one that looks like it, is taken. Please choose another one.")


class CodesChosen(Refused):
    code = "codes-chosen"
    message = _("You have changed your code already. Both that you chose go on working.")


class JoinedBefore(Refused):
    code = "joined-before"
    message = _("You were a member before this invitation existed, so it can’t have brought you.")


class RegisteredOutside(Invalid):
    code = "registered-outside"
    message = _("This member did not register while the campaign was running.")


class AttributionTooLate(Refused):
    code = "attribution-too-late"
    message = _("The days within which this friend could count are over.")


class NoInvitationThen(Refused):
    code = "no-invitation-then"
    message = _("The advocate had no invitation to this campaign yet when this member registered.")


class OwnAttribution(Refused):
    code = "own-attribution"
    message = _(
        "You are one of the two, or one of them is your own friend in a campaign. "
        "Ask another manager to decide."
    )


class SamePerson(Invalid):
    code = "same-person"
    message = _("Nobody is their own friend.")


class NotTogether(Refused):
    """The friend was here before, or a block stands between the two: which, is nobody else's business."""

    code = "not-together"
    message = _("This member can’t be written down as a friend of this advocate.")


class CampaignNotStarted(Refused):
    code = "campaign-not-started"
    message = _("This campaign has not started yet.")


class CampaignPaused(Refused):
    code = "campaign-paused"
    message = _("This campaign is paused for the moment. Please try again later.")


class CampaignEnded(Refused):
    code = "campaign-ended"
    message = _("This campaign has ended.")


class SecondPersonNeeded(Refused):
    code = "second-person-needed"
    message = _("Somebody else has to read and approve this campaign before it is announced.")


class DraftChanged(Refused):
    code = "draft-changed"
    message = _("This campaign has changed since you read it. Read it again before you approve it.")


class BadRules(Invalid):
    """The rules of a draft are wrong; ``field`` points at the place, e.g. ``reward.kind``."""

    code = "bad-rules"
    message = _("%(path)s: %(why)s")


class ForbiddenByChannel(Invalid):
    """A platform's policy pack refuses a text or a mechanic; ``field`` points at the place."""

    code = "forbidden-by-channel"
    message = _("%(platform)s, %(path)s, line %(line)s: “%(found)s” %(why)s. %(source)s")


class ChannelClosed(Refused):
    code = "channel-closed"
    message = _("This campaign is not passed on through this channel.")


class BadWindow(Invalid):
    code = "bad-window"
    message = _("The campaign must end after it starts, and be settled after it ends.")


class BoardTooLate(Invalid):
    code = "board-too-late"
    message = _("The board must be closed before everything has to be kept.")


class NotFavourable(Invalid):
    """``places``: what is not in the members' favour, each with its reason, as one text."""

    code = "not-favourable"
    message = _("Announced rules change in the members’ favour only. %(places)s")


class NothingChanged(Invalid):
    code = "nothing-changed"
    message = _("Nothing is different from the rules in force.")


class AmendmentOpen(Refused):
    code = "amendment-open"
    message = _("Another amendment is waiting for a second person already. Decide that one first.")


class NoAmendment(Refused):
    code = "no-amendment"
    message = _("No amendment is waiting.")


class NotAmendable(Refused):
    code = "not-amendable"
    message = _("Only a campaign that is announced and has not ended can be amended.")


class EndsInThePast(Invalid):
    code = "ends-in-the-past"
    message = _("The end of the campaign has already passed.")


class SlugTaken(Invalid):
    code = "slug-taken"
    message = _("Another campaign already has this address.")


class BadChannel(Invalid):
    code = "bad-channel"
    message = _("We don't know this way of sharing.")


class NotEnoughStock(Refused):
    code = "not-enough-stock"
    message = _("The campaign promises %(needed)s of “%(item)s”, but only %(available)s are in stock.")


class UnknownItem(Invalid):
    code = "unknown-item"
    message = _("The item “%(item)s” does not exist or is no longer given.")


class BoardOpen(Refused):
    code = "board-open"
    message = _("The board is not closed yet. It closes by itself after the published days.")


class NotAGroupCampaign(Refused):
    code = "not-a-group-campaign"
    message = _("In this campaign everybody takes part for themselves.")


class NotInThisGroup(Invalid):
    code = "not-in-this-group"
    message = _("You are not in this group.")


class TeamChosen(Refused):
    code = "team-chosen"
    message = _("You already play for a group in this campaign, or a friend of yours counts already.")


class PromisesOpen(Refused):
    code = "promises-open"
    message = _("%(count)s promises of this campaign are still open.")


class RewardsWaiting(Refused):
    code = "rewards-waiting"
    message = _("Some rewards of this campaign are not decided yet.")


class FriendsWaiting(RewardsWaiting):
    code = "friends-waiting"
    message = _("A person still looks at friends behind entries in this draw. Decide about them first.")


class NothingToReverse(Refused):
    code = "nothing-to-reverse"
    message = _("This friend does not count, so there is nothing to take back.")


class AnswerOwed(Refused):
    code = "answer-owed"
    message = _("A person owes an answer about this friend already. Decide that first.")


class ObjectionGranted(Refused):
    code = "objection-granted"
    message = _("Somebody else has granted an objection about this friend. That stands.")


class ReasonMissing(common.ReasonMissing):
    message = _("Please give a reason. It is shown to the people concerned.")


class NotClaimable(Refused):
    code = "not-claimable"
    message = _("This reward can't be claimed now.")


class RewardOnHold(Refused):
    code = "reward-on-hold"
    message = _("This reward is on hold. A person will look at it.")


class NotLookedAt(Refused):
    code = "not-looked-at"
    message = _(
        "This reward is looked at by itself when its waiting time is over. What is held then is "
        "approved here."
    )


class CaseOpen(Refused):
    code = "case-open"
    message = _("A person still looks at a friend behind this reward. Decide about that friend first.")


class FriendsNotCounted(Refused):
    code = "friends-not-counted"
    message = _("Without the friends who do not count this reward is not earned.")


class AllGiven(Refused):
    """The stock or the campaign's own share of it is exhausted; the reward stays approved."""

    code = "all-given"
    message = _("All of these gifts have been given. Your reward stays on record in case one comes back.")


class GivenToday(Refused):
    """The campaign gives so many a day, and today's are given; the reward stays approved."""

    code = "given-today"
    message = _("Today’s gifts have all been given. It goes on tomorrow; your reward waits for you.")


class ClaimLater(Refused):
    """A member claims so many within some days; the reward stays approved. ``moment``: when it may be."""

    code = "claim-later"

    def __init__(self, *, moment: datetime) -> None:
        self.moment = moment
        super().__init__()

    @property
    def text(self) -> str:
        when = date_format(timezone.localtime(self.moment), "DATETIME_FORMAT")
        words = gettext(
            "You have claimed as many as is possible for now. You can claim this from %(when)s on."
        )
        return words % {"when": when}


class BadPost(Invalid):
    code = "bad-post"
    message = _("This is not the number of a post that can be followed.")


class NotYourGroup(Invalid):
    code = "not-your-group"
    message = _("Please choose a group whose steward you are: its stewards answer what is complained about.")


class PostFollowed(Refused):
    code = "post-followed"
    message = _("Another campaign follows this post already.")


class BadAnswer(Invalid):
    code = "bad-answer"
    message = _("Please write an answer, as short as the platform wants it: 140 characters on Weibo.")


class AlreadyAnswered(Refused):
    code = "already-answered"
    message = _("This has been answered already.")


class NoSuchMember(Invalid):
    code = "no-such-member"
    message = _("Nobody here goes by this name. Please check the handle.")


class OwnAppointment(Refused):
    code = "own-appointment"
    message = _("Nobody makes themselves an ambassador. Ask another manager.")


class ReceivesMissing(Invalid):
    code = "receives-missing"
    message = _("Please write down what they get. Everybody who opens their links reads it.")


class AmbassadorAlready(Refused):
    code = "ambassador-already"
    message = _("This member is asked already, or is an ambassador of this campaign.")


class NotDisclosed(Invalid):
    """``tag``: what would be enough."""

    code = "not-disclosed"
    message = _("These words don't say that they are advertising. Begin them with %(tag)s, for instance.")


class WordsTooLong(Invalid):
    code = "words-too-long"
    message = _("That is too long. Please use at most 300 characters.")


class WordsMissing(Invalid):
    code = "words-missing"
    message = _("Write what shall stand there.")


class PostTooLong(Invalid):
    code = "post-too-long"
    message = _("With its tag and the address it counts %(has)s; the platform takes %(most)s.")


class CampaignNotPublic(Refused):
    code = "campaign-not-public"
    message = _("Announce the campaign first: the post leads to its page.")
