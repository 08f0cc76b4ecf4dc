"""Changes of many products at once, counted first and undone exactly."""
