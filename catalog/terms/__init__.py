"""What a customer may see and which list it pays: terms, assortment, visibility."""
