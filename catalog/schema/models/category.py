from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from audit.history import History
from catalog.schema.models.fields import CodeField, NameField, labels_field


class Category(MP_Node):
    """A node of the category tree; `path` begins with the path of its parent."""

    code = CodeField()
    name = NameField(_("name"), max_length=100)
    labels = labels_field()
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = models.TextField(_("description"), blank=True)
    image = models.ForeignKey(
        "media_library.ImageFile",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    history = History()

    node_order_by = ["name"]

    class Meta:
        ordering = ["path"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name
