"""The listing of products in the admin: columns, views, filters, cells."""
