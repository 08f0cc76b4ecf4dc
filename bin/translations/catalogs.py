"""The catalogs of translations in `locale`: a .po that people fill and the .mo made of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from polib import POEntry, POFile, pofile
from stack.console import RefusedError
from stack.project import ROOT

from translations.sources import PAGES, SCRIPTS, Message, messages

FOLDER = ROOT / "locale"
# The pages' catalog and that of the scripts, by the names that Django looks for.
DOMAINS = {"django": PAGES, "djangojs": SCRIPTS}
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
}
WIDTH = 100


def path_of(language: str, domain: str) -> Path:
    """Where the .po of a language is."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> POFile:
    """The catalog as it is kept; an empty one for a language that is new."""
    path = path_of(language, domain)
    if path.exists():
        return pofile(str(path), wrapwidth=WIDTH)
    return POFile(wrapwidth=WIDTH)


def updated(kept: POFile, language: str, domain: str) -> POFile:
    """The catalog with exactly the texts of the source, each with the translation that it had."""
    catalog = POFile(wrapwidth=WIDTH)
    # Neither a date nor the numbers of lines: only what changed differs from one time to the next.
    catalog.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    before = {(entry.msgctxt or "", entry.msgid): entry for entry in kept}
    for entry in _entries(messages(DOMAINS[domain])):
        _take_over(entry, before.get((entry.msgctxt or "", entry.msgid)))
        catalog.append(entry)
    return catalog


def write(catalog: POFile, language: str, domain: str) -> None:
    """Write the .po, and the .mo beside it that Django reads: few machines can make one."""
    path = path_of(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{catalog}\n", encoding="utf-8")
    path.with_suffix(".mo").write_bytes(catalog.to_binary())


def untranslated(catalog: POFile) -> list[POEntry]:
    """What still waits for a translation."""
    return [entry for entry in catalog if not entry.translated()]


def _entries(found: Iterable[Message]) -> list[POEntry]:
    """One entry for each text, in the order of the alphabet, which moved code leaves as it is."""
    by_key: dict[tuple[str, str], POEntry] = {}
    for message in found:
        entry = by_key.setdefault(
            message.key, POEntry(msgid=message.text, msgctxt=message.context or None)
        )
        if message.plural:
            _refuse_two_plurals(message, entry)
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {0: "", 1: ""}
        if (message.path, "") not in entry.occurrences:
            entry.occurrences.append((message.path, ""))
    return [by_key[key] for key in sorted(by_key, key=lambda key: (key[1].casefold(), key))]


def _refuse_two_plurals(message: Message, entry: POEntry) -> None:
    """A catalog finds plurals by the text of one, so that text has only one plural."""
    if entry.msgid_plural not in ("", message.plural):
        raise RefusedError(
            f"{message.path}: “{message.text}” has two plurals, “{entry.msgid_plural}” and "
            f"“{message.plural}”; use one of them, or a context"
        )


def _take_over(entry: POEntry, before: POEntry | None) -> None:
    if before is None:
        return
    if not entry.msgid_plural:
        entry.msgstr = before.msgstr or before.msgstr_plural.get(0, "")
    elif before.msgid_plural == entry.msgid_plural:
        entry.msgstr_plural = dict(before.msgstr_plural)
