"""What can go wrong at the counter. Services turn these into an Answer; they never reach a person raw."""


class CreneauTaken(Exception):
    """Somebody else was quicker: the free time that was offered is no longer free."""


class AppointmentNotFound(Exception):
    """No appointment to come answers to this code, or it belongs to somebody else."""


class TooLateToCancel(Exception):
    """The motif's limit is past: one has to call."""


class DialogueUnavailable(Exception):
    """The dialogue engine cannot answer now (loading, or broken): answer without it."""


class KnowledgeUnusable(Exception):
    """What the town says cannot be read at all; the message tells its authors why, in French."""
