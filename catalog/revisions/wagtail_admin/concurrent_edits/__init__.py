"""The form of a product while others edit the same one."""
