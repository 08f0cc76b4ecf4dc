"""Users, customers, roles, and who may open what."""
