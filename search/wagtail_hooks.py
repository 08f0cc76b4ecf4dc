from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from console.wagtail_admin.menu import PermittedMenuItem
from search.wagtail_admin.search_log import VIEW_PERMISSION, SearchLogAdmin

modeladmin_register(SearchLogAdmin)


@hooks.register("register_reports_menu_item")
def register_search_log_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("Search log"),
        SearchLogAdmin().url_helper.index_url,
        permission=VIEW_PERMISSION,
        icon_name="search",
        order=120,
    )
