"""Who may enter the desk: named accounts, passwords, sessions that lock by themselves, a journal of who looked at what."""
from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from bot.domain.agent import Agent, AgentSession, Role, Trace
from bot.domain.errors import AccountRefused, EntryRefused
from bot.domain.normalisation import clean
from bot.services.desk_ports import Passwords
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

INVITATION = "/bureau/invitation/"  # then the token of a link
LINK_HOLDS = timedelta(hours=48)
SESSION = timedelta(hours=12)
IDLE = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 256
_SEEN_EVERY = timedelta(seconds=30)
_THROTTLED = timedelta(minutes=15)
_TRIES_OF_AN_ACCOUNT, _TRIES_OF_AN_ADDRESS = 5, 30
_LOGIN = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)
_FIRST = ("administrateur", "Administrateur", Role.ADMINISTRATEUR)


class AgentAccounts:
    """AccountRefused: what was asked of an account cannot be done. EntryRefused: no entry. Both say why, in French."""

    def __init__(self, passwords: Passwords, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._passwords = passwords
        self._clock = clock
        self._new_uow = new_uow

    def all(self) -> list[Agent]:
        """Everybody, disabled ones too, by name."""
        with self._new_uow() as uow:
            return uow.accounts.all()

    def first_link(self) -> str | None:
        """The token by which the first administrator chooses a password; None once somebody has."""
        with self._new_uow() as uow:
            if any(not agent.is_pending for agent in uow.accounts.all()):
                return None
            login, nom, role = _FIRST
            first = uow.accounts.named(login)
            number = first.id if first else uow.accounts.add(login, nom, role, self._clock.now())
            return self._new_link(uow, number)

    def add(self, login: str, nom: str, role: Role) -> str:
        """A new agent; the token of the link by which they choose a password."""
        login, nom = login.strip().lower(), clean(nom)
        if len(login) > 64 or not _LOGIN.fullmatch(login):
            raise AccountRefused(f"« {login} » ne convient pas : écrivez des lettres sans accent, des chiffres, un point ou "
                                 "un tiret, par exemple « prenom.nom ».")
        if not nom or len(nom) > 128:
            raise AccountRefused("Écrivez le nom de la personne, en 128 signes au plus.")
        with self._new_uow() as uow:
            if uow.accounts.named(login) is not None:
                raise AccountRefused(f"Le compte « {login} » existe déjà : choisissez un autre identifiant.")
            return self._new_link(uow, uow.accounts.add(login, nom, role, self._clock.now()))

    def link(self, login: str) -> str:
        """A new link, for an agent who has lost the password or let the link expire. The old one holds till then."""
        with self._new_uow() as uow:
            return self._new_link(uow, _known(uow, login).id)

    def change(self, login: str, role: Role | None = None, disabled: bool | None = None) -> Agent:
        """Another role, or no entry any more; the last administrator keeps both. Its sessions end."""
        with self._new_uow() as uow:
            agent = _known(uow, login)
            stays = (role or agent.role) is Role.ADMINISTRATEUR and not disabled
            others = [one for one in uow.accounts.all() if one.id != agent.id and one.role is Role.ADMINISTRATEUR
                      and not one.is_disabled and not one.is_pending]
            if agent.role is Role.ADMINISTRATEUR and not stays and not others:
                raise AccountRefused("C'est le dernier administrateur : donnez d'abord ce rôle à quelqu'un d'autre.")
            if role is not None:
                uow.accounts.set_role(agent.id, role)
            if disabled is not None:
                uow.accounts.disable(agent.id, self._clock.now() if disabled else None)
            uow.agent_sessions.close_all(agent.id)
            changed = _known(uow, login)
            uow.commit()
        return changed

    def invited(self, token: str) -> Agent | None:
        """Whose link it is, as long as it holds."""
        with self._new_uow() as uow:
            agent = uow.accounts.linked(token, self._clock.now())
        return agent if agent and not agent.is_disabled else None

    def choose_password(self, token: str, password: str) -> str:
        """Use the link up, keep the password, sign in: the token of the session."""
        with self._new_uow() as uow:
            now = self._clock.now()
            agent = uow.accounts.linked(token, now)
            if agent is None or agent.is_disabled:
                raise AccountRefused("Ce lien a déjà servi, ou il est trop vieux : demandez-en un autre.")
            _check_password(password, agent)
            uow.accounts.set_password(agent.id, self._passwords.hash(password))
            uow.accounts.forget_links(agent.id)
            uow.agent_sessions.close_all(agent.id)
            return self._open(uow, agent, now)

    def log_in(self, login: str, password: str, address: str) -> str:
        """The token of a new session. Too many wrong passwords, of an account or from an address, close the door."""
        login, now = login.strip().lower()[:64], self._clock.now()
        with self._new_uow() as uow:
            self._check_throttle(uow, login, address, now)
            agent = uow.accounts.named(login)
            kept = uow.accounts.password(agent.id) if agent and not agent.is_disabled else None
        # Outside of any transaction: it is slow on purpose.
        right = self._passwords.verify(kept, password[:_LONGEST_PASSWORD])
        with self._new_uow() as uow:
            if agent is None or not right:
                self._failed(uow, login, address, now)
                raise EntryRefused("L'identifiant ou le mot de passe ne convient pas. Vérifiez-les, puis recommencez.")
            uow.login_failures.forget(_account(login))
            return self._open(uow, agent, now)

    def session(self, token: str, is_background: bool = False) -> AgentSession | None:
        """The session of a browser, locked if nothing was done for long; None if there is none any more.

        What a page asks by itself (`is_background`) keeps nobody awake.
        """
        now = self._clock.now()
        with self._new_uow() as uow:
            session = uow.agent_sessions.get(token)
            if session is None or session.agent.is_disabled or abs(now - session.opened_at) > SESSION:
                return None
            if not session.is_locked and abs(now - session.seen_at) > IDLE:  # a clock may be set back
                uow.agent_sessions.lock(token, True, now)
                uow.commit()
                return AgentSession(session.agent, session.opened_at, now, is_locked=True)
            if not session.is_locked and not is_background and abs(now - session.seen_at) > _SEEN_EVERY:
                uow.agent_sessions.was_seen(token, now)
                uow.commit()
        return session

    def lock(self, token: str) -> None:
        with self._new_uow() as uow:
            uow.agent_sessions.lock(token, True, self._clock.now())
            uow.commit()

    def unlock(self, token: str, password: str, address: str) -> None:
        """EntryRefused if it is not the password of whose session it is."""
        now = self._clock.now()
        with self._new_uow() as uow:
            session = uow.agent_sessions.get(token)
            if session is None:
                raise EntryRefused("Vous n'êtes plus connecté : connectez-vous de nouveau.")
            self._check_throttle(uow, session.agent.login, address, now)
            kept = uow.accounts.password(session.agent.id)
        right = self._passwords.verify(kept, password[:_LONGEST_PASSWORD])
        with self._new_uow() as uow:
            if not right:
                self._failed(uow, session.agent.login, address, now)
                raise EntryRefused("Ce n'est pas votre mot de passe. Recommencez.")
            uow.agent_sessions.lock(token, False, now)
            uow.commit()

    def log_out(self, token: str) -> None:
        with self._new_uow() as uow:
            uow.agent_sessions.close(token)
            uow.commit()

    def note(self, agent: Agent, act: str, about: str | None = None) -> None:
        """Write in the journal that this agent saw or did something. `about`: a code or a number, nobody's name."""
        with self._new_uow() as uow:
            uow.access_journal.add(agent.id, act, about[:64] if about else None, self._clock.now())
            uow.commit()

    def journal(self, limit: int = 200, agent: int | None = None) -> list[Trace]:
        """The most recent lines, latest first."""
        with self._new_uow() as uow:
            return uow.access_journal.last(limit, agent)

    def _new_link(self, uow: UnitOfWork, agent: int) -> str:
        token = secrets.token_urlsafe(32)
        uow.accounts.add_link(agent, token, self._clock.now() + LINK_HOLDS)
        uow.commit()
        return token

    @staticmethod
    def _open(uow: UnitOfWork, agent: Agent, now: datetime) -> str:
        token = secrets.token_urlsafe(32)
        uow.agent_sessions.open(token, agent.id, now)
        uow.access_journal.add(agent.id, "connexion", None, now)
        uow.commit()
        return token

    @staticmethod
    def _check_throttle(uow: UnitOfWork, login: str, address: str, now: datetime) -> None:
        since = now - _THROTTLED
        # Not those of a time to come: a clock that was set back would close the account until it has caught up.
        if (uow.login_failures.between(_account(login), since, now) >= _TRIES_OF_AN_ACCOUNT
                or uow.login_failures.between(_from(address), since, now) >= _TRIES_OF_AN_ADDRESS):
            raise EntryRefused("Trop d'essais. Attendez un quart d'heure, puis recommencez.")

    @staticmethod
    def _failed(uow: UnitOfWork, login: str, address: str, now: datetime) -> None:
        uow.login_failures.add(_account(login), now)
        uow.login_failures.add(_from(address), now)
        uow.commit()


def _known(uow: UnitOfWork, login: str) -> Agent:
    agent = uow.accounts.named(login.strip().lower())
    if agent is None:
        raise AccountRefused(f"Aucun compte ne s'appelle « {login} ».")
    return agent


def _check_password(password: str, agent: Agent) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise AccountRefused(f"Choisissez un mot de passe de {SHORTEST_PASSWORD} signes au moins. Une phrase courte "
                             "convient.")
    if agent.login in password.lower() or len(set(password)) < 5:
        raise AccountRefused("Ce mot de passe se devine : choisissez une phrase qui ne contient pas votre identifiant.")


def _account(login: str) -> str:
    return f"compte {login}"


def _from(address: str) -> str:
    return f"adresse {address}"
