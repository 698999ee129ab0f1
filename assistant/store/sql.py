"""The store of sessions on SQLAlchemy: records are only ever appended, and a version guards against two writers."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.util.exc import CommandError
from sqlalchemy import create_engine, event, func, select, update
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from assistant.domain.questions import Depth
from assistant.domain.session import SessionInfo, Turn
from assistant.errors import InputError, ScopeError, StaleSession, StoreError
from assistant.ports import PendingMessage, StoredSession
from assistant.store.tables import RecordRow, SessionRow

MESSAGE, TURN = "message", "turn"
BUSY_SECONDS = 10
STALE = "This session has moved on in another tab, so nothing was changed here. Your text is kept: send it again."


class SqlStore:
    """Keeps sessions in a database; safe to share between threads and processes."""

    def __init__(self, url: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open the database and bring its tables up to date.

        Raises:
            InputError: the URL names no database that can be used.
            StoreError: the database cannot be opened or migrated.
        """
        self._clock = clock
        self._engine = _open(url)
        with _as_store_errors():
            _migrate(self._engine)

    def create(self, info: SessionInfo) -> None:
        """Add an empty session."""
        with self._session() as db:
            db.add(
                SessionRow(
                    id=info.id,
                    title=info.title,
                    depth=info.depth.value,
                    engine=info.engine,
                    created=info.created,
                    updated=info.updated,
                    version=0,
                )
            )

    def load(self, session_id: str) -> StoredSession:
        """Load a session with all its turns."""
        with self._session() as db:
            row = _row(db, session_id)
            records = db.scalars(
                select(RecordRow).where(RecordRow.session_id == session_id).order_by(RecordRow.number)
            ).all()
            return _stored(row, records)

    def receive(self, session_id: str, message: PendingMessage, expected: int) -> int:
        """Store a person's message before anything else happens."""
        return self._append(session_id, MESSAGE, message.seq, message.model_dump_json(), expected)

    def append(self, session_id: str, turn: Turn, expected: int) -> int:
        """Append a finished turn."""
        return self._append(session_id, TURN, turn.seq, turn.model_dump_json(), expected)

    def update(self, info: SessionInfo) -> None:
        """Change title, depth or engine."""
        with self._session() as db:
            row = _row(db, info.id)
            row.title, row.depth, row.engine = info.title, info.depth.value, info.engine

    def delete(self, session_id: str) -> None:
        """Remove a session and all its turns for good."""
        with self._session() as db:
            row = _row(db, session_id)
            db.query(RecordRow).filter(RecordRow.session_id == session_id).delete()
            db.delete(row)

    def sessions(self) -> tuple[SessionInfo, ...]:
        """All sessions, the latest used first."""
        with self._session() as db:
            counts = dict(
                db.execute(
                    select(RecordRow.session_id, func.count())
                    .where(RecordRow.kind == TURN)
                    .group_by(RecordRow.session_id)
                )
                .tuples()
                .all()
            )
            rows = db.scalars(select(SessionRow).order_by(SessionRow.updated.desc())).all()
            return tuple(_info(row, counts.get(row.id, 0)) for row in rows)

    def _append(self, session_id: str, kind: str, seq: int, body: str, expected: int) -> int:
        with self._session() as db:
            _row(db, session_id)
            moved = db.execute(
                update(SessionRow)
                .where(SessionRow.id == session_id, SessionRow.version == expected)
                .values(version=expected + 1, updated=self._clock())
            )
            if moved.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
                raise StaleSession(STALE)
            db.add(RecordRow(session_id=session_id, number=expected + 1, kind=kind, seq=seq, body=body))
        return expected + 1

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with _as_store_errors(), Session(self._engine) as db, db.begin():
            yield db


def _row(db: Session, session_id: str) -> SessionRow:
    row = db.get(SessionRow, session_id)
    if row is None:
        raise InputError(f"There is no session {session_id!r}. `scope sessions list` shows those there are.")
    return row


def _stored(row: SessionRow, records: Any) -> StoredSession:  # noqa: ANN401 - SQLAlchemy's sequence of rows
    turns = tuple(Turn.model_validate_json(record.body) for record in records if record.kind == TURN)
    answered = {turn.seq for turn in turns}
    waiting = tuple(
        PendingMessage.model_validate_json(record.body)
        for record in records
        if record.kind == MESSAGE and record.seq not in answered
    )
    return StoredSession(info=_info(row, len(turns)), turns=turns, waiting=waiting)


def _info(row: SessionRow, turns: int) -> SessionInfo:
    return SessionInfo(
        id=row.id,
        title=row.title,
        created=row.created,
        updated=row.updated,
        depth=Depth(row.depth),
        engine=row.engine,
        version=row.version,
        turns=turns,
    )


def _open(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
    except (ArgumentError, ImportError, OSError) as error:
        raise InputError(
            f"SCOPE_DATABASE_URL cannot be used ({error}). Use sqlite:///FILE or postgresql+psycopg://…"
        ) from error
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine)
    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite's own waiting does not cover this where several open a new file at once."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={1000 * BUSY_SECONDS}")
        _write_ahead(connection)
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event passes its own connection
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _as_store_errors() -> Iterator[None]:
    try:
        yield
    except ScopeError:
        raise
    except CommandError as error:
        raise StoreError(
            "The sessions' database was written by a newer version. Use that version, or set SCOPE_DATABASE_URL to another."
        ) from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(
            f"The sessions' database cannot be used: {reason}. Check SCOPE_DATABASE_URL or SCOPE_DATA_DIR."
        ) from error
    except ValueError as error:  # Pydantic's validation errors, and a depth that this version doesn't know
        raise StoreError(
            "A stored session was written by another version and cannot be read. Delete it, or use that version."
        ) from error
