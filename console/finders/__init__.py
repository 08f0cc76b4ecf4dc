"""The one search box of the admin: finders that rooms register, asked together."""
