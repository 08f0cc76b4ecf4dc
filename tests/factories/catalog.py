"""Products and what describes them, for tests."""

import factory
from factory.django import DjangoModelFactory

from catalog.models import (
    Attribute,
    AttributeGroup,
    Brand,
    Category,
    Channel,
    Family,
    FamilyAttribute,
    Fitment,
    Price,
    PriceList,
    Product,
    ProductRelation,
    QualityRule,
    VehicleMake,
    VehicleModel,
)


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")
    slug = factory.Sequence(lambda n: f"brand-{n}")


class CategoryFactory(DjangoModelFactory):
    """A root category, or a child of `parent`."""

    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"category_{n}")
    name = factory.Sequence(lambda n: f"Category {n}")
    slug = factory.Sequence(lambda n: f"category-{n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        if parent is None:
            return model_class.add_root(**kwargs)
        return parent.add_child(**kwargs)


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = Channel

    code = factory.Sequence(lambda n: f"channel_{n}")
    name = factory.Sequence(lambda n: f"Channel {n}")


class AttributeGroupFactory(DjangoModelFactory):
    class Meta:
        model = AttributeGroup

    code = factory.Sequence(lambda n: f"group_{n}")
    label = factory.Sequence(lambda n: f"Group {n}")


class AttributeFactory(DjangoModelFactory):
    class Meta:
        model = Attribute

    code = factory.Sequence(lambda n: f"attribute_{n}")
    label = factory.Sequence(lambda n: f"Attribute {n}")
    group = factory.SubFactory(AttributeGroupFactory)


class FamilyFactory(DjangoModelFactory):
    class Meta:
        model = Family

    code = factory.Sequence(lambda n: f"family_{n}")
    label = factory.Sequence(lambda n: f"Family {n}")


class FamilyAttributeFactory(DjangoModelFactory):
    class Meta:
        model = FamilyAttribute

    family = factory.SubFactory(FamilyFactory)
    attribute = factory.SubFactory(AttributeFactory)
    sort_order = factory.Sequence(lambda n: n)


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    brand = factory.SubFactory(BrandFactory)
    family = factory.SubFactory(FamilyFactory)
    part_number = factory.Sequence(lambda n: f"PN-{n:05d}")
    sku = factory.Sequence(lambda n: f"SKU-{n:05d}")
    name = factory.Sequence(lambda n: f"Product {n}")


class ProductRelationFactory(DjangoModelFactory):
    class Meta:
        model = ProductRelation

    product = factory.SubFactory(ProductFactory)
    target = factory.SubFactory(ProductFactory)
    kind = "substitute"


class PriceListFactory(DjangoModelFactory):
    class Meta:
        model = PriceList

    code = factory.Sequence(lambda n: f"list_{n}")
    name = factory.Sequence(lambda n: f"List {n}")


class PriceFactory(DjangoModelFactory):
    class Meta:
        model = Price

    product = factory.SubFactory(ProductFactory)
    amount = "10.00"


class VehicleMakeFactory(DjangoModelFactory):
    class Meta:
        model = VehicleMake

    name = factory.Sequence(lambda n: f"Make {n}")


class VehicleModelFactory(DjangoModelFactory):
    class Meta:
        model = VehicleModel

    make = factory.SubFactory(VehicleMakeFactory)
    name = factory.Sequence(lambda n: f"Model {n}")


class FitmentFactory(DjangoModelFactory):
    class Meta:
        model = Fitment

    product = factory.SubFactory(ProductFactory)
    model = factory.SubFactory(VehicleModelFactory)
    make = factory.SelfAttribute("model.make")
    year_from = 2010
    year_to = 2015


class QualityRuleFactory(DjangoModelFactory):
    """A rule about every product, which a product without a description breaks."""

    class Meta:
        model = QualityRule

    code = factory.Sequence(lambda n: f"rule_{n}")
    name = factory.Sequence(lambda n: f"Rule {n}")
    message = "{name} has no description."
    requirement = {"conditions": [{"field": "description", "operator": "not_empty"}]}
