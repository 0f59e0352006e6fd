"""One transaction over all repositories: rolled back unless committed."""
from __future__ import annotations

from types import TracebackType

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import TimeoutError

from bot.adapters.cipher import Cipher
from bot.adapters.database.accounts import SqlAccessJournal, SqlAccounts, SqlAgentSessions, SqlLoginFailures
from bot.adapters.database.agendas import SqlAgendas
from bot.adapters.database.appointments import SqlAppointments
from bot.adapters.database.asked import SqlAsked
from bot.adapters.database.conversations import SqlConversations
from bot.adapters.database.counter_threads import SqlCounterThreads
from bot.adapters.database.desk_settings import SqlDeskSettings
from bot.adapters.database.elsewhere import SqlElsewhere
from bot.adapters.database.handovers import SqlDeskNews, SqlHandovers
from bot.adapters.database.outbox import SqlOutbox
from bot.adapters.database.place_errors import SqlPlaceErrors
from bot.adapters.database.planning import SqlPlanning
from bot.adapters.database.post import SqlInbox, SqlJoiningCodes, SqlOppositions, SqlRatings, SqlSmsDays
from bot.adapters.database.programs import SqlPrograms
from bot.adapters.database.storage import SqlStorage
from bot.adapters.database.town import SqlLocalContacts, SqlTownDirectory, SqlTownNotices
from bot.adapters.database.unanswered import SqlUnanswered
from bot.adapters.database.waiting import SqlWaiting
from bot.domain.errors import StorageUnavailable


class SqlUnitOfWork:
    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def __enter__(self) -> "SqlUnitOfWork":
        self._connection = _connected(self._engine)
        try:
            self._transaction = self._connection.begin()
        except StorageUnavailable:
            self._connection.close()
            raise
        self.conversations = SqlConversations(self._connection, self._cipher)
        self.agendas = SqlAgendas(self._connection)
        self.planning = SqlPlanning(self._connection)
        self.appointments = SqlAppointments(self._connection, self._cipher)
        self.waiting = SqlWaiting(self._connection, self._cipher)
        self.inbox = SqlInbox(self._connection, self._cipher)
        self.outbox = SqlOutbox(self._connection, self._cipher)
        self.programs = SqlPrograms(self._connection)
        self.oppositions = SqlOppositions(self._connection, self._cipher)
        self.sms_days = SqlSmsDays(self._connection)
        self.joining_codes = SqlJoiningCodes(self._connection, self._cipher)
        self.ratings = SqlRatings(self._connection)
        self.asked = SqlAsked(self._connection)
        self.elsewhere = SqlElsewhere(self._connection, self._cipher)
        self.unanswered = SqlUnanswered(self._connection)
        self.place_errors = SqlPlaceErrors(self._connection)
        self.accounts = SqlAccounts(self._connection, self._cipher)
        self.agent_sessions = SqlAgentSessions(self._connection, self._cipher)
        self.login_failures = SqlLoginFailures(self._connection, self._cipher)
        self.access_journal = SqlAccessJournal(self._connection)
        self.local_contacts = SqlLocalContacts(self._connection)
        self.town_notices = SqlTownNotices(self._connection)
        self.town_directory = SqlTownDirectory(self._connection)
        self.handovers = SqlHandovers(self._connection)
        self.desk_settings = SqlDeskSettings(self._connection)
        self.desk_news = SqlDeskNews(self._connection)
        self.counter = SqlCounterThreads(self._connection, self._cipher)
        self.storage = SqlStorage(self._connection)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._transaction.is_active:
            self._transaction.rollback()
        self._connection.close()

    def commit(self) -> None:
        self._transaction.commit()

    def commit_for_good(self) -> None:
        """What was erased is nowhere any more: SQLite's journal, which still holds it, is brought in and emptied.

        While somebody reads, it stays until the next time.
        """
        self._transaction.commit()
        if self._engine.dialect.name == "sqlite":
            # Straight to the driver: SQLAlchemy would begin a transaction, in which nothing is brought in.
            self._connection.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connected(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except TimeoutError:
        raise StorageUnavailable("no connection is free") from None
