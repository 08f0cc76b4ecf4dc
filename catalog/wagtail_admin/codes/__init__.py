"""Codes in the admin: what is in use keeps the code by which others know it."""
