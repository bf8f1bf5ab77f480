"""What a friend has to do beside certificates, in plain language. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.conditions import Condition
from campaigns.sentences import credit_text
from campaigns.states import ConditionKind
from common.texts import Texts, in_language


def condition_text(condition: Condition, names: Mapping[str, Texts]) -> str:
    """``names``: of groups. Which event it is only the members of its group may know."""
    values = {
        "count": condition.count,
        "days": condition.days,
        "group": in_language(names.get(condition.group)),
        "name": condition.name,
        "value": credit_text(condition.value_minor),
    }
    named = bool(values["group"])
    if condition.event:
        return _at_one_event(condition, named=named) % values
    return _sentence(condition, named=named) % values


def _sentence(condition: Condition, *, named: bool) -> str:
    count = condition.count
    if condition.kind == ConditionKind.ACCOUNT_AGE:
        return ngettext("the account is %(days)s day old", "the account is %(days)s days old", condition.days)
    if condition.kind == ConditionKind.JOINED_GROUP:
        return _("joined the group “%(group)s”") if named else _("joined a group")
    if condition.kind == ConditionKind.POSTED and named:
        return ngettext("wrote %(count)s post in “%(group)s”", "wrote %(count)s posts in “%(group)s”", count)
    if condition.kind == ConditionKind.POSTED:
        return ngettext("wrote %(count)s post in a group", "wrote %(count)s posts in groups", count)
    if condition.kind == ConditionKind.ATTENDED and named:
        return ngettext(
            "came to %(count)s event of “%(group)s”", "came to %(count)s events of “%(group)s”", count
        )
    if condition.kind == ConditionKind.ATTENDED:
        return ngettext("came to %(count)s event", "came to %(count)s events", count)
    if condition.kind == ConditionKind.TASK and named:
        return ngettext(
            "did %(count)s team task at events of “%(group)s”",
            "did %(count)s team tasks at events of “%(group)s”",
            count,
        )
    if condition.kind == ConditionKind.TASK:
        return ngettext("did %(count)s team task at an event", "did %(count)s team tasks at events", count)
    if condition.value_minor:
        return ngettext(
            "“%(name)s” of at least %(value)s, %(count)s time",
            "“%(name)s” of at least %(value)s each, %(count)s times",
            count,
        )
    return ngettext("“%(name)s”, %(count)s time", "“%(name)s”, %(count)s times", count)


def _at_one_event(condition: Condition, *, named: bool) -> str:
    count = condition.count
    if condition.kind == ConditionKind.ATTENDED and named:
        return _("came to a certain event of “%(group)s”")
    if condition.kind == ConditionKind.ATTENDED:
        return _("came to a certain event")
    if named:
        return ngettext(
            "did %(count)s team task at a certain event of “%(group)s”",
            "did %(count)s team tasks at a certain event of “%(group)s”",
            count,
        )
    return ngettext(
        "did %(count)s team task at a certain event", "did %(count)s team tasks at a certain event", count
    )
