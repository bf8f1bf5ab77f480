"""Shapes of groups in the API."""

from typing import Any

from rest_framework import serializers

from accounts.states import Locale
from groups.states import GroupRole, GroupState, JoinPolicy, MembershipState, Visibility


class GroupInput(serializers.Serializer[Any]):
    name = serializers.DictField(child=serializers.CharField(max_length=2000))
    purpose = serializers.DictField(
        child=serializers.CharField(max_length=4000, allow_blank=True), required=False, default=dict
    )
    visibility = serializers.ChoiceField(choices=Visibility.choices, default=Visibility.LISTED)
    join_policy = serializers.ChoiceField(choices=JoinPolicy.choices, default=JoinPolicy.OPEN)
    capacity = serializers.IntegerField(required=False, allow_null=True, default=None)
    time_zone = serializers.CharField(max_length=64, default="Asia/Shanghai")
    locale = serializers.ChoiceField(choices=Locale.choices, default=Locale.CHINESE)
    vouches_needed = serializers.IntegerField(default=2, help_text="Of members, for each newcomer.")
    capabilities = serializers.DictField(
        child=serializers.ChoiceField(choices=GroupRole.choices),
        default=dict,
        help_text="{ability: the role that it takes}; what is left out is as usual.",
    )


class GroupOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.DictField(child=serializers.CharField())
    purpose = serializers.DictField(child=serializers.CharField())
    visibility = serializers.ChoiceField(choices=Visibility.choices)
    join_policy = serializers.ChoiceField(choices=JoinPolicy.choices)
    capacity = serializers.IntegerField(allow_null=True)
    members = serializers.IntegerField()
    time_zone = serializers.CharField()
    locale = serializers.CharField()
    vouches_needed = serializers.IntegerField()
    capabilities = serializers.DictField(child=serializers.ChoiceField(choices=GroupRole.choices))
    state = serializers.ChoiceField(choices=GroupState.choices)


class GroupDetailOutput(GroupOutput):
    my_state = serializers.ChoiceField(choices=MembershipState.choices, allow_null=True)
    my_role = serializers.ChoiceField(choices=GroupRole.choices, allow_null=True)


class GroupsOutput(serializers.Serializer[Any]):
    items = GroupOutput(many=True)
    next = serializers.CharField(allow_null=True)


class OwnGroupsOutput(serializers.Serializer[Any]):
    items = GroupDetailOutput(many=True)
    next = serializers.CharField(allow_null=True)


class MembershipOutput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=MembershipState.choices)


class JoinInput(serializers.Serializer[Any]):
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class OwnMembershipOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=MembershipState.choices)
    role = serializers.ChoiceField(choices=GroupRole.choices)


class FellowOutput(OwnMembershipOutput):
    member = serializers.CharField()
    name = serializers.CharField()
    headline = serializers.CharField()
    city = serializers.CharField()
    joined_at = serializers.DateTimeField()


class FellowsOutput(serializers.Serializer[Any]):
    items = FellowOutput(many=True)
    next = serializers.CharField(allow_null=True)


class RequestOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    note = serializers.CharField()
    since = serializers.DateTimeField()
    vouches = serializers.IntegerField()


class RequestsOutput(serializers.Serializer[Any]):
    items = RequestOutput(many=True)
    next = serializers.CharField(allow_null=True)


class InviteInput(serializers.Serializer[Any]):
    member = serializers.CharField(max_length=40)


class GroupLinkOutput(serializers.Serializer[Any]):
    code = serializers.CharField()
    expires_at = serializers.DateTimeField()
    uses_left = serializers.IntegerField()


class SayWhyInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000, allow_blank=True)


class RoleInput(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=GroupRole.choices)


class RemoveInput(SayWhyInput):
    for_good = serializers.BooleanField(default=False)
