"""A total time limit that holds whatever the server does."""

import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")


class TooSlow(TimeoutError):
    """The time for a call is used up."""


class TurnOver(TooSlow):
    """The time for the whole turn is used up."""


class Deadline:
    """Counts down the seconds that a call may take in all."""

    def __init__(self, seconds: float, until: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock.

        Args:
            seconds: what the call may take.
            until: the moment on the same clock at which the turn's time is used up; a call gets no more than is left.
            clock: seconds that only grow.
        """
        self._clock = clock
        self._started = clock()
        left = None if until is None else max(0.0, until - self._started)
        self._ends_turn = left is not None and left < seconds
        self.seconds = seconds if left is None else min(seconds, left)

    @property
    def spent(self) -> float:
        """Seconds used so far."""
        return self._clock() - self._started

    @property
    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self.seconds - self.spent)

    def over(self) -> TooSlow:
        """The error that says which time is used up: the call's, or the turn's."""
        return TurnOver() if self._ends_turn else TooSlow()


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
    if not deadline.left:
        raise deadline.over()  # A call that nobody waits for would still cost.
    queue: SimpleQueue[_Item | _Failed | _End] = SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_pump, args=(make, queue, stop), daemon=True).start()
    try:
        while True:
            try:
                item = queue.get(timeout=deadline.left)
            except Empty:
                raise deadline.over() from None
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
