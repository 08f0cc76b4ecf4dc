"""The usage page of a record: who refers to it, counted in the database."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.generic.usage import UsageView

from accounts.wagtail_admin.choosers import may_see

from .references import Reference, references_to


class ReferencesView(UsageView):
    """Lists each kind of record that refers to this one, with a few examples."""

    template_name = "wagtailadmin/generic/listing.html"
    any_permission_required = None

    columns = [
        Column("model_name", label=_("Records")),
        Column("field_name", label=_("Field")),
        NumberColumn("count", label=_("How many")),
        Column(
            "examples",
            label=_("For example"),
            accessor=lambda row: "; ".join(str(example) for example in row.examples),
        ),
        Column("consequence", label=_("If this is deleted")),
    ]

    def get_queryset(self) -> list[Reference]:
        """The references, most of them first; examples only of what the person may see."""
        user = self.request.user
        found = [
            replace(row, shows_examples=may_see(user, row.queryset.model))
            for row in references_to(self.object)
        ]
        return sorted(found, key=lambda row: -row.count)

    def get_table(self, object_list: list[Reference], **kwargs):
        """The plain table of these columns."""
        return self.table_class(self.columns, object_list, **self.get_table_kwargs())
