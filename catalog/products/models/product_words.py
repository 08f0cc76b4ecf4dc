from django.contrib.postgres.search import SearchVectorField
from django.db import models


class ProductWords(models.Func):
    """The words and numbers of a product, as the database's function of that name makes them.

    An index stands on it; whoever searches asks for exactly this expression.
    """

    function = "catalog_product_words"
    output_field = SearchVectorField()

    def __init__(self) -> None:
        super().__init__("name", "description", "part_number", "sku", "gtin")

    def deconstruct(self) -> tuple[str, tuple, dict]:
        """It takes no arguments."""
        return "catalog.products.models.product_words.ProductWords", (), {}
