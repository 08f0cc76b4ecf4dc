"""The types whose values are codes of options."""
