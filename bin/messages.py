#!/usr/bin/env python3
"""make messages: bring the catalogs of translations up to the texts of the source.

New texts come in without a translation, those that nothing says any more go, and every catalog is
compiled.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from stack.console import end_with, say
from translations import catalogs


def main() -> None:
    """Write every catalog and say what is to be translated."""
    for language in catalogs.PLURALS:
        for domain in catalogs.DOMAINS:
            catalog = catalogs.updated(catalogs.read(language, domain), language, domain)
            catalogs.write(catalog, language, domain)
            waiting = catalogs.untranslated(catalog)
            path = catalogs.path_of(language, domain).relative_to(catalogs.ROOT)
            say(f"{path}: {len(catalog)} texts, {len(waiting)} without a translation")
            for entry in waiting:
                say(f"  {entry.occurrences[0][0]}: {entry.msgid}")


if __name__ == "__main__":
    end_with(main)
