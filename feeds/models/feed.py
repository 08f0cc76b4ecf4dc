from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from audit.history import History
from catalog.models import Channel, Segment
from catalog.schema.models.fields import CodeField
from exchange.transforms.blocks import TransformsBlock

# PostgreSQL names the keys of JSON lines, and cuts a name that is longer in UTF-8.
LONGEST_HEADER = 63


def validate_header(header: str) -> None:
    """Refuse a header that PostgreSQL would cut, or cannot hold."""
    if len(header.encode()) > LONGEST_HEADER:
        raise ValidationError(_("This is longer than %(limit)d bytes.") % {"limit": LONGEST_HEADER})
    if "\x00" in header:
        raise ValidationError(_("This contains a NUL character."))


class Feed(ClusterableModel, models.Model):
    """What goes out: products of a segment, for a channel, in a format, with chosen columns."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        JSON_LINES = "jsonl", _("JSON Lines")

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="feeds"
    )
    segment = models.ForeignKey(
        Segment,
        verbose_name=_("segment"),
        limit_choices_to={"is_shared": True},
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="feeds",
        help_text=_("The products in the feed. Leave empty for all published products."),
    )
    locale = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    format = models.CharField(_("format"), max_length=8, choices=Format.choices, default=Format.CSV)
    is_safe_to_open = models.BooleanField(
        _("safe to open in a spreadsheet"),
        default=True,
        help_text=_(
            "For CSV: text that a spreadsheet would run as a formula gets an apostrophe in "
            "front. Turn it off if a program reads the file and needs the original text."
        ),
    )
    history = History()

    class Meta:
        ordering = ["name"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self) -> str:
        return self.name

    @property
    def is_neutralized(self) -> bool:
        """Whether formulas are made texts: in a format that people open, unless it is off."""
        return self.format == self.Format.CSV and self.is_safe_to_open

    @property
    def media_type(self) -> str:
        """What a web server calls a file of this format."""
        return "text/csv" if self.format == self.Format.CSV else "application/jsonl"


class FeedColumn(Orderable, models.Model):
    """One column of a feed: a source field or a constant, then transforms in order."""

    feed = ParentalKey(Feed, on_delete=models.CASCADE, related_name="columns")
    header = models.CharField(_("header"), max_length=LONGEST_HEADER, validators=[validate_header])
    source = models.CharField(
        _("field"), max_length=100, blank=True, help_text=_("Leave empty to use the constant.")
    )
    constant = models.CharField(_("constant"), max_length=255, blank=True)
    transforms = StreamField(TransformsBlock(), verbose_name=_("transforms"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        constraints = [
            models.UniqueConstraint(fields=["feed", "header"], name="feed_header_once"),
        ]

    def __str__(self) -> str:
        return self.header

    def clean(self) -> None:
        """A column has a field or a constant, not both."""
        super().clean()
        if self.source and self.constant:
            raise ValidationError({"constant": _("Choose either a field or a constant, not both.")})
