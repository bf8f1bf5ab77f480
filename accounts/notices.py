"""What people agree to: a text by version, known by its hash.

Any change of a sentence changes the hash; the rows of ``Consent`` keep the hash they were given for.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.states import ConsentPurpose, Locale
from common.registries import Registry


@dataclass(frozen=True, kw_only=True)
class Notice:
    """``key``: the consent's purpose. ``points``: plain sentences, one paragraph each.

    ``when_withdrawn``: what ends then; empty where being a member rests on this consent.
    """

    key: str
    title: str | Promise
    points: Sequence[str | Promise]
    when_withdrawn: str | Promise = ""

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the text in every language."""
        digest = hashlib.sha256()
        for language in Locale.values:
            with override(language):
                digest.update("\n".join([language, str(self.title), *map(str, self.points)]).encode())
        return digest.hexdigest()

    def in_every_language(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The words that the hash stands for: ({language: title}, {language: points})."""
        titles, points = {}, {}
        for language in Locale.values:
            with override(language):
                titles[language], points[language] = str(self.title), [str(point) for point in self.points]
        return titles, points


notices: Registry[Notice] = Registry()


def notice(key: str) -> Notice | None:
    return next((item for item in notices if item.key == key), None)


MEMBERSHIP = notices.register(
    Notice(
        key=ConsentPurpose.MEMBERSHIP,
        title=_("Rules and privacy notice"),
        points=[
            _("Be yourself: one account per person, and a name that people may call you by."),
            _("Invite people you know. Nobody is rewarded for posting links to strangers."),
            _(
                "We store your display name, your phone number or e-mail address (encrypted), your language, "
                "what you join here and which invitation brought you."
            ),
            _("Your phone number and e-mail address are never shown to other members."),
            _("We use no trackers and hand nothing to advertisers."),
            _("You can ask for everything we store about you, and leave and have it erased, at any time."),
        ],
    )
)
