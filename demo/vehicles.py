"""Real makes, models and base vehicles, loaded set-wise from the ranges under `data/`."""

from dataclasses import dataclass

from django.db import connection, transaction

from demo.sources import vehicle_ranges

STAGE = """
CREATE TEMPORARY TABLE demo_vehicle_range (make text, model text, year_from int, year_to int)
"""

INSERT_MAKES = """
INSERT INTO catalog_vehiclemake (name)
SELECT DISTINCT r.make FROM demo_vehicle_range r
WHERE NOT EXISTS (
    SELECT FROM catalog_vehiclemake m WHERE console_name_key(m.name) = console_name_key(r.make)
)
ORDER BY r.make
"""

INSERT_MODELS = """
INSERT INTO catalog_vehiclemodel (make_id, name)
SELECT DISTINCT m.id, r.model
FROM demo_vehicle_range r
JOIN catalog_vehiclemake m ON console_name_key(m.name) = console_name_key(r.make)
WHERE NOT EXISTS (
    SELECT FROM catalog_vehiclemodel o
    WHERE o.make_id = m.id AND console_name_key(o.name) = console_name_key(r.model)
)
ORDER BY m.id, r.model
"""

INSERT_BASE_VEHICLES = """
INSERT INTO catalog_basevehicle (model_id, year)
SELECT o.id, y.year
FROM demo_vehicle_range r
JOIN catalog_vehiclemake m ON console_name_key(m.name) = console_name_key(r.make)
JOIN catalog_vehiclemodel o
    ON o.make_id = m.id AND console_name_key(o.name) = console_name_key(r.model)
CROSS JOIN LATERAL generate_series(r.year_from, r.year_to) AS y(year)
ORDER BY o.id, y.year
ON CONFLICT (year, model_id) DO NOTHING
"""

STATEMENTS = (INSERT_MAKES, INSERT_MODELS, INSERT_BASE_VEHICLES)


@dataclass(frozen=True)
class LoadedVehicles:
    """How many rows were new."""

    makes: int
    models: int
    base_vehicles: int


@transaction.atomic
def load_vehicles() -> LoadedVehicles:
    """Add the makes, models and base vehicles that are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY demo_vehicle_range FROM STDIN") as copy:
            for row in vehicle_ranges():
                copy.write_row((row["make"], row["model"], row["year_from"], row["year_to"]))
        loaded = LoadedVehicles(*(_insert(cursor, sql) for sql in STATEMENTS))
        cursor.execute("DROP TABLE demo_vehicle_range")
    return loaded


def _insert(cursor, statement: str) -> int:
    cursor.execute(statement)
    return cursor.rowcount
