"""The PostgreSQL search index, and what people searched for."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchLogEntry(models.Model):
    """One search a person made, for the report of what is looked for and not found."""

    query = models.CharField(_("query"), max_length=255)
    backend = models.CharField(_("backend"), max_length=32)
    results = models.PositiveIntegerField(_("results"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("search")
        verbose_name_plural = _("search log")
        indexes = [models.Index(fields=["at"], name="search_log_at")]

    def __str__(self) -> str:
        return self.query


class SearchDocument(models.Model):
    """One record in the PostgreSQL index."""

    index = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    title = models.TextField(blank=True)
    vector = SearchVectorField(null=True)
    numbers = ArrayField(models.TextField(), default=list)
    facets = ArrayField(models.TextField(), default=list)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "object_id"], name="search_document_once")
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_document_vector"),
            GinIndex(fields=["numbers"], name="search_document_numbers"),
            GinIndex(fields=["facets"], name="search_document_facets"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.object_id}"
