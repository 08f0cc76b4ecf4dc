"""The translations of the interface: what is to be translated, and the catalogs that hold it."""
