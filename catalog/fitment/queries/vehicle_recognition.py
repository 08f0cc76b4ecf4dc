"""A vehicle in a text: "2015 honda civic brake pad" names a vehicle and two words."""

from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.fitment.models.vehicle import FIRST_YEAR, LAST_YEAR, VehicleMake, VehicleModel
from catalog.fitment.search_tokens import vehicle_tokens
from catalog.fitment.vehicle_names import make_key, vehicle_key
from catalog.schema.models.brand import Brand
from console.process_caches import register_process_cache
from search.models import SearchIndexState
from search.registry import Interpretation, Recognised
from search.text import JOINING_WORDS, MAXIMUM_TEXT

# The longest name of a make or a model that is looked for, in words ("Grand Cherokee L").
_LONGEST_NAME = 4


class _Model(NamedTuple):
    pk: int
    make_id: int
    name: str


@dataclass(slots=True)
class _VehicleNames:
    """The names of makes and models, as words run together."""

    version: int = -1
    makes: dict[str, int] = field(default_factory=dict)
    make_names: dict[int, str] = field(default_factory=dict)
    models: dict[str, list[_Model]] = field(default_factory=dict)
    brands: frozenset[str] = frozenset()


class _Span(NamedTuple):
    """Words `start` to `end` (not included)."""

    start: int
    end: int

    def touches(self, other: "_Span | None") -> bool:
        return other is not None and (self.start == other.end or self.end == other.start)


_vehicle_names = _VehicleNames()


def interpret_text(text: str) -> Interpretation:
    """Find year, make and model in a text; what is left are the words to search.

    A make is taken for one unless it is also the name of a brand; a model only beside its make, or
    beside a year where one make alone has it (so that "spark plug" stays a spark plug).
    """
    words = text[:MAXIMUM_TEXT].split()
    keys = [vehicle_key(word) for word in words]
    vehicles = _current_names()
    year_at = _find_year(keys)
    year = int(keys[year_at.start]) if year_at else None
    make_id, make_at = _find_make(keys, vehicles)
    model, model_at = _find_model(keys, vehicles, make_id, make_at, year_at)
    if model is None and (make_id is None or (year is None and _is_brand(keys, make_at))):
        return Interpretation(text)
    make_id = model.make_id if model else make_id
    used = {i for span in (year_at, make_at, model_at) if span for i in range(*span)}
    return Interpretation(
        text=_remaining(words, used),
        filters={
            "vehicle": vehicle_tokens(
                make_id=make_id, model_id=model.pk if model else None, year=year
            )
        },
        recognised=(_recognised(vehicles, make_id, model, year),),
    )


def _recognised(
    vehicles: _VehicleNames, make_id: int, model: _Model | None, year: int | None
) -> Recognised:
    names = [str(year or ""), vehicles.make_names[make_id], model.name if model else ""]
    values = {"make": make_id, "model": model.pk if model else None, "year": year}
    return Recognised(
        kind="vehicle",
        label=" ".join(filter(None, names)),
        values={name: value for name, value in values.items() if value},
    )


def _find_year(keys: list[str]) -> _Span | None:
    for position, key in enumerate(keys):
        if len(key) == 4 and key.isdecimal() and FIRST_YEAR <= int(key) <= LAST_YEAR:
            return _Span(position, position + 1)
    return None


def _find_make(keys: list[str], vehicles: _VehicleNames) -> tuple[int | None, _Span | None]:
    for span, name in _spans(keys):
        make_id = vehicles.makes.get(make_key(name))
        if make_id is not None:
            return make_id, span
    return None, None


def _find_model(
    keys: list[str],
    vehicles: _VehicleNames,
    make_id: int | None,
    make_at: _Span | None,
    year_at: _Span | None,
) -> tuple[_Model | None, _Span | None]:
    for span, name in _spans(keys):
        if span == year_at or not (span.touches(make_at) or span.touches(year_at)):
            continue
        models = vehicles.models.get(name, [])
        if make_id is not None:
            models = [model for model in models if model.make_id == make_id]
        if len(models) == 1:
            return models[0], span
    return None, None


def _spans(keys: list[str]):
    """Every run of words with its name, longest first, then from the left."""
    for length in range(min(_LONGEST_NAME, len(keys)), 0, -1):
        for start in range(len(keys) - length + 1):
            yield _Span(start, start + length), "".join(keys[start : start + length])


def _is_brand(keys: list[str], make_at: _Span) -> bool:
    return "".join(keys[make_at.start : make_at.end]) in _vehicle_names.brands


def _remaining(words: list[str], used: set[int]) -> str:
    """The other words; joining words that are left alone ("for") go too."""
    left = [word for position, word in enumerate(words) if position not in used]
    if all(word.lower() in JOINING_WORDS for word in left):
        return ""
    return " ".join(left)


def _current_names() -> _VehicleNames:
    """The names, read again when the change log has brought news of them."""
    global _vehicle_names  # noqa: PLW0603  one a process, replaced as a whole
    version = (
        SearchIndexState.objects.filter(index="products")
        .values_list("vocabulary", flat=True)
        .first()
    ) or 0
    if version != _vehicle_names.version:
        _vehicle_names = _load_names(version)
    return _vehicle_names


def _load_names(version: int) -> _VehicleNames:
    make_names = dict(VehicleMake.objects.values_list("pk", "name"))
    models: dict[str, list[_Model]] = {}
    for row in VehicleModel.objects.order_by("pk").values_list("pk", "make_id", "name"):
        models.setdefault(vehicle_key(row[2]), []).append(_Model(*row))
    return _VehicleNames(
        version=version,
        makes={vehicle_key(name): pk for pk, name in make_names.items()},
        make_names=make_names,
        models=models,
        brands=frozenset(
            vehicle_key(name) for name in Brand.objects.values_list("name", flat=True)
        ),
    )


def _forget() -> None:
    global _vehicle_names  # noqa: PLW0603  as above
    _vehicle_names = _VehicleNames()


register_process_cache(_forget)
