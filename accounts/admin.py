"""Members, roles and tokens in the admin: found by handle, public id, name or a whole contact."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from accounts import (  # noqa: F401  registers its pages
    admin_leaving,
    admin_logins,
    notification_admin,
    operations,
    queries,
)
from accounts.member_desk import desk_page
from accounts.models import ApiToken, Member, RoleGrant
from accounts.rules import is_scope
from common.access import may
from common.admin import AddingAdmin, OperatingAdmin, row_or_404, run_on_each

# Roles decide here; Django's groups would be a second list that nobody reads.
admin.site.unregister(Group)


@admin.register(Member)
class MemberAdmin(OperatingAdmin):
    view_verb = "accounts.view-members"
    list_display = ["handle", "display_name", "state", "public_id", "locale", "is_staff", "joined_at"]
    list_filter = ["state", "is_staff", "locale"]
    search_fields = ["handle", "public_id", "display_name"]
    search_help_text = _("Handle, public id, display name, or a whole phone number or e-mail address")
    actions_detail = ["desk"]
    ordering = ["-joined_at", "-pk"]
    fields = [
        "handle",
        "display_name",
        "public_id",
        "state",
        "locale",
        "time_zone",
        "joined_at",
        "is_staff",
        "is_superuser",
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Member], search_term: str
    ) -> tuple[QuerySet[Member], bool]:
        """Prefix and exact matches that indexes serve, the display name, and a whole contact."""
        term = search_term.strip()
        return (queryset.filter(queries.name_matches(term)) if term else queryset), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @action(description=_("Look after this member"), url_path="desk", icon="support_agent")
    def desk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return desk_page(request, row_or_404(Member.objects.all(), object_id))


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = RoleGrant
        fields = ["member", "role", "scope"]

    def clean_scope(self) -> str:
        scope = str(self.cleaned_data["scope"]).strip()
        if not is_scope(scope):
            raise forms.ValidationError(gettext("There is no such role or scope."))
        return scope


@admin.register(RoleGrant)
class RoleGrantAdmin(AddingAdmin):
    view_verb = "accounts.view-roles"
    form = GrantForm
    autocomplete_fields = ["member"]
    list_display = ["member", "role", "scope", "granted_at", "granted_by", "revoked_at"]
    list_filter = ["role", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["member", "granted_by"]
    search_fields = ["member__handle", "member__public_id"]
    ordering = ["-granted_at", "-pk"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "accounts.grant-role")

    def create(self, request: HttpRequest, data: dict[str, Any]) -> RoleGrant:
        return operations.grant_role(
            actor=request.user,
            member_id=data["member"].pk,
            role=data["role"],
            scope=data["scope"],
            now=timezone.now(),
        )

    @admin.action(description=_("Revoke the chosen roles"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        def operation(grant: Any) -> None:
            operations.revoke_role(
                actor=request.user,
                member_id=grant.member_id,
                role=grant.role,
                scope=grant.scope,
                now=timezone.now(),
            )

        run_on_each(request, queryset, operation, done=gettext("Revoked"))


@admin.register(ApiToken)
class ApiTokenAdmin(OperatingAdmin):
    view_verb = "accounts.view-tokens"
    list_display = [
        "public_id",
        "member",
        "label",
        "scope",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    ]
    list_filter = ["scope", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["member"]
    search_fields = ["public_id", "member__handle", "member__public_id"]
    fields = [
        "public_id",
        "member",
        "label",
        "scope",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    ]
    ordering = ["-created_at", "-pk"]
    actions = ["revoke"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        def operation(token: Any) -> None:
            operations.revoke_token(actor=request.user, public_id=token.public_id, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Revoked"))
