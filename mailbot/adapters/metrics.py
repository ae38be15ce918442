"""/metrics in the text format of Prometheus, /livez and /readyz, on 127.0.0.1 alone.

Takes the path of the store, which each scrape opens, read-only, for itself; a store that cannot be read is
mailbot_store_readable 0 and nothing else. No figure names a person, a company or a meter point. /livez and /readyz
answer 200, or 503 with a sentence. What is counted by state can fall when a person decides anew, so those are gauges,
though named like the totals that they are.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from mailbot.adapters.store import alarms, facts, ledgers
from mailbot.adapters.store.database import Store
from mailbot.adapters.store.outside import open_from_outside
from mailbot.adapters.store.timing import time_to_relay
from mailbot.model.errors import MailbotError, PermanentFailure

HOST = "127.0.0.1"
_LONDON = ZoneInfo("Europe/London")

Check = Callable[[], str]  # an empty string when all is well, else a sentence


class Figures(Collector):
    """What the store says, at each scrape anew. now: gives the time, aware."""

    def __init__(self, store: Path, now: Callable[[], datetime]) -> None:
        self._path = store
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """The figures; only that there are none when the store cannot be read."""
        readable = GaugeMetricFamily("mailbot_store_readable", "1 when the store could be read.")
        try:
            figures = self._figures()
        except MailbotError:
            readable.add_metric((), 0)
            yield readable
            return
        readable.add_metric((), 1)
        yield readable
        yield from figures

    def _figures(self) -> list[Metric]:
        store = open_from_outside(self._path)
        try:
            return [*_states(store), *_moments(store, self._now()), *_waiting(store), self._relayed(store)]
        finally:
            store.close()

    def _relayed(self, store: Store) -> Metric:
        """Time to relay of the London day: nothing before its first alert was relayed."""
        now = self._now()
        today = datetime.combine(now.astimezone(_LONDON).date(), time(), _LONDON).astimezone(UTC)
        took = time_to_relay(store, today, now)
        told = "Seconds from the arrival of a mail to the acceptance of its alert's letter, today."
        metric = GaugeMetricFamily("mailbot_time_to_relay_seconds", told, labels=("quantile",))
        if took.count:
            for quantile, seconds in (("0.5", took.p50), ("0.95", took.p95), ("1", took.longest)):
                metric.add_metric((quantile,), seconds)
        return metric


def _states(store: Store) -> Iterator[Metric]:
    """The three ledgers."""
    mails, alerts, letters = ledgers.mails(store), ledgers.alerts(store), ledgers.letters(store)
    uncertain = letters.counts["uncertain"]
    by_state = {state: count for state, count in letters.counts.items() if state != "uncertain"}
    yield _by("mailbot_mails_total", "Mails owned, by their fate.", "disposition", mails.counts)
    yield _by("mailbot_alerts_total", "Alerts read, by state.", "state", alerts.counts)
    yield _by("mailbot_letters", "Letters written, by state.", "state", by_state)
    told = "Attempts to send a letter whose fate is unknown."
    yield CounterMetricFamily("mailbot_letters_uncertain", told, value=uncertain)
    balanced = mails.balanced and alerts.balanced and letters.balanced
    yield GaugeMetricFamily("mailbot_ledgers_balanced", "1 when all three ledgers balance.", value=balanced)


def _moments(store: Store, now: datetime) -> Iterator[Metric]:
    """When things completed last."""
    for name, key in (("poll", facts.LAST_POLL), ("delivery", facts.LAST_DELIVERY)):
        told = f"When a {name} completed last (Unix time)."
        metric = GaugeMetricFamily(f"mailbot_last_{name}_timestamp_seconds", told)
        if fact := facts.get(store, key):
            metric.add_metric((), fact.at.timestamp())
        yield metric
    oldest = alarms.oldest_due_alert(store)
    waits = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    told = "For how long the oldest letter that carries an alert has waited; 0 when none waits."
    yield GaugeMetricFamily("mailbot_oldest_due_alert_seconds", told, value=waits)


def _waiting(store: Store) -> Iterator[Metric]:
    """What waits for a person."""
    held = int(store.one("SELECT count(*) FROM held WHERE closed_at IS NULL"))
    yield GaugeMetricFamily("mailbot_held_open", "Held items that wait for a person.", value=held)
    parts = {each.key for each in facts.troubles(store)} | alarms.still_open(store).keys()
    yield GaugeMetricFamily("mailbot_troubles", "Parts of mailbot that are in trouble.", value=len(parts))


def _by(name: str, told: str, label: str, counts: Mapping[str, int]) -> Metric:
    metric = GaugeMetricFamily(name, told, labels=(label,))
    for value, count in counts.items():
        metric.add_metric((value,), count)
    return metric


class Server:
    """The pages, served by a thread of their own until `stop`. port 0: any free one."""

    def __init__(self, port: int, figures: Collector, checks: Mapping[str, Check]) -> None:
        registry = CollectorRegistry()
        registry.register(figures)

        class Page(_Page):
            pages = registry
            answers = checks

        try:
            self._server = ThreadingHTTPServer((HOST, port), Page)
        except OSError as error:
            raise PermanentFailure(
                f"The metrics cannot be served on {HOST}:{port} ({error.strerror}). Another program may have that "
                "port: choose another one as metrics_port."
            ) from None
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)
        self._thread.start()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Page(BaseHTTPRequestHandler):
    """One request."""

    pages: CollectorRegistry
    answers: Mapping[str, Check]
    timeout = 10.0  # a client that says nothing holds no thread for ever

    def do_GET(self) -> None:
        """Answer it."""
        path = self.path.partition("?")[0]
        if path == "/metrics":
            self._answer(HTTPStatus.OK, generate_latest(self.pages), CONTENT_TYPE_LATEST)
        elif path in self.answers:
            wrong = self.answers[path]()
            status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
            self._answer(status, f"{wrong or 'ok'}\n".encode())
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"Here are /metrics, /livez and /readyz.\n")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """A scrape is no news."""
