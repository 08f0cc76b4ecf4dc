"""The product listing of the admin."""
