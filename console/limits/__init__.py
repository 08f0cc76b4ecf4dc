"""How often something may be done, counted once for all processes and machines."""
