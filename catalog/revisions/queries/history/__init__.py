"""The past of a product: what changed when and by whom, any version, each value's origin."""
