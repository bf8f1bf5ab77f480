"""Profiles for programs: one's own, and what one may see of others."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import operations, people, queries
from accounts.audience import AUDIENCE_CHOICES, AUDIENCE_WORDS, Audience, Relation
from accounts.models import Profile
from accounts.people import Person
from accounts.profile_words import FIELDS, Industry, NameForm
from common.api import OperationView, require_sign_in
from common.errors import NotFound

_WORDS = {word: audience for audience, word in AUDIENCE_WORDS.items()}
_TEXTS = ("english_name", "headline", "city", "industry", "bio", "links", "name_form")
Shape = serializers.Serializer[Any]


class PersonOutput(Shape):
    public_id = serializers.CharField()
    name = serializers.CharField(help_text="As the member wishes to be named to you.")
    is_proven = serializers.BooleanField(help_text="The name was checked against a document.")
    display_name = serializers.CharField()
    english_name = serializers.CharField()
    headline = serializers.CharField()
    city = serializers.CharField()
    industry = serializers.CharField()
    bio = serializers.CharField()
    links = serializers.ListField(child=serializers.CharField())
    has_photo = serializers.BooleanField(help_text="There is a photo that you may see.")
    relation = serializers.ChoiceField(choices=Relation.values)


class AudiencesOutput(Shape):
    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.ChoiceField(choices=AUDIENCE_CHOICES, required=False) for name in FIELDS}


class OwnProfileOutput(Shape):
    public_id = serializers.CharField()
    display_name = serializers.CharField()
    name_form = serializers.ChoiceField(choices=NameForm.values)
    english_name = serializers.CharField()
    headline = serializers.CharField()
    city = serializers.CharField()
    industry = serializers.CharField()
    bio = serializers.CharField()
    links = serializers.ListField(child=serializers.CharField())
    audiences = AudiencesOutput()


class ProfileInput(Shape):
    """What is left out stays as it is."""

    display_name = serializers.CharField(required=False)
    name_form = serializers.ChoiceField(choices=NameForm.values, required=False)
    english_name = serializers.CharField(required=False, allow_blank=True)
    headline = serializers.CharField(required=False, allow_blank=True)
    city = serializers.CharField(required=False, allow_blank=True)
    industry = serializers.ChoiceField(choices=["", *Industry.values], required=False, allow_blank=True)
    bio = serializers.CharField(required=False, allow_blank=True)
    links = serializers.ListField(child=serializers.CharField(allow_blank=True), required=False, max_length=3)
    audiences = AudiencesOutput(required=False)


def person_body(person: Person) -> dict[str, Any]:
    shown = person.profile
    return {
        "public_id": person.public_id,
        "name": person.name.text,
        "is_proven": person.name.is_proven,
        "display_name": person.display_name,
        "english_name": shown.english_name,
        "headline": shown.headline,
        "city": shown.city,
        "industry": shown.industry,
        "bio": shown.bio,
        "links": [link.url for link in shown.links],
        "has_photo": shown.has_photo,
        "relation": str(person.relation),
    }


class People(APIView):
    @extend_schema(responses=PersonOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """A member as you may see them; 404 for nobody, for a block, and for a page that is not for you."""
        return Response(person_body(people.person_seen_by(request.user, public_id)))


class OwnProfile(OperationView):
    input_serializer = ProfileInput

    @extend_schema(responses=OwnProfileOutput)
    def get(self, request: Request) -> Response:
        """My profile, and who may see which field."""
        require_sign_in(request)
        member = queries.as_member(request.user)
        return Response(_own(member.public_id, member.display_name, people.own_profile(member.pk)))

    @extend_schema(request=ProfileInput, responses=OwnProfileOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Change some fields, or who may see them."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        audiences = {name: int(_WORDS[word]) for name, word in data.pop("audiences", {}).items()}
        changes = operations.ProfileChanges(**data, audiences=audiences)
        profile = operations.edit_profile(actor=request.user, changes=changes, now=timezone.now())
        member = queries.as_member(request.user)
        return 200, _own(member.public_id, member.display_name, profile)


def _own(public_id: str, display_name: str, profile: Profile) -> dict[str, Any]:
    audiences = {name: AUDIENCE_WORDS[Audience(getattr(profile, f"{name}_audience"))] for name in FIELDS}
    texts = {name: getattr(profile, name) for name in _TEXTS}
    return {"public_id": public_id, "display_name": display_name, **texts, "audiences": audiences}


class OwnProfileAs(APIView):
    @extend_schema(responses=PersonOutput)
    def get(self, request: Request, relation: str) -> Response:
        """My page as seen by me, circle, member, public or blocked; 404 where they see nothing."""
        require_sign_in(request)
        if relation not in Relation.values:
            raise NotFound
        person = people.as_seen_by(queries.as_member(request.user), relation)
        if person is None:
            raise NotFound
        return Response(person_body(person))
