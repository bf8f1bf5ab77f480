"""Shapes of groups in the API."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

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
    locale = serializers.ChoiceField(choices=settings.LANGUAGES, default="zh-hans")


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
