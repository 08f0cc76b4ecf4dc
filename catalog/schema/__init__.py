"""What editors define: attributes, families, options, channels, categories, brands."""
