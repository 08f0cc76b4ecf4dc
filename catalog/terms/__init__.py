"""What a customer may see: assortment and visibility."""
