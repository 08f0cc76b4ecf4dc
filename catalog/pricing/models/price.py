from datetime import date
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from accounts.models import Customer
from audit.history import History
from catalog.pricing.money import check_amount, exact_amount, money
from catalog.pricing.validity import CUSTOMER_OVERLAP, LIST_OVERLAP, ValidityRange
from catalog.products.models import Product
from catalog.schema.models.fields import CodeField


class PriceList(models.Model):
    """A named set of prices in one currency; the public one is what visitors see."""

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Prices visible to everyone. Only one list can be public."),
    )
    history = History()

    class Meta:
        ordering = ["name"]
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.UniqueConstraint(
                fields=["is_public"],
                condition=Q(is_public=True),
                name="one_public_price_list",
                violation_error_message=_("Another price list is already public."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="price_list_currency_is_iso_4217"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.currency})"


class Price(models.Model):
    """The price of a product on a list, or agreed with one customer, from a quantity on.

    `valid_from` and `valid_until` are the first and the last day; empty means open. Prices of the
    same product, list or customer and quantity may not overlap in time; the database holds that.
    """

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="prices")
    price_list = models.ForeignKey(
        PriceList,
        verbose_name=_("price list"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="prices",
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="prices",
    )
    minimum_quantity = models.PositiveIntegerField(
        _("from quantity"), default=1, validators=[MinValueValidator(1)]
    )
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=4, validators=[MinValueValidator(0)]
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # What its name is made of, where it is read (`console.labels`).
    label_relations = ("product", "price_list", "customer")
    history = History()

    class Meta:
        ordering = ["price_list", "customer", "minimum_quantity", "valid_from"]
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        indexes = [
            models.Index(fields=["customer", "product"], name="price_of_customer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_list__isnull=True) ^ Q(customer__isnull=True),
                name="price_is_of_a_list_or_a_customer",
                violation_error_message=_("Choose either a price list or a customer."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(minimum_quantity__gte=1), name="price_quantity_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="price_validity_is_in_order",
                violation_error_message=_("The end date is before the start date."),
            ),
            ExclusionConstraint(
                name="list_price_validity_does_not_overlap",
                expressions=[
                    ("product", RangeOperators.EQUAL),
                    ("price_list", RangeOperators.EQUAL),
                    ("minimum_quantity", RangeOperators.EQUAL),
                    (ValidityRange(), RangeOperators.OVERLAPS),
                ],
                condition=Q(price_list__isnull=False),
                violation_error_message=LIST_OVERLAP,
            ),
            ExclusionConstraint(
                name="customer_price_validity_does_not_overlap",
                expressions=[
                    ("product", RangeOperators.EQUAL),
                    ("customer", RangeOperators.EQUAL),
                    ("minimum_quantity", RangeOperators.EQUAL),
                    (ValidityRange(), RangeOperators.OVERLAPS),
                ],
                condition=Q(customer__isnull=False),
                violation_error_message=CUSTOMER_OVERLAP,
            ),
        ]

    def __str__(self) -> str:
        # Logs, messages and lists of references show this, also to people who see no amounts.
        read = self._state.fields_cache
        product, owner = read.get("product"), read.get("price_list") or read.get("customer")
        names = [product.sku if product else f"#{self.pk}", *([str(owner)] if owner else [])]
        return f"{', '.join(names)} (≥ {self.minimum_quantity})"

    @property
    def currency(self) -> str:
        """The currency of its list or customer."""
        owner = self.price_list or self.customer
        assert owner is not None, "the database refuses a price of neither"
        return owner.currency

    @property
    def exact_amount(self) -> Decimal:
        """The amount with no more decimals than its currency and it itself have."""
        return exact_amount(self.amount, self.currency)

    @property
    def money(self) -> str:
        """The amount with its currency, as people read it."""
        return money(self.amount, self.currency)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        begins, ends = self.valid_from, self.valid_until
        return (begins is None or begins <= day) and (ends is None or ends >= day)

    def clean(self) -> None:
        """A price belongs to a list or to a customer, and can be paid in its currency."""
        super().clean()
        if bool(self.price_list_id) == bool(self.customer_id):
            raise ValidationError(_("Choose either a price list or a customer."))
        if self.amount is not None:
            try:
                check_amount(self.amount, self.currency)
            except ValidationError as error:
                raise ValidationError({"amount": error.messages}) from error
