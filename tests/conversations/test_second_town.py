"""The trained model of the first town, asked in the second: it understands, and answers what holds there."""
import argparse
from dataclasses import replace

import pytest

from bot.adapters.clock import SetClock
from bot.bootstrap import build
from bot.channels.relay import Relay
from bot.domain.conversation import IncomingMessage
from bot.settings import Settings
from bot.town_commands import town

# what is asked, and what the answer holds
ASKED = [
    ("j'ai droit au rsa ?", "RSA"), ("je suis surendettée", "surendettement"), ("slt g plus 2 mutuelle", "C2S"),
    ("mon mari me frappe", "3919"), ("je veux mourir", "3114"), ("je dors dehors ce soir", "115"),
    ("c'est quoi le CCAS", "pas encore de fiche"), ("je veux une domiciliation", "pas encore de fiche"),
    ("je veux parler à quelqu'un", "Fougères"), ("je voudrais un rendez-vous", "rendez-vous"),
    ("vous parlez de quelle ville, ici ?", ""), ("où est la mairie de Fougères ?", "Fougères"),
    ("c'est quoi une saisie sur salaire", ""), ("que faire à Clermont-l'Hérault ?", ""), ("merci", ""),
]


@pytest.fixture(scope="module")
def second(assistant, tmp_path_factory):
    """`assistant` for its check that a model is there."""
    from bot.late_rasa import load_rasa

    folder = tmp_path_factory.mktemp("ville")
    town(argparse.Namespace(act="new", slug="fougeres", insee="35115", nom="Fougères", code_postal="35300", lat=48.35,
                            lon=-1.2, folder=str(folder / "fougeres")))
    settings = replace(Settings.from_environment({}), database_url=f"sqlite:///{folder / 'test.db'}", demo=True,
                       key_file=folder / "key", knowledge=folder / "fougeres")
    services = build(settings, SetClock("2026-11-21T10:00"))
    return Relay(services.conversations, services.answers, load_rasa(settings, services))


async def test_fifteen_questions_are_answered_without_a_word_of_the_first_town(second):
    for number, (text, held) in enumerate(ASKED):
        sent, _ = await second.handle(IncomingMessage("web", f"question-{number}".ljust(24, "x"), text, id="1"))
        said = "\n".join(one.answer.text for one in sent)
        assert held in said, (text, said)
        assert not [name for name in ("Clermont", "Hérault", "Échappée", "Part'âges") if name in said], (text, said)
