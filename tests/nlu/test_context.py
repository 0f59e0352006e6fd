"""The same words mean something else after something else."""
import pytest

from bot.nlu.context import in_context

SURE_FICHE = {"intent": "fiche", "fiche": "rsa", "decision": "answer"}
UNSURE = {"intent": "fiche", "fiche": "rsa", "decision": "unsure"}
BOOKING = {"intent": "prendre_rdv", "decision": "answer"}


@pytest.mark.parametrize(("text", "understood", "entities", "awaiting", "subject", "intent"), [
    ("plutôt jeudi matin", BOOKING, {"moment"}, "creneau", None, "preciser_moment"),
    ("plutôt jeudi matin", UNSURE, {"moment"}, "prenom", None, "preciser_moment"),
    ("jeudi matin", UNSURE, {"moment"}, None, None, None),
    ("le rsa est versé quel jour ? le 5 ?", SURE_FICHE, {"moment"}, "creneau", None, None),
    ("pour la domiciliation", SURE_FICHE, set(), "motif", None, "prendre_rdv"),
    ("et à Paulhan ?", UNSURE, {"commune"}, None, "paej", "suite"),
    ("et s'il vient finir son année chez moi ?", UNSURE, set(), None, "paej", "suite"),
    ("à Paulhan", UNSURE, {"commune"}, None, "paej", "suite"),
    ("et à Paulhan ?", UNSURE, {"commune"}, None, None, None),
    ("et le rsa, c'est combien ?", SURE_FICHE, {"rubrique"}, None, "paej", None),
    ('/choisir_creneau{"rang": 1}', {}, set(), "creneau", "paej", None),
])
def test_what_the_conversation_changes(text, understood, entities, awaiting, subject, intent):
    assert in_context(text, understood, entities, awaiting, subject) == intent
