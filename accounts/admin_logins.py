"""Linked logins in the admin: which services sign whom in. Who they are there, nobody can read."""

from django.contrib import admin

from accounts.models import LinkedLogin
from common.admin import OperatingAdmin


@admin.register(LinkedLogin)
class LinkedLoginAdmin(OperatingAdmin):
    view_verb = "accounts.view-roles"
    list_display = ["public_id", "member", "provider", "linked_at"]
    list_filter = ["provider"]
    list_select_related = ["member"]
    search_fields = ["public_id", "member__handle", "member__public_id"]
    fields = ["public_id", "member", "provider", "linked_at"]
    ordering = ["-linked_at", "-pk"]
