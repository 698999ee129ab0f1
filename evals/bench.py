"""Measures how long things take on this machine: start, draft, long text, turn, search, app. Run with `make bench`.

Figures are medians of a few runs; beside the clock's time stands the processor's, which others cannot lengthen much.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.bootstrap import build_assistant, load_catalogue
from assistant.service import Assistant
from assistant.settings import Settings, read_settings
from evals.bench_hosted import hosted_turns
from evals.bench_texts import ANSWERS, QUESTIONS, pages

RUNS, APP_SECONDS = 3, 60.0
MODULES = (
    "assistant.cli",
    "assistant.bootstrap",
    "langgraph.graph",
    "langchain_chroma",
    "langchain_openai",
    "streamlit",
)
COMMAND = (sys.executable, "-m", "assistant.cli")


@dataclass(frozen=True)
class Took:
    """Seconds by the clock and by the processor; where the second is far less, other programs were in the way."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Figure:
    """One measurement, with what it should stay under."""

    name: str
    value: float
    unit: str
    target: float | None = None
    cpu: float | None = None
    note: str = ""

    @property
    def over(self) -> bool:
        """Whether it misses its target."""
        return self.target is not None and self.value >= self.target

    def __str__(self) -> str:
        target = "" if self.target is None else f"{'OVER' if self.over else 'under'} {self.target:g}"
        cpu = "" if self.cpu is None else f"{self.cpu:.2f} s"
        return f"{self.name:34} {self.value:9.3f} {self.unit:3} {target:10} {cpu:>9}  {self.note}".rstrip()


def figures(settings: Settings) -> Iterator[Figure]:
    """Measure everything, cheap things and fresh processes first."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "page.txt"
        page.write_text(pages(1), encoding="utf-8")
        cold = _process(*COMMAND, "draft", str(page), "--format", "json", "--quiet")
        yield Figure("cold start: draft of one page", cold.wall, "s", 3.0, cold.cpu)
        loading = _median(lambda: load_catalogue(settings))
        yield Figure("knowledge, load and check", 1000 * loading.wall, "ms", None, loading.cpu)
        own = settings.model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'bench.db'}"})
        yield from _inside(build_assistant(own, progress=_say))
        turn, first = hosted_turns(own)
        yield Figure("hosted turn, all but the model", 1000 * turn, "ms", 150.0)
        yield Figure("hosted: word sent to word heard", 1000 * first, "ms", 100.0)
        if (peak := _peak_megabytes()) is not None:
            yield Figure("peak memory after all of it", peak, "MB", 600.0)
        yield from _app(settings)
    for module in MODULES:
        took = _process(sys.executable, "-c", f"import {module}")
        yield Figure(f"import {module}", took.wall, "s", None, took.cpu, "Python's start included")


def main() -> int:
    """Print the figures; with `--check`, return 1 where a target is missed."""
    settings = read_settings()
    print(_machine())
    subprocess.run((*COMMAND, "index", "--quiet"), check=True)  # noqa: S603 - in a process of its own, which may grow
    over = False
    for figure in figures(settings):
        print(figure, flush=True)
        over |= figure.over
    return 1 if over and "--check" in sys.argv[1:] else 0


def _inside(assistant: Assistant) -> Iterator[Figure]:
    """What a process that has started takes."""
    one, sixty = pages(1), pages(60)
    assistant.draft(one)
    warm = _median(lambda: assistant.draft(one))
    yield Figure("warm: draft of one page", warm.wall, "s", 0.3, warm.cpu, f"{len(one):,} characters")
    long = _timed(lambda: assistant.draft(sixty))
    yield Figure("draft of 60 pages", long.wall, "s", 10.0, long.cpu, f"{len(sixty):,} characters")
    session = assistant.start().info.id
    turns = [_timed(partial(assistant.say, session, words)) for words in ANSWERS]
    turn, slowest = _middle(turns), max(took.wall for took in turns)
    yield Figure("turn of a talk", turn.wall, "s", 0.5, turn.cpu, f"slowest {slowest:.2f} s of {len(turns)}")
    assistant.search(QUESTIONS[0])
    search = _middle([_timed(partial(assistant.search, asked)) for asked in QUESTIONS])
    yield Figure("guidance search", 1000 * search.wall, "ms", 50.0, search.cpu)


def _app(settings: Settings) -> Iterator[Figure]:
    port = settings.port + 1000
    url = f"http://127.0.0.1:{port}/_stcore/health"
    begun = time.perf_counter()
    with _running(*COMMAND, "ui", "--no-browser", "--port", str(port)) as process:
        while not _answers(url):
            if process.poll() is not None or time.perf_counter() - begun > APP_SECONDS:
                print("the app did not start")
                return
            time.sleep(0.02)
        yield Figure("app: start to health", time.perf_counter() - begun, "s")


@contextmanager
def _running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own address
            return True
    except (urllib.error.URLError, OSError):
        return False


def _process(*command: str) -> Took:
    """The median of a few fresh processes."""
    runs = []
    for _ in range(RUNS):
        before, begun = os.times(), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        wall, after = time.perf_counter() - begun, os.times()
        user, system = after.children_user - before.children_user, after.children_system - before.children_system
        runs.append(Took(wall, user + system))
    return _middle(runs)


def _median(work: Callable[[], object]) -> Took:
    return _middle([_timed(work) for _ in range(RUNS)])


def _middle(runs: Sequence[Took]) -> Took:
    return Took(statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs))


def _timed(work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def _peak_megabytes() -> float | None:
    """The most memory that this process ever held; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    cpu = named[0] if named else platform.processor() or platform.machine()
    return f"{cpu}, {os.cpu_count()} processors{load}; {platform.system()}, Python {platform.python_version()}"


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
