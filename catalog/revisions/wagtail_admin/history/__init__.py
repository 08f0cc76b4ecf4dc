"""The past of a product in the admin: what happened, comparison, and the way back."""
