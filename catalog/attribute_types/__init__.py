"""Types of attributes: how values are checked, stored, converted and shown."""
