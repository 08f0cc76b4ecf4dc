from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """What the room has on a customer's page, and what the search box finds of it."""
        from accounts.models import Customer, User
        from accounts.wagtail_admin.customer_panels import register_customer_panel
        from accounts.wagtail_admin.sign_ins import SIGN_INS_PANEL
        from console.finders.records import RecordFinder
        from console.finders.registry import register_finder

        register_customer_panel(SIGN_INS_PANEL)
        register_finder(
            RecordFinder(
                "customer",
                _("Customers"),
                "group",
                35,
                Customer,
                ["name", "number"],
                lambda customer: customer.get_status_display(),
            )
        )
        register_finder(
            RecordFinder(
                "user",
                _("Users"),
                "user",
                36,
                User,
                ["username", "first_name", "last_name", "email"],
                lambda user: user.email,
            )
        )
