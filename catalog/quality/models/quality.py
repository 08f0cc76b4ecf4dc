from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from audit.history import History
from catalog.products.models import Product
from catalog.schema.models import Channel
from catalog.schema.models.fields import CodeField
from jobs.models import Job


class QualityRuleQuerySet(models.QuerySet):
    """Filters of rules."""

    def checkable(self) -> "QualityRuleQuerySet":
        """Active rules that are not stopped."""
        return self.filter(is_active=True).exclude(check_state__problem__gt="")


class QualityRule(ClusterableModel, models.Model):
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
    requirement = models.JSONField(_("requirement"), default=dict, blank=True)
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.WARNING
    )
    message = models.CharField(
        _("message"),
        max_length=255,
        help_text=_(
            "The message that editors see. It can contain product fields such as {name}, "
            "{part_number}, {brand} or {values.thickness}."
        ),
    )
    blocks = ParentalManyToManyField(
        Channel,
        verbose_name=_("blocks"),
        blank=True,
        related_name="+",
        help_text=_("Channels that do not get products with this error."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    history = History()

    objects = QualityRuleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("quality rule")
        verbose_name_plural = _("quality rules")

    def __str__(self) -> str:
        return self.name


class QualityCheck(models.Model):
    """How far the check of a rule is. Apart from the rule, so that checking changes no rule.

    A rule with a `problem` is stopped: it cannot be checked, so that it neither reports nor blocks
    anything until it or the schema is mended.
    """

    rule = models.OneToOneField(
        QualityRule, primary_key=True, on_delete=models.CASCADE, related_name="check_state"
    )
    problem = models.TextField(_("problem"), blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    products = models.PositiveBigIntegerField(_("products"), null=True, blank=True)
    job = models.ForeignKey(
        Job,
        verbose_name=_("job"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("quality rule check")
        verbose_name_plural = _("quality rule checks")

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.checked_at}"


class QualityIssueQuerySet(models.QuerySet):
    """Filters of issues."""

    def reported(self) -> "QualityIssueQuerySet":
        """Without those of rules that are idle or stopped."""
        return self.filter(rule__is_active=True).exclude(rule__check_state__problem__gt="")


class QualityIssue(models.Model):
    """A product, as its row is stored, that breaks a rule; kept set-wise."""

    # The database deletes it with the product, also where products are deleted set-wise.
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="quality_issues", db_constraint=False
    )
    rule = models.ForeignKey(QualityRule, on_delete=models.CASCADE, related_name="issues")
    found_at = models.DateTimeField(_("found"))

    objects = QualityIssueQuerySet.as_manager()

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
