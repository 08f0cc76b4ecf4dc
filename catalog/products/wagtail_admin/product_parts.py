"""Views of prices and fitments on their own: drafts of their products learn what they write."""

from django.db import transaction
from django.db.models import Model
from wagtail.snippets.views.snippets import CreateView, DeleteView

from catalog.products.services.revisions import renew_in_revisions
from catalog.products.services.row_writes import lock_product, lock_products
from catalog.schema.wagtail_admin.viewsets import CatalogSnippetEditView, CatalogSnippetViewSet


class PartCreateView(CreateView):
    """Adds a part to a product."""

    @transaction.atomic
    def save_instance(self) -> Model:
        """Save it, also in the drafts of the product."""
        lock_product(self.form.instance.product_id)
        part = super().save_instance()
        renew_in_revisions(model=self.model, keys=[part.pk], product_ids=[part.product_id])
        return part


class PartEditView(CatalogSnippetEditView):
    """Changes a part, or moves it to another product."""

    @transaction.atomic
    def save_instance(self) -> Model:
        """Save it, also in the drafts of the product that has it and of the one that had it."""
        before = self.model.objects.values_list("product_id", flat=True).get(pk=self.object.pk)
        products = {before, self.form.instance.product_id}
        lock_products(products)
        part = super().save_instance()
        renew_in_revisions(model=self.model, keys=[part.pk], product_ids=products)
        return part


class PartDeleteView(DeleteView):
    """Takes a part from its product."""

    @transaction.atomic
    def delete_action(self) -> None:
        """Delete it, also in the drafts of the product."""
        key, product_id = self.object.pk, self.object.product_id
        lock_product(product_id)
        super().delete_action()
        renew_in_revisions(model=self.model, keys=[key], product_ids=[product_id])


class ProductPartViewSet(CatalogSnippetViewSet):
    """Rows that hang on a product and are listed over all products as well."""

    add_view_class = PartCreateView
    edit_view_class = PartEditView
    delete_view_class = PartDeleteView
