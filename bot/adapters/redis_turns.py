"""The queue where several programs wait for their turns: one for each conversation, in Redis."""
from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import AsyncIterator, Awaitable, Callable, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

LEASE, _RENEWED_EVERY, _ASKED_EVERY = 10.0, 3.0, 0.05  # seconds
_ANSWERS_WITHIN, _TRIED_AGAIN_AFTER = 1.0, 5.0          # seconds
_AWAY = (RedisError, OSError, asyncio.TimeoutError)

# Stand in the queue, or stay in it; how many are before us. In one step, which may be done again when its answer was lost:
# the dead leave the queue, a ticket that is not there is put at the end, ours lives on for a lease.
# KEYS: the queue by ticket number, the same by the moment each ticket dies. ARGV: our ticket, the lease in milliseconds.
_STAND = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
    redis.call('ZREM', KEYS[1], dead)
    redis.call('ZREM', KEYS[2], dead)
end
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
    redis.call('ZADD', KEYS[1], (tonumber(last[2]) or 0) + 1, ARGV[1])
end
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return redis.call('ZRANK', KEYS[1], ARGV[1])
"""
_LEAVE = "redis.call('ZREM', KEYS[1], ARGV[1]) return redis.call('ZREM', KEYS[2], ARGV[1])"


class RedisTurns:
    """First come, first served. The ticket of a program that died holds the others for `LEASE` seconds.

    A Redis that is away holds nobody: each program then keeps the order of what it receives itself, the database still
    refuses that a message is answered twice, and the queue is tried again every few seconds. `hashed` makes the name of a
    queue out of an address: Redis reads none.
    """

    def __init__(self, url: str, hashed: Callable[[str], str]) -> None:
        self._redis: Redis[bytes] = Redis.from_url(
            url, socket_timeout=_ANSWERS_WITHIN, socket_connect_timeout=_ANSWERS_WITHIN)
        self._hashed = hashed
        self._away_since: float | None = None

    @property
    def is_there(self) -> bool:
        """Whether Redis answered the last time it was asked."""
        return self._away_since is None

    @asynccontextmanager
    async def turn(self, *address: str) -> AsyncIterator[None]:
        """Held while something is done for whoever has this address."""
        name, ticket = f"repere:tours:{self._hashed(' '.join(address))}", secrets.token_hex(8)
        try:
            renewing = asyncio.create_task(self._renew(name, ticket)) if await self._is_our_turn(name, ticket) else None
            try:
                yield
            finally:
                if renewing is not None:
                    renewing.cancel()
        finally:
            await self._leave(name, ticket)

    async def close(self) -> None:
        """Hang up."""
        await self._redis.close()

    async def _is_our_turn(self, name: str, ticket: str) -> bool:
        """True when everybody before has gone, False when Redis does not answer."""
        while (before := await self._stand(name, ticket)) is not None:
            if before == 0:
                return True
            await asyncio.sleep(_ASKED_EVERY)
        return False

    async def _stand(self, name: str, ticket: str) -> int | None:
        """How many are before us; None when Redis is away, or was a moment ago."""
        if self._away_since is not None and monotonic() - self._away_since < _TRIED_AGAIN_AFTER:
            return None
        asked = cast(Awaitable[int], self._redis.eval(_STAND, 2, name, f"{name}:fin", ticket, str(int(LEASE * 1000))))
        try:
            before = await asked
        except _AWAY as error:
            if self._away_since is None:
                logger.warning("Redis does not answer (%s): the order of messages is kept in this program only",
                               type(error).__name__)
            self._away_since = monotonic()
            return None
        if self._away_since is not None:
            logger.warning("Redis answers again: the order of messages is kept among all programs")
            self._away_since = None
        return before

    async def _renew(self, name: str, ticket: str) -> None:
        while True:
            await asyncio.sleep(_RENEWED_EVERY)
            await self._stand(name, ticket)

    async def _leave(self, name: str, ticket: str) -> None:
        """What cannot be given back dies by itself."""
        if self._away_since is None:
            with suppress(*_AWAY):
                await cast(Awaitable[int], self._redis.eval(_LEAVE, 2, name, f"{name}:fin", ticket))
