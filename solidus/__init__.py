"""The project: settings, addresses, middleware and base templates."""
