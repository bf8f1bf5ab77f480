"""A member's own page, and the notices people agree to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import operations, people, queries
from accounts.notices import notice
from accounts.web import sessions
from accounts.web.forms import LocaleForm
from common.errors import NotFound
from common.registries import me_entries, profile_sections
from common.web import ActionView, PageView, SignInRequired


@dataclass(frozen=True, kw_only=True)
class Section:
    template: str
    values: Mapping[str, Any]


class MeView(SignInRequired, ActionView):
    """Who I am here; the form changes the language."""

    form_class = LocaleForm
    template_name = "accounts/me.html"
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"locale": queries.as_member(request.user).locale}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        built = ((section.template, section.build(member)) for section in profile_sections)
        return {
            "photo": people.own_photo(member.pk),
            "contacts": queries.contacts_of(member),
            "sections": [Section(template=name, values=values) for name, values in built if values],
            "entries": list(me_entries),
        }

    def act(self, request: HttpRequest, form: LocaleForm, **kwargs: Any) -> str:
        operations.change_locale(actor=request.user, locale=form.cleaned_data["locale"])
        return reverse("accounts:me")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        if response.status_code == 303:
            sessions.speak_to(response, request.user)
        return response


class NoticeView(PageView):
    template_name = "accounts/notice.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        found = notice(kwargs["key"])
        if found is None:
            raise NotFound
        return {"notice": found}
