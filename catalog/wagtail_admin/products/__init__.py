"""The product in the admin: listing, form, views and bulk actions."""
