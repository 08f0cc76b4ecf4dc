"""What puts the subjects together in the admin: menu, choosers, the product's views."""
