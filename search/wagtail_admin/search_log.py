"""The search log as a register that can be read and not changed."""

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from search.models import SearchLogEntry

VIEW_PERMISSION = "search.view_searchlogentry"
SEES_CUSTOMERS = ("accounts.view_customer", "accounts.change_customer")


class ReadOnlyPermissionHelper(PermissionHelper):
    """Those with the right to view may list; nobody may change anything."""

    def user_can_list(self, user) -> bool:
        return user.has_perm(VIEW_PERMISSION)

    def user_can_create(self, user) -> bool:
        return False

    def user_can_edit_obj(self, user, obj) -> bool:
        return False

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class FoundFilter(SimpleListFilter):
    """Searches that found something, or nothing: the texts that the catalog does not answer."""

    title = _("result")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        return [("nothing", _("Nothing found")), ("something", _("With results"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "nothing":
                return queryset.filter(results=0)
            case "something":
                return queryset.filter(results__gt=0)
        return queryset


class SearchLogAdmin(ModelAdmin):
    """Reports > Search log."""

    model = SearchLogEntry
    menu_label = _("Search log")
    menu_icon = "search"
    base_url_path = "reports/search-log"
    add_to_admin_menu = False
    permission_helper_class = ReadOnlyPermissionHelper
    history_view_enabled = False
    list_display = [
        "query",
        "results",
        "understood_as",
        "customer",
        "backend",
        "milliseconds",
        "at",
    ]
    list_export = list_display  # that there is one; see get_list_export
    list_filter = [FoundFilter, "backend", "at"]
    list_select_related = ["customer"]
    search_fields = ["query"]
    ordering = ["-id"]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """The columns; who searched is for those alone who see customers."""
        if any(map(request.user.has_perm, SEES_CUSTOMERS)):
            return self.list_display
        return [column for column in self.list_display if column != "customer"]

    def get_list_export(self, request: HttpRequest) -> list[str]:
        """The same in the exported file."""
        return self.get_list_display(request)

    def get_permissions_for_registration(self) -> QuerySet[Permission]:
        """Only the right to view can be given to a group."""
        return Permission.objects.filter(
            content_type__app_label="search", codename="view_searchlogentry"
        )

    def register_indexing(self) -> None:
        """The log refers to nothing that an editor could delete by mistake."""
