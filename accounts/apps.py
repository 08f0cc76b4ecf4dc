from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """What the room itself has on the page of a customer."""
        from accounts.wagtail_admin.customer_panels import register_customer_panel
        from accounts.wagtail_admin.sign_ins import SIGN_INS_PANEL

        register_customer_panel(SIGN_INS_PANEL)
