"""A total time limit that holds whatever the server does."""

import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")


class TooSlow(TimeoutError):
    """The time for a call is used up."""


class Deadline:
    """Counts down the seconds that a call may take in all."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._started = clock()

    @property
    def spent(self) -> float:
        """Seconds used so far."""
        return self._clock() - self._started

    @property
    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self.seconds - self.spent)


class _Failed:
    def __init__(self, error: Exception) -> None:
        self.error = error


class _End:
    pass


def paced(make: Callable[[], Iterator[_Item]], deadline: Deadline) -> Iterator[_Item]:
    """Iterate in a thread of its own, and stop waiting for it when the time is up.

    A client's own time limits count from byte to byte, so a server that drips or sends keep-alive
    comments would hold a turn for ever. The thread left behind ends with its connection.

    Raises:
        TooSlow: the time is up.
    """
    queue: SimpleQueue[_Item | _Failed | _End] = SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_pump, args=(make, queue, stop), daemon=True).start()
    try:
        while True:
            try:
                item = queue.get(timeout=deadline.left)
            except Empty:
                raise TooSlow from None
            if isinstance(item, _End):
                return
            if isinstance(item, _Failed):
                raise item.error
            yield item
    finally:
        stop.set()


def _pump(
    make: Callable[[], Iterator[_Item]],
    queue: "SimpleQueue[_Item | _Failed | _End]",
    stop: threading.Event,
) -> None:
    try:
        for item in make():
            if stop.is_set():
                return
            queue.put(item)
    except Exception as error:
        queue.put(_Failed(error))
    else:
        queue.put(_End())
