"""Models that are missing, broken or worse: somebody always answers, and a model that fails its exam is set aside."""
import os
import tarfile
import time
from dataclasses import replace

import pytest

from bot import exam, late_rasa
from bot.adapters.compile_nlu import Example
from bot.domain.conversation import Reply, Turn, Understood
from bot.domain.errors import DialogueUnavailable
from bot.late_rasa import LateRasa
from bot.settings import Settings

SENTENCES = [Example("fiche/rsa", "le rsa"), Example("fiche/aspa", "le minimum vieillesse"), Example("saluer", "bonjour")]


class Model:
    """What a loaded model is to the rest: `known` are the labels that it understands."""

    def __init__(self, name: str, known: set[str]) -> None:
        self.name = name
        self._known = known

    async def understand(self, text: str) -> Understood:
        label = next(one.label for one in SENTENCES if one.text == text)
        right = label if label in self._known else "hors_sujet"
        return Understood(right.split("/")[0], ranking=((right.split("/")[-1], 0.9),))

    async def ask(self, turn: Turn) -> Reply:
        return Reply((self.name,))


ALL = {one.label for one in SENTENCES}
KNOWN = {"good": ALL, "as-good": ALL, "worse": {"saluer"}}


@pytest.fixture
def rasa(tmp_path, monkeypatch):
    """Loads archives whose names say what they understand; « broken » does not load."""
    def load(settings, services, model):
        if model.name.startswith("broken"):
            raise EOFError
        return Model(model.name, KNOWN[model.name.removesuffix(".tar.gz")])

    monkeypatch.setattr(late_rasa, "load_rasa", load)
    monkeypatch.setattr(exam, "sentences", lambda root: SENTENCES)
    return LateRasa(replace(Settings.from_environment({}), models=tmp_path, model_key_file=tmp_path / "key"), services=None)


def train(rasa: LateRasa, name: str, seconds_ago: float = 0) -> None:
    path = rasa._settings.models / f"{name}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name))
    rasa._models.sign(path)
    os.utime(path, (time.time() - seconds_ago,) * 2)


async def look_twice(rasa: LateRasa) -> None:
    """The first look finds a change, and waits until it is written."""
    await rasa.renew()
    await rasa.renew()


async def answering(rasa: LateRasa) -> str:
    return (await rasa.ask(Turn(1, "c", "web", "bonjour"))).answers[0]


async def test_without_any_model_the_keywords_answer_until_there_is_one(rasa, caplog):
    rasa.load()
    with pytest.raises(DialogueUnavailable):
        await rasa.ask(Turn(1, "c", "web", "bonjour"))
    assert "make train" in rasa.refused[0]

    train(rasa, "good")
    await look_twice(rasa)

    assert await answering(rasa) == "good.tar.gz"
    assert (rasa.is_ready, rasa.refused) == (True, ())


async def test_a_broken_model_is_passed_over_for_the_one_before(rasa, caplog):
    train(rasa, "good", 300)
    train(rasa, "broken-2", 200)
    train(rasa, "broken-1", 100)
    rasa.load()

    assert await answering(rasa) == "good.tar.gz"
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "broken-1.tar.gz could not be loaded: EOFError", "broken-2.tar.gz could not be loaded: EOFError"]


@pytest.mark.parametrize(("name", "why"), [("worse", "il comprend 33% des témoins, l'ancien 100%"),
                                          ("broken", "il ne se charge pas")])
async def test_a_newer_model_that_fails_is_set_aside_and_said(rasa, name, why):
    train(rasa, "good", 300)
    rasa.load()
    train(rasa, name)
    await look_twice(rasa)

    assert await answering(rasa) == "good.tar.gz"
    assert why in rasa.refused[0]
    assert [path.name for path in rasa._models.newest_first()] == ["good.tar.gz"]


async def test_a_newer_model_that_passes_takes_over_once_it_is_written(rasa):
    train(rasa, "good", 300)
    rasa.load()
    train(rasa, "as-good")
    await rasa.renew()
    before = await answering(rasa)
    await rasa.renew()

    assert (before, await answering(rasa)) == ("good.tar.gz", "as-good.tar.gz")


def test_the_exam_is_a_few_sentences_of_every_kind():
    asked = exam.sentences(late_rasa.ROOT)

    assert len(asked) == exam.SENTENCES
    assert len({one.label for one in asked}) > 60
