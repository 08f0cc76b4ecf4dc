"""The builder of filters: a form field with its widget, and what the widget asks the server."""
