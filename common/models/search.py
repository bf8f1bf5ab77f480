from django.db import models


class SearchEntry(models.Model):
    """One gram of one object, for one circle of readers. See ``common.search``.

    ``scope`` is the source's own word for who may find the object by this gram; ``owner_id`` the member
    whose object it is, for blocks.
    """

    source = models.CharField(max_length=12)
    scope = models.CharField(max_length=32)
    gram = models.CharField(max_length=24)
    object_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            # Served by it: the newest objects with a gram, and whether an object has another gram, too.
            models.UniqueConstraint(
                fields=["gram", "scope", "source", "object_id"], name="searchentry_one_per_gram"
            )
        ]
        indexes = [models.Index(fields=["object_id", "source"], name="searchentry_by_object")]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"
