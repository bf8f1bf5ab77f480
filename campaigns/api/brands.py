"""The brands that the caller manages: where a program learns the ids that drafts and items need."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.queries.campaigns import managed_brands
from common.api import page_body, require_sign_in


class BrandOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.DictField(child=serializers.CharField())
    scope = serializers.CharField(help_text="The brand_ref of its items.")


class BrandsOutput(serializers.Serializer[Any]):
    items = BrandOutput(many=True)
    next = serializers.CharField(allow_null=True)


class Brands(APIView):
    @extend_schema(operation_id="brands_list", responses=BrandsOutput)
    def get(self, request: Request) -> Response:
        """The caller's own brands; empty for everybody else."""
        require_sign_in(request)
        rows = [
            {"public_id": brand.public_id, "slug": brand.slug, "name": brand.name, "scope": brand.scope}
            for brand in managed_brands(request.user)
        ]
        return Response(page_body(rows, None))
