"""Quality rules held against products: set-wise, by whoever changed them."""
