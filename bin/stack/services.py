"""PostgreSQL and Elasticsearch for one purpose (`run`, `test`, `bench`), with data of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from stack.console import ignore_signals, say
from stack.elasticsearch import Elasticsearch
from stack.elasticsearch_files import UnavailableError
from stack.postgresql import PostgreSQL
from stack.process import Process, stop, stop_leftovers
from stack.project import VAR, services_home


class Services:
    """What is started for a purpose; a service whose URL is in `given` is used, not started.

    An empty ELASTICSEARCH_URL in `given` means: no Elasticsearch, search on PostgreSQL.
    """

    def __init__(
        self,
        purpose: str,
        *,
        given: Mapping[str, str],
        durable: bool = True,
        quick_start: bool = False,
    ) -> None:
        self.home = services_home() / purpose
        self.home.mkdir(exist_ok=True)
        self.urls = {
            name: given[name] for name in ("DATABASE_URL", "ELASTICSEARCH_URL") if name in given
        }
        self.processes: list[Process] = []
        self.postgresql = PostgreSQL(self.home, durable=durable)
        self.elasticsearch = Elasticsearch(self.home, quick_start=quick_start)
        self._is_search_prepared = False

    def start(self, *, search: bool = True) -> None:
        """Start what is to be started, without waiting for it; `search` may come later."""
        if "DATABASE_URL" not in self.urls:
            self.processes.append(self.postgresql.start())
        if "ELASTICSEARCH_URL" not in self.urls:
            self._prepare_elasticsearch()
            if search:
                self.start_search()
        elif not self.urls["ELASTICSEARCH_URL"]:
            say("Search runs on PostgreSQL: ELASTICSEARCH_URL is empty.")

    def wait_for_database(self) -> None:
        """Return when PostgreSQL takes connections."""
        if "DATABASE_URL" not in self.urls:
            self.urls["DATABASE_URL"] = self.postgresql.wait()

    def start_search(self) -> None:
        """Start Elasticsearch where it is to be started and was not yet, without waiting for it."""
        if self._is_search_prepared and not self.is_search_started:
            self.processes.append(self.elasticsearch.start())

    @property
    def is_search_started(self) -> bool:
        """Whether Elasticsearch was started here."""
        return self.elasticsearch.process in self.processes

    def wait_for_search(self) -> None:
        """Return when Elasticsearch, if it was started, takes requests."""
        if self.is_search_started:
            self.elasticsearch.wait()

    def search_answers(self) -> bool:
        """Whether Elasticsearch takes requests; also where there is none to wait for."""
        return not self.is_search_started or self.elasticsearch.answers()

    def environment(self) -> dict[str, str]:
        """This process's environment with the services' URLs in it.

        Bytecode is kept even where the shell says not to: every one of half a dozen processes
        would compile the whole project at each start.
        """
        return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **self.urls}

    def stop(self) -> None:
        """Stop what start() started."""
        stop(self.processes)
        self.processes = []

    def _prepare_elasticsearch(self) -> None:
        try:
            self.elasticsearch.prepare()
            self._is_search_prepared = True
            self.urls["ELASTICSEARCH_URL"] = self.elasticsearch.url
        except UnavailableError as reason:
            say(f"Search runs on PostgreSQL: {reason}.")
            self.urls["ELASTICSEARCH_URL"] = ""


def end_leftovers(purpose: str) -> None:
    """End what was started for a purpose by a program that was then killed."""
    for name in stop_leftovers(VAR / "services" / purpose / "processes.json"):
        say(f"Ended {name}, left over from a start that was killed")


@contextmanager
def throwaway_services(
    purpose: str, *, quick_start: bool = False, search: bool = True
) -> Iterator[Services]:
    """Services for tests and measurements, whatever the environment names; data may be lost.

    Without `search` that is started by `start_search`, if at all.
    """
    end_leftovers(purpose)
    services = Services(purpose, given={}, durable=False, quick_start=quick_start)
    try:
        services.start(search=search)
        yield services
    finally:
        ignore_signals()
        services.stop()
