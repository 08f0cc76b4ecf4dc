"""The PostgreSQL search index, and what people searched for."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer


class SearchLogEntry(models.Model):
    """One search somebody made, for the report of what is looked for and not found.

    It names the customer at most, never the person.
    """

    query = models.CharField(_("query"), max_length=255)
    understood_as = models.CharField(
        _("recognized vehicle"),
        max_length=255,
        blank=True,
        help_text=_("The vehicle that was recognised in the text."),
    )
    backend = models.CharField(_("backend"), max_length=32)
    results = models.PositiveIntegerField(_("results"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
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
    """One record in the PostgreSQL index; see `search.registry.Document` for the fields.

    `facets` and `tokens` hold "field=value"; `measures` {field: [numbers]}; the keys order results.
    """

    index = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    title = models.TextField()
    label = models.TextField(blank=True)
    title_key = models.TextField(db_collation="C")
    number_key = models.TextField(blank=True, db_collation="C")
    newest = models.BigIntegerField(default=0)
    price = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    price_until = models.DateField(null=True)
    vector = SearchVectorField()
    numbers = ArrayField(models.TextField(), default=list)
    other_numbers = ArrayField(models.TextField(), default=list)
    facets = ArrayField(models.TextField(), default=list)
    tokens = ArrayField(models.TextField(), default=list)
    measures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "object_id"], name="search_document_once")
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_document_vector", gin_pending_list_limit=1024),
            GinIndex(fields=["facets"], name="search_document_facets", gin_pending_list_limit=1024),
            GinIndex(fields=["tokens"], name="search_document_tokens", gin_pending_list_limit=1024),
            models.Index(fields=["index", "title_key", "object_id"], name="search_by_title"),
            models.Index(fields=["index", "number_key", "object_id"], name="search_by_number"),
            models.Index(fields=["index", "-newest", "object_id"], name="search_by_newest"),
            models.Index(fields=["index", "price", "object_id"], name="search_by_price"),
            models.Index(
                fields=["index", "price_until", "object_id"],
                condition=models.Q(price_until__isnull=False),
                name="search_prices_that_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.object_id}"


class SearchWord(models.Model):
    """A word that occurs in an index, to find the right one behind a spelling mistake."""

    index = models.CharField(max_length=32)
    word = models.TextField(db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class SearchIndexState(models.Model):
    """What the processes that keep something of an index in memory compare with.

    `generation` is the time of the last write to the index and `vocabulary` that of the last change
    of the names it recognises in a text, in microseconds: no two states are ever called the same,
    not even after the database was restored.
    """

    index = models.CharField(max_length=32, primary_key=True)
    generation = models.BigIntegerField(default=0)
    vocabulary = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.index} {self.generation}"
