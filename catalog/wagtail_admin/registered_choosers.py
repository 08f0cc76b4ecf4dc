"""The choosers that the catalog registers."""

from catalog.fitment.wagtail_admin.choosers import vehicle_make_chooser, vehicle_model_chooser
from catalog.pricing.wagtail_admin.choosers import customer_chooser
from catalog.schema.wagtail_admin.choosers import attribute_chooser

CHOOSERS = [vehicle_make_chooser, vehicle_model_chooser, attribute_chooser, customer_chooser]
