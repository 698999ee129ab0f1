"""The store: what is appended comes back, two writers never overwrite one another, and trouble is said in one sentence."""

import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.domain.questions import Depth
from assistant.domain.session import SessionInfo, Turn, TurnKind
from assistant.errors import InputError, StaleSession, StoreError
from assistant.ports import PendingMessage
from assistant.store.sql import SqlStore

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WORDS = "Wir prüfen 12.707 Fotos 😀\r\n“so far”\u0000"


class Clock:
    """A minute later at each look."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


POSTGRES = os.environ.get("SCOPE_TEST_POSTGRES", "")
"""Read when the tests are collected: each test's own environment is clean."""


def postgres() -> str:
    if not POSTGRES:
        pytest.skip("SCOPE_TEST_POSTGRES names no server")
    return POSTGRES


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path: Path) -> str:
    return postgres() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'deep' / 'sessions.db'}"


@pytest.fixture
def store(url: str) -> SqlStore:
    made = SqlStore(url, Clock())
    for info in made.sessions():
        made.delete(info.id)
    return made


def info(name: str = "s1", **more) -> SessionInfo:
    return SessionInfo(id=name, title=f"Project {name}", created=NOON, updated=NOON, **more)


def turn(seq: int, words: str = WORDS) -> Turn:
    return Turn(seq=seq, kind=TurnKind.MESSAGE, at=NOON, text=words, reply="Noted.")


def message(seq: int, words: str = WORDS) -> PendingMessage:
    return PendingMessage(seq=seq, kind=TurnKind.MESSAGE, text=words, said_by="Ada")


def test_what_is_appended_comes_back(store, url):
    store.create(info(depth=Depth.QUICK))
    version = store.receive("s1", message(1), 0)
    version = store.append("s1", turn(1), version)
    assert version == 2
    for opened in (store, SqlStore(url)):
        loaded = opened.load("s1")
        assert loaded.turns == (turn(1),)
        assert loaded.waiting == ()
        assert (loaded.info.version, loaded.info.turns, loaded.info.depth) == (2, 1, Depth.QUICK)
        assert loaded.info.created == NOON
        assert loaded.info.updated == NOON + timedelta(minutes=2)


def test_times_are_kept_in_utc(store):
    summer = datetime(2026, 7, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    store.create(info().model_copy(update={"created": summer}))
    created = store.load("s1").info.created
    assert (created, created.utcoffset()) == (summer, timedelta(0))


def test_messages_without_their_turns_wait_in_order_after_crashes(store, url):
    store.create(info())
    version = store.append("s1", turn(1), 0)
    version = store.receive("s1", message(2, "typed before the crash"), version)
    store.receive("s1", message(3, "typed before the next"), version)
    reopened = SqlStore(url).load("s1")
    assert reopened.waiting == (message(2, "typed before the crash"), message(3, "typed before the next"))
    assert len(reopened.turns) == 1
    version = store.append("s1", turn(2), reopened.info.version)
    assert store.load("s1").waiting == (message(3, "typed before the next"),)
    store.append("s1", turn(3), version)
    assert store.load("s1").waiting == ()


def test_a_stale_version_is_refused_and_writes_nothing(store):
    store.create(info())
    store.append("s1", turn(1), 0)
    for write in (lambda: store.append("s1", turn(2), 0), lambda: store.receive("s1", message(2), 7)):
        with pytest.raises(StaleSession, match="another tab"):
            write()
    loaded = store.load("s1")
    assert (len(loaded.turns), loaded.waiting, loaded.info.version) == (1, (), 1)


def test_of_writers_at_once_exactly_one_gets_through(store, url):
    store.create(info())
    writers = [SqlStore(url) for _ in range(4)]
    gate, outcomes = threading.Barrier(len(writers)), []

    def write(number: int, own: SqlStore) -> None:
        gate.wait()
        try:
            outcomes.append(own.append("s1", turn(1, f"writer {number}"), 0))
        except StaleSession:
            outcomes.append("stale")

    threads = [threading.Thread(target=write, args=pair) for pair in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(map(str, outcomes)) == ["1", "stale", "stale", "stale"]
    assert len(store.load("s1").turns) == 1


def test_one_store_serves_many_threads_and_sessions(store):
    names = [f"s{number}" for number in range(4)]
    failures = []

    def talk(name: str) -> None:
        try:
            store.create(info(name))
            for version in range(5):
                store.append(name, turn(version + 1, name), version)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=talk, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    for name in names:
        assert [item.text for item in store.load(name).turns] == [name] * 5


def test_a_database_is_opened_by_several_at_once(tmp_path):
    url, failures = f"sqlite:///{tmp_path / 'new.db'}", []
    gate = threading.Barrier(4)

    def open_it() -> None:
        gate.wait()
        try:
            SqlStore(url)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    assert SqlStore(url).sessions() == ()


def test_sessions_are_listed_the_latest_used_first(store):
    for name in ("old", "new"):
        store.create(info(name))
    store.append("old", turn(1), 0)
    store.append("new", turn(1), 0)
    assert [item.id for item in store.sessions()] == ["new", "old"]
    version = store.receive("old", message(2), 1)
    store.append("old", turn(2), version)
    assert [(item.id, item.turns) for item in store.sessions()] == [("old", 2), ("new", 1)]


def test_title_depth_and_engine_can_change(store):
    store.create(info(engine="openai:m"))
    assert store.load("s1").info.engine == "openai:m"
    store.update(info().model_copy(update={"title": "Moths", "depth": Depth.THOROUGH, "engine": "embedded"}))
    changed = store.load("s1").info
    assert (changed.title, changed.depth, changed.engine) == ("Moths", Depth.THOROUGH, "embedded")
    assert changed.version == 0


def test_a_database_from_before_engines_could_be_chosen_is_brought_up_to_date(tmp_path):
    path = tmp_path / "sessions.db"
    store = spoilt(path, "alter table sessions drop column engine")
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '001'")
    connection.close()
    with pytest.raises(StoreError):
        store.load("s1")
    after = SqlStore(f"sqlite:///{path}").load("s1")
    assert (after.info.engine, after.turns) == ("", (turn(1),))


def test_deleting_leaves_no_record_behind(store):
    for name in ("s1", "s2"):
        store.create(info(name))
        store.append(name, turn(1), 0)
    store.delete("s1")
    assert [item.id for item in store.sessions()] == ["s2"]
    with store._engine.connect() as connection:
        assert connection.execute(text("select count(*) from records where session_id = 's1'")).scalar() == 0
    store.create(info("s1"))
    assert store.load("s1").turns == ()


@pytest.mark.parametrize("call", ["load", "delete", "append", "receive", "update"])
def test_an_unknown_session_is_said(store, call):
    arguments = {"append": ("no", turn(1), 0), "receive": ("no", message(1), 0), "update": (info("no"),)}
    with pytest.raises(InputError, match="no session 'no'"):
        getattr(store, call)(*arguments.get(call, ("no",)))


def test_a_session_is_created_once(store):
    store.create(info())
    with pytest.raises(StoreError, match="cannot be used"):
        store.create(info())


@pytest.mark.parametrize("url", ["nonsense", "nosuchdb:///x", "postgresql+nosuchdriver://h/db"])
def test_a_url_that_cannot_be_used_is_said(url):
    with pytest.raises(InputError, match="SCOPE_DATABASE_URL cannot be used"):
        SqlStore(url)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="SCOPE_DATABASE_URL cannot be used"):
        SqlStore(f"sqlite:///{tmp_path / 'file' / 'sub' / 'sessions.db'}")


def test_a_file_that_is_no_database_is_said(tmp_path):
    (tmp_path / "sessions.db").write_text("this is a letter, not a database" * 50, encoding="utf-8")
    with pytest.raises(StoreError, match="not a database"):
        SqlStore(f"sqlite:///{tmp_path / 'sessions.db'}")


def spoilt(path: Path, statement: str) -> SqlStore:
    """A store whose file somebody else has changed."""
    store = SqlStore(f"sqlite:///{path}")
    store.create(info())
    store.append("s1", turn(1), 0)
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    return store


@pytest.mark.parametrize(
    "statement",
    [
        "update records set body = '{broken'",
        "update records set body = '{\"seq\": 1}'",
        "update sessions set depth = 'abyss'",
    ],
)
def test_a_row_that_cannot_be_read_is_said(tmp_path, statement):
    with pytest.raises(StoreError, match="another version"):
        spoilt(tmp_path / "sessions.db", statement).load("s1")


def test_the_list_survives_a_broken_turn(tmp_path):
    assert len(spoilt(tmp_path / "sessions.db", "update records set body = '{broken'").sessions()) == 1


def test_a_missing_table_is_said(tmp_path):
    with pytest.raises(StoreError, match="no such table"):
        spoilt(tmp_path / "sessions.db", "drop table records").load("s1")


def test_a_newer_database_is_left_alone_and_said(tmp_path):
    path = tmp_path / "sessions.db"
    spoilt(path, "update alembic_version set version_num = '999'")
    with pytest.raises(StoreError, match="newer version"):
        SqlStore(f"sqlite:///{path}")


def test_the_migrations_make_the_tables_that_the_code_declares(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from assistant.store.tables import Base

    store = SqlStore(f"sqlite:///{tmp_path / 'sessions.db'}")
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
