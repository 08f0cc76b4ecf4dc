from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from audit.history import History
from catalog.products.field_roles import NOT_IN_HISTORY
from catalog.products.models.product_words import ProductWords
from catalog.products.preview import registered_preview
from catalog.products.querysets import ProductQuerySet
from catalog.schema.models import Brand, Category, Channel, Family
from catalog.schema.models.fields import NameField, NumberField, normalized_number_field
from console.spelling import NumberKey

# The digits 0 to 9 alone: \d stands for those of every script.
GTIN = r"^([0-9]{8}|[0-9]{12,14})$"

# What holds for a product whichever of its revisions is looked at, besides what Wagtail keeps so.
_OF_THE_RECORD = ("merged_into_id", "live_revision_id", "last_published_at", "expired")


# What the database does when this table is written, whoever writes it (catalog/migrations).
#
# Two triggers write the table itself (0007_variants.py):
#   catalog_product_family_insert, catalog_product_family_update: BEFORE each row with a parent,
#     the latter where parent_id or family_id is written. The row gets the family of its parent.
#   catalog_product_family_of_variants: AFTER UPDATE, once a statement. Where the family of a
#     product without a parent has changed, its variants get family_id and updated_at, with a row
#     of history for each.
# The others refuse, or write other tables, AFTER and once a statement:
#   catalog_product_change_insert, catalog_product_change_update, catalog_product_change_delete:
#     log in audit_change_log which products changed (0003_change_triggers.py, audit/triggers.py).
#   catalog_product_unique_insert, catalog_product_unique_update, catalog_product_unique_delete:
#     keep catalog_uniquevalue, and refuse a value of a unique attribute that another product has
#     (0006_unique_values.py).
#   catalog_product_variants_insert, catalog_product_variants_update: refuse a variant of a variant
#     and siblings with the same axis values; lock the parents FOR NO KEY UPDATE
#     (0007_variants.py).
# No trigger of another table writes this one; catalog_attribute_unique, of catalog_attribute, locks
# it IN SHARE MODE while it fills catalog_uniquevalue. Quality issues go with their product by ON
# DELETE CASCADE (0004_constraints.py); other child rows are deleted by Django or by the services.
#
# Which lock a write of existing rows takes first, until its transaction ends:
#   One product, or some by their keys: these rows, FOR UPDATE in the order of their keys, before
#     their revisions and parts (lock_product, lock_products in products/locks.py; some services
#     select the row for update themselves, in the same order).
#   Set-wise writes (imports, bulk edits, changes of the schema, deletion of prices): the advisory
#     lock PRODUCT_WRITES (console/postgresql/advisory_locks.py), so that there is one such writer
#     at a time; then the rows in the order of their keys, FOR UPDATE, by imports FOR NO KEY UPDATE.
#   Relations, in catalog_productrelation: their trigger shares the advisory lock RELATION_KINDS
#     with other writers of relations, not with who changes what a kind means; for supersession and
#     kits it takes RELATION_CYCLES as well (0005_relation_cycles.py).
# The column `locked` is Wagtail's lock for people. Forms and set-wise writes respect it; it locks
# nothing in the database.


class Product(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
    models.Model,
):
    """A part that is made or sold.

    `values` holds the attribute values by attribute code: text, choice codes and dates as text,
    numbers as decimal text ("12.70" stays "12.70"), measures as {"amount": "12.70", "unit": "mm"},
    yes/no as a boolean, multiple choice as a list of codes; a localizable value is an object by
    language code. `channel_values` holds a channel's own values: {channel code: values}.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACTIVE = "active", _("Active")
        PHASE_OUT = "phase_out", _("Phasing out")
        DISCONTINUED = "discontinued", _("Discontinued")

    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), on_delete=models.PROTECT, related_name="products"
    )
    part_number = NumberField(_("part number"), max_length=64)
    normalized_part_number = normalized_number_field("part_number")
    sku = NumberField(_("SKU"), max_length=64, unique=True)
    gtin = models.CharField(
        _("GTIN"),
        max_length=14,
        blank=True,
        validators=[RegexValidator(GTIN, _("A GTIN has 8, 12, 13 or 14 digits."))],
    )
    name = NameField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(
        _("life cycle"), max_length=16, choices=Status.choices, default=Status.ACTIVE
    )
    family = models.ForeignKey(
        Family, verbose_name=_("family"), on_delete=models.PROTECT, related_name="products"
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("main category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="products",
    )
    additional_categories = ParentalManyToManyField(
        Category,
        verbose_name=_("further categories"),
        blank=True,
        related_name="+",
        through="FurtherCategory",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("variant of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="variants",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_products",
    )
    values = models.JSONField(_("values"), default=dict, blank=True)
    channel_values = models.JSONField(_("values by channel"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="product",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="product",
        for_concrete_model=False,
    )
    history = History(excluded_fields=NOT_IN_HISTORY)

    objects = ProductQuerySet.as_manager()

    # What its name is made of, where it is read (`console.labels`).
    label_relations = ("brand",)

    class Meta:
        ordering = ["brand__name", "part_number"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            models.Index(fields=["normalized_part_number"], name="product_normalized_number"),
            models.Index(NumberKey("sku"), name="product_sku_in_any_spelling"),
            models.Index(fields=["-updated_at", "-id"], name="product_recently_updated"),
            models.Index(fields=["category", "live"], name="product_category_live"),
            # Asked every minute: what is to be taken off the site.
            models.Index(
                fields=["expire_at"],
                condition=Q(live=True, expire_at__isnull=False),
                name="product_expires",
            ),
            models.Index(fields=["name", "id"], name="product_name"),
            # Serves equality of attribute values, which the filter language asks by @>.
            GinIndex(fields=["values"], name="product_values", opclasses=["jsonb_path_ops"]),
            GinIndex(ProductWords(), name="product_words"),
            # Which products know a channel or, for a channel, an option; few have any such value.
            GinIndex(
                fields=["channel_values"],
                name="product_channel_values",
                condition=~Q(channel_values={}),
            ),
            # Open drafts know codes as products do.
            models.Index(
                fields=["id"],
                name="product_with_a_draft",
                condition=Q(has_unpublished_changes=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "part_number"],
                name="product_part_number_once_in_a_brand",
                violation_error_message=_(
                    "This brand already has a product with this part number."
                ),
            ),
            models.CheckConstraint(condition=~Q(sku=""), name="product_has_a_sku"),
            models.CheckConstraint(condition=~Q(part_number=""), name="product_has_a_part_number"),
            models.CheckConstraint(
                condition=Q(gtin="") | Q(gtin__regex=GTIN),
                name="product_gtin_is_8_12_13_or_14_digits",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(live=False),
                name="product_merged_into_another_is_not_live",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="product_is_not_its_own_variant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand.name} {self.part_number} – {self.name}"

    def get_absolute_url(self) -> str:
        """The public page of the product."""
        return reverse("catalog:product", args=[self.pk, self.slug])

    @property
    def revisions(self):
        """Wagtail's revisions of this product."""
        return self._revisions

    @property
    def slug(self) -> str:
        """The readable part of the address; the key before it decides."""
        return slugify(f"{self.brand.name} {self.part_number}") or "part"

    @property
    def full_url(self) -> str:
        """The public page with scheme and host, as Wagtail's "View live" links to it."""
        return f"{settings.BASE_URL.rstrip('/')}{self.get_absolute_url()}"

    def get_lock(self):
        """A product that was merged into another is locked for good."""
        if self.merged_into_id:
            # Wagtail's locks need the admin, which models do not know.
            from catalog.products.editing_locks import MergedLock  # noqa: PLC0415 - locks need the admin

            return MergedLock(self)
        return super().get_lock()

    def with_content_json(self, content: dict) -> "Product":
        """The product of a revision; what is said of the record as a whole is no content of it.

        A version may hold values of a channel that was deleted since; they are not brought back.
        """
        if own := content.get("channel_values"):
            there = set(Channel.objects.filter(code__in=own).values_list("code", flat=True))
            kept = {code: values for code, values in own.items() if code in there}
            content = {**content, "channel_values": kept}
        product = super().with_content_json(content)
        for name in _OF_THE_RECORD:
            setattr(product, name, getattr(self, name))
        return product

    def publish(
        self, revision, user=None, *args, log_action=True, skip_permission_checks=False, **kwargs
    ) -> None:
        """Publish, unless this product is refused; see `publish_unless_refused`.

        Raises PublicationRefusedError.
        """
        # The services stand above the models, so they can only be known by now.
        from catalog.products.services.publication import (  # noqa: PLC0415 - stands above
            publish_unless_refused,
        )

        publish = super().publish
        publish_unless_refused(
            revision=revision,
            # Wagtail says so where it publishes by itself.
            person=None if skip_permission_checks else user,
            log_action=log_action,
            publish=lambda: publish(
                revision,
                user,
                *args,
                log_action=log_action,
                skip_permission_checks=skip_permission_checks,
                **kwargs,
            ),
        )

    def get_preview_template(self, request, mode_name: str) -> str:
        """The real product page shows the draft."""
        return registered_preview().template

    def get_preview_context(self, request, mode_name: str) -> dict:
        """What the page shows to a visitor who is not signed in."""
        return {"request": request, "object": self, **registered_preview().context(self)}
