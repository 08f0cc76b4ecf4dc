"""The models of the subject fitment."""

from catalog.fitment.models.fitment import Fitment
from catalog.fitment.models.vehicle import BaseVehicle, VehicleMake, VehicleModel

__all__ = ["BaseVehicle", "Fitment", "VehicleMake", "VehicleModel"]
