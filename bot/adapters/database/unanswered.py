"""The list of questions that were not understood."""
from __future__ import annotations

import json
from datetime import datetime
from typing import Sequence

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.adapters.database.tables import unanswered


class SqlUnanswered:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, text: str, ranking: Sequence[tuple[str, float]], now: datetime) -> None:
        self._connection.execute(insert(unanswered).values(text=text, ranking=json.dumps(ranking), created_at=now))
