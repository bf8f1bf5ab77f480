"""Members' pages as others see them, one's own profile, and who sees what of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import operations, people, profile_rules, queries
from accounts.audience import Audience, Relation
from accounts.models import Profile
from accounts.people import Person
from accounts.profile_words import FIELDS, Industry, NameForm
from accounts.web.profile_forms import ProfileForm, filled_in
from common.errors import NotFound
from common.registries import person_sections
from common.web import ActionView, PageView, SignInRequired


@dataclass(frozen=True, kw_only=True)
class Section:
    template: str
    values: Mapping[str, Any]


def sections_of(person: Person) -> list[Section]:
    """What other apps show of a member to such a viewer."""
    built = ((part.template, part.build(person.member_id, person.relation)) for part in person_sections)
    return [Section(template=template, values=values) for template, values in built if values]


class PersonView(PageView):
    """One member's page, for whoever may open it."""

    template_name = "accounts/person.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        person = people.person_seen_by(request.user, kwargs["public_id"])
        return {
            "person": person,
            "sections": sections_of(person),
            "is_self": person.relation == Relation.SELF,
            "is_near": person.relation == Relation.CIRCLE,
            "may_tie": person.relation in {Relation.CIRCLE, Relation.MEMBER},
        }


class ProfileView(SignInRequired, ActionView):
    form_class = ProfileForm
    template_name = "accounts/profile.html"
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        member = queries.as_member(request.user)
        return filled_in(member, people.own_profile(member.pk))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"photo": people.own_photo(queries.as_member(request.user).pk)}

    def act(self, request: HttpRequest, form: ProfileForm, **kwargs: Any) -> str:
        operations.edit_profile(actor=request.user, changes=form.changes(), now=timezone.now())
        return reverse("accounts:who-sees-what")


class SeeAsView(SignInRequired, PageView):
    """One's own page as somebody else gets it, through the same function as everybody's."""

    template_name = "accounts/see_as.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        if kwargs["relation"] not in Relation.values:
            raise NotFound
        relation = Relation(kwargs["relation"])
        person = people.as_seen_by(queries.as_member(request.user), relation)
        return {
            "person": person,
            "sections": sections_of(person) if person else [],
            "is_near": relation == Relation.CIRCLE,
            "relation": relation,
            "relations": list(Relation),
        }


@dataclass(frozen=True, kw_only=True)
class Row:
    """A field, what stands in it, and everybody who may see it, the owner left out."""

    label: Any
    text: str
    audience: Any
    is_narrowed: bool


class WhoSeesWhatView(SignInRequired, PageView):
    template_name = "accounts/who_sees_what.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        profile = people.own_profile(member.pk)
        rows = [_row(name, profile, member.display_name) for name in FIELDS]
        return {"rows": rows, "relations": list(Relation), "me": member}


def _row(name: str, profile: Profile, display_name: str) -> Row:
    text = {
        "name": display_name,
        "legal_name": str(_legal_name_form(profile)),
        "industry": str(Industry(profile.industry).label) if profile.industry else "",
        "photo": str(_("there is one")) if profile.photo_id else "",
        "links": ", ".join(profile_rules.link_of(url).label for url in profile.links),
    }.get(name)
    audience = profile_rules.audience_of(profile, name)
    return Row(
        label=FIELDS[name],
        text=str(getattr(profile, name)) if text is None else text,
        audience=Audience(audience).label,
        is_narrowed=audience < getattr(profile, f"{name}_audience"),
    )


def _legal_name_form(profile: Profile) -> Any:
    shows = profile.name_form in {NameForm.MASKED, NameForm.REAL}
    return NameForm(profile.name_form).label if shows else _("not shown")
