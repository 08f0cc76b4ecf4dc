from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from audit.history import History
from jobs.models import Job

from .channel import Channel
from .fields import CodeField
from .product import Product


class QualityRule(ClusterableModel):
    """What must hold for some products, and what it means where it does not.

    `about` and `requirement` are filters as those of segments: the rule is about the products that
    `about` finds, and each of them that `requirement` does not find has an issue. A requirement
    that cannot be told (a value is missing, a formula divides by zero) does not hold.
    """

    class Severity(models.TextChoices):
        WARNING = "warning", _("Warning")
        ERROR = "error", _("Error")

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    about = models.JSONField(_("products"), default=dict, blank=True)
    requirement = models.JSONField(_("what must hold"), default=dict, blank=True)
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.WARNING
    )
    message = models.CharField(
        _("message"),
        max_length=255,
        help_text=_(
            "What editors read. Fields of the product may stand in it, such as {name}, "
            "{part_number}, {brand} or {values.thickness}."
        ),
    )
    blocks = ParentalManyToManyField(
        Channel,
        verbose_name=_("blocks"),
        blank=True,
        related_name="+",
        help_text=_("Channels to which a product with this error does not go."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    problem = models.TextField(_("problem"), blank=True, editable=False)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, editable=False)
    products = models.PositiveBigIntegerField(_("products"), null=True, blank=True, editable=False)
    job = models.ForeignKey(
        Job,
        verbose_name=_("job"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = History(excluded_fields=["problem", "checked_at", "products", "job"])

    class Meta:
        ordering = ["name"]
        verbose_name = _("quality rule")
        verbose_name_plural = _("quality rules")

    def __str__(self) -> str:
        return self.name

    @property
    def is_stopped(self) -> bool:
        """Whether it cannot be checked, so that it neither reports nor blocks anything."""
        return bool(self.problem)


class QualityIssue(models.Model):
    """A product, as its row is stored, that breaks a rule; kept set-wise."""

    # The database deletes it with the product, also where products are deleted set-wise.
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="quality_issues", db_constraint=False
    )
    rule = models.ForeignKey(QualityRule, on_delete=models.CASCADE, related_name="issues")
    found_at = models.DateTimeField(_("found"))

    class Meta:
        verbose_name = _("quality issue")
        verbose_name_plural = _("quality issues")
        constraints = [
            models.UniqueConstraint(fields=["product", "rule"], name="quality_issue_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.product_id}"


class QualityCount(models.Model):
    """How many issues a rule had at the end of a day, to show the trend."""

    rule = models.ForeignKey(QualityRule, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField(_("day"))
    issues = models.PositiveBigIntegerField(_("issues"))

    class Meta:
        ordering = ["day"]
        verbose_name = _("number of issues")
        verbose_name_plural = _("numbers of issues")
        constraints = [
            models.UniqueConstraint(fields=["rule", "day"], name="quality_count_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.issues}"
