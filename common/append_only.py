"""Rows that are written once. The triggers of ``common.triggers`` are the second wall."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class WrittenOnce(Exception):
    """A bug: somebody tried to change a row of the record."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    def update(self, **changes: Any) -> int:
        raise WrittenOnce(self.model.__name__)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WrittenOnce(self.model.__name__)


class AppendOnlyManager(models.Manager[M]):
    def get_queryset(self) -> AppendOnlyQuerySet[M]:
        return AppendOnlyQuerySet(self.model, using=self._db)


class AppendOnly(models.Model):
    objects: ClassVar[AppendOnlyManager[Self]] = AppendOnlyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise WrittenOnce(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise WrittenOnce(type(self).__name__)
