"""The tests stand where the code does: a folder for each room and each subject of the catalog."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from tests.system.architecture_map import read_house

TESTS = settings.BASE_DIR / "tests"
# What belongs to no room: tests of the whole, and what tests are made with.
OF_NO_ROOM = {"factories", "system"}
MOST_FILES, MOST_LINES = 25, 400


def without_tests(folder: Path, names: Iterable[str]) -> list[str]:
    return [name for name in names if not any((folder / name).rglob("test_*.py"))]


def packages(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def test_each_room_has_tests_of_its_own():
    rooms = read_house().rooms
    assert len(rooms) > 10
    assert without_tests(TESTS, rooms) == []
    assert packages(TESTS) - OF_NO_ROOM - rooms.keys() == set()


def test_each_subject_of_the_catalog_has_tests_of_its_own():
    subjects = read_house().subjects
    assert len(subjects) > 10
    assert without_tests(TESTS / "catalog", subjects) == []
    assert packages(TESTS / "catalog") - subjects.keys() == set()


def test_no_folder_of_code_is_too_full_to_look_through_and_no_file_too_long_to_read():
    rooms = [settings.BASE_DIR / room for room in read_house().rooms]
    files = [
        path
        for room in rooms
        for path in room.rglob("*.py")
        if "migrations" not in path.parts and path.name != "__init__.py"
    ]
    assert len(files) > 500
    folders = Counter(path.parent for path in files)
    assert [folder for folder, number in folders.items() if number > MOST_FILES] == []
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert [path for path, lines in lengths.items() if lines > MOST_LINES] == []
