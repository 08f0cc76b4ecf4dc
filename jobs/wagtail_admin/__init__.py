"""The jobs room in the admin."""
