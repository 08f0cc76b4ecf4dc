"""The page that a site begins with: who may take it away.

Whoever deletes, moves or unpublishes it, or a page above it, takes the whole site with it. Wagtail
gives that to everybody who publishes pages; here it is left to administrators, whom the admin asks
to type its name (`home.wagtail_admin.root_pages`).
"""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester, Site


def sites_kept_by(page: Page) -> QuerySet[Site]:
    """The sites that begin with `page` or a page below it, or with an alias of one of these.

    An alias is taken off the site together with what it shows.
    """
    return Site.objects.filter(
        Q(root_page__path__startswith=page.path)
        | Q(root_page__alias_of__path__startswith=page.path)
    )


class SitePagePermissionTester(PagePermissionTester):
    """Wagtail's rules, and that no one but an administrator takes the root of a site away."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Also asked for a move."""
        return super().can_delete(ignore_bulk) and self._may_take_away()

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and self._may_take_away()

    def can_set_view_restrictions(self) -> bool:
        """A restricted page is gone for most visitors."""
        return super().can_set_view_restrictions() and self._may_take_away()

    def _may_take_away(self) -> bool:
        return self.user.is_superuser or not sites_kept_by(self.page).exists()


class SitePage(models.Model):
    """What every kind of page of the site begins with: the rules for the root of a site."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """What `user` may do with this page."""
        return SitePagePermissionTester(user, self)

    def clean(self) -> None:
        """No schedule takes the root of a site off it, as nobody is there to confirm that."""
        super().clean()
        if self.expire_at and self.path and sites_kept_by(self).exists():
            raise ValidationError({"expire_at": _("The first page of a site cannot expire.")})
