"""What can go wrong at the counter. Services turn these into an Answer; they never reach a person raw."""


class CreneauTaken(Exception):
    """Somebody else was quicker: the free time that was offered is no longer free."""


class AppointmentNotFound(Exception):
    """No appointment to come answers to this code, or it belongs to somebody else."""


class TooLateToCancel(Exception):
    """The motif's limit is past: one has to call."""


class NotSent(Exception):
    """A message did not leave. `permanent`: it never will (the number does not exist, the person has blocked us).

    `wait`: the seconds after which the provider wants to be asked again, if it said so.
    """

    def __init__(self, why: str, permanent: bool = False, wait: float = 0) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.wait = wait


class PlanningRefused(Exception):
    """What a desk asked of its agenda cannot be done; the message tells it why, in French."""


class DialogueUnavailable(Exception):
    """The dialogue engine cannot answer now (loading, or broken): answer without it."""


class KnowledgeUnusable(Exception):
    """What the town says cannot be read at all; the message tells its authors why, in French."""


class ElsewhereUnavailable(Exception):
    """The site that keeps these appointments cannot be asked now; the message names the step, and nobody."""


class AccountRefused(Exception):
    """What was asked of an agent's account cannot be done; the message, in French, says what to do instead."""


class EntryRefused(Exception):
    """Somebody may not enter the desk now; the message, in French, says what to do."""


class DeskRefused(Exception):
    """What an agent asked of the desk cannot be done now; the message, in French, says why and what to do."""


class StorageUnavailable(Exception):
    """The database cannot be reached or written to now, and will be again; the message, for engineers, quotes no data."""
