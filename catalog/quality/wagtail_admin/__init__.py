"""Completeness and quality in the admin: rules, the panel of the product form, the reports."""
