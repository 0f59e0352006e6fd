"""« STOP » and « START » are heard when they are all that is said."""
import pytest

from bot.domain.opposition import Wish, hears


@pytest.mark.parametrize("text", [
    "STOP", "stop", "Stop.", " stop ! ", "STOPP", "stoppp", "STOP STOP", "arret", "arrêt", "ARRÊT", "ARRET", "Arrêtez",
    "arrete", "arrêter", "arret sms", "STOP SMS", "stop svp", "stop s'il vous plaît", "stop merci", "stop pub",
    "stop les rappels",
    "stop aux messages", "STOP 36111", "stop au 36180", "stop tout", "désabonnement", "me désabonner", "désabonnez-moi",
    "Je veux me désabonner.", "désinscription", "plus de sms", "je ne veux plus de messages",
    "je veux plus recevoir de rappels", "arrêtez de m'envoyer des sms", "ne m'envoyez plus de sms", "ne m'envoyez plus rien",
    "bonjour stop",
    "𝗦𝗧𝗢𝗣", "st\u200bop", "stop 🙏", "unsubscribe",
])
def test_stop_is_heard_however_it_is_typed(text):
    assert hears(text) is Wish.STOP


@pytest.mark.parametrize("text", ["START", "start", "Start svp", "unstop", "reprendre", "Reprise", "reprendre les rappels",
                                  "reprenez les sms", "me réabonner", "réabonnement", "réinscription"])
def test_start_is_heard_however_it_is_typed(text):
    assert hears(text) is Wish.START


@pytest.mark.parametrize("text", [
    "", "?", "🛑", "1", "oui", "non", "stop les violences", "stop il me frappe", "arrêtez mon voisin", "il arrête pas",
    "arrêt maladie", "arret de bus", "arrêt de travail", "je suis en arrêt", "non stop", "stop ou encore", "un stop",
    "stopper", "comment arrêter de fumer", "je reprends le travail", "reprise du travail", "reprendre des études",
    "reprendre rdv",
    "je veux recommencer", "plus de rsa", "je ne reçois plus mes messages de la caf", "se désabonner de quoi", "annuler",
    "stop rdv", "arreter rdv", "désabonnement bus", "stop 3114", "stopstop",
])
def test_anything_else_is_a_message_to_answer(text):
    assert hears(text) is None


def test_a_very_long_message_is_read_in_an_instant():
    assert hears("stop " * 50_000 + "x") is None
