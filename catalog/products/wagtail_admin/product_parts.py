"""Views of prices and fitments on their own: drafts of their products learn what they write."""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.generic.detail import SingleObjectMixin
from wagtail.snippets.views.snippets import CreateView, DeleteView

from catalog.products.locks import lock_product
from catalog.products.services.revisions import renew_in_revisions
from catalog.products.write_policy import Write, WriteRefusedError, refuse_write
from catalog.schema.wagtail_admin.viewsets import CatalogSnippetEditView, CatalogSnippetViewSet
from console.deletion import DeletionRefusedError
from console.labels import with_labels
from console.wagtail_admin.database_refusals import TellsDatabaseRefusals


class TellsRefusals(TellsDatabaseRefusals):
    """A view with a form that says on it why the product of a part may not be written."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it, or show the form with the reasons."""
        try:
            return super().form_valid(form)
        except WriteRefusedError as error:
            self.produced_error_code = "locked"
            self.produced_error_message = " ".join(error.reasons)
            return self.form_invalid(form)


class PartCreateView(TellsRefusals, CreateView):
    """Adds a part to a product."""

    @transaction.atomic
    def save_instance(self) -> Model:
        """Save it, also in the drafts of the product. Raises WriteRefusedError."""
        if product := lock_product(self.form.instance.product_id):
            refuse_write(product, Write.PART, self.request.user)
        part = super().save_instance()
        renew_in_revisions(model=self.model, keys=[part.pk], product_ids=[part.product_id])
        return part


class NamesPart(SingleObjectMixin):
    """A view of one part, whose title and messages say of which product it is."""

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        """The part with what its name is made of."""
        [part] = with_labels([super().get_object(queryset)])
        return part


class PartEditView(NamesPart, TellsRefusals, CatalogSnippetEditView):
    """Changes a part, or moves it to another product."""

    @transaction.atomic
    def save_instance(self) -> Model:
        """Save it, also in the drafts of the product that has it and of the one that had it.

        Raises WriteRefusedError.
        """
        stored = self.model.objects.filter(pk=self.object.pk).values_list("product_id", flat=True)
        before = stored.first()
        for product_id in sorted({before or 0, self.form.instance.product_id}):
            if product := lock_product(product_id):
                refuse_write(product, Write.PART, self.request.user)
        # Who deletes it has locked its product.
        if not stored.exists():
            raise WriteRefusedError(self.form.instance.product, [_("It has been deleted.")])
        part = super().save_instance()
        renew_in_revisions(model=self.model, keys=[part.pk], product_ids={before, part.product_id})
        return part


class PartDeleteView(NamesPart, DeleteView):
    """Takes a part from its product."""

    @transaction.atomic
    def delete_action(self) -> None:
        """Delete it, also in the drafts of the product. Raises DeletionRefusedError."""
        key, product_id = self.object.pk, self.object.product_id
        if product := lock_product(product_id):
            try:
                refuse_write(product, Write.PART, self.request.user)
            except WriteRefusedError as error:
                raise DeletionRefusedError(" ".join(error.reasons)) from error
        super().delete_action()
        renew_in_revisions(model=self.model, keys=[key], product_ids=[product_id])


class ProductPartViewSet(CatalogSnippetViewSet):
    """Rows that hang on a product and are listed over all products as well."""

    add_view_class = PartCreateView
    edit_view_class = PartEditView
    delete_view_class = PartDeleteView
