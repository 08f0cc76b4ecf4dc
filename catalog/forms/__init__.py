"""Form fields that the models of the catalog bring along."""
