"""What is pasted into lines of the log: each expression was looked at, none holds a word of a person."""
import ast

from bot.settings import ROOT

# Names of ours, numbers, kinds of errors; and the errors whose every sentence is written by us (`raise` them so).
LOOKED_AT = {
    "self._cap", "_OLDEST_NEWS.days", "self._channel", "message.channel", "queued.id", "queued.attempt", "motif.slug",
    "call['next_action']",
    "call['sender_id']",  # the number of a conversation
    "time.perf_counter() - begun",
    "error", "unavailable", "unreadable", "refused",  # NotSent, ElsewhereUnavailable, Unreadable, Refused
    "error if isinstance(error, NotSent) else type(error).__name__",
    "_name(request)", "model.name", "_method(request)", "page", "response.status", "round(time * 1000)",
    "why",  # one of three sentences of ours on a database
    "newest.name", "len(knowledge.fiches)",
    "' | '.join(self.refused)", "self.refused[0]",  # what is wrong in the town's own files, and in its models
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def calls():
    """(where, call) of each line that is logged."""
    for room in ("bot", "actions"):
        for path in sorted((ROOT / room).glob("**/*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS
                        and ast.unparse(node.func.value) in ("logger", "self.logger", "logging")):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_each_thing_that_is_logged_was_looked_at():
    pasted = {(where, ast.unparse(argument)) for where, call in calls() for argument in call.args[1:]}

    assert pasted
    unknown = sorted((where, what) for where, what in pasted
                     if what not in LOOKED_AT and not what.endswith((".__name__", ".__qualname__")))
    assert unknown == [], "look whether it can hold what a person wrote; if not, add it to LOOKED_AT"


def test_what_is_logged_is_a_sentence_of_ours_with_blanks():
    """A sentence put together by hand (`f"…{text}"`) would go out whole, whatever is in it."""
    built = [where for where, call in calls()
             if not isinstance(call.args[0], ast.Constant) and "_FETCHING" not in ast.unparse(call.args[0])]

    assert built == []
