"""Files that are edited while people talk: taken when they are right, refused with the reason when they are not."""
import shutil
from dataclasses import replace

import pytest

from bot import serving as servings
from bot.assistant import content_services
from bot.bootstrap import wire
from bot.domain.conversation import IncomingMessage
from bot.domain.errors import StorageUnavailable
from bot.serving import Serving
from bot.settings import ROOT

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
FICHE = "fiches/logement/domiciliation.md"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


@pytest.fixture
def is_away():
    """Whether the database is."""
    return [False]


@pytest.fixture
def serving(folder, services, knowledge, is_away):
    """What the program serves, over the services' own database and clock."""
    def wired(read):
        if is_away[0]:
            raise StorageUnavailable("away")
        return wire(read, services.new_uow, None, services.clock)

    return Serving(folder, wired, knowledge)


def edit(path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_what_is_edited_is_served_once_it_is_right_and_a_booking_goes_on(serving, folder, is_away):
    services = serving.services
    said, contents = services.answers.fiche, content_services(services, lambda: serving.refused)  # held by pages for good
    opened = services.conversations.open_turn(IncomingMessage("web", "a" * 22, "bonjour", "m1"))
    services.booking.choose_motif(opened.turn.conversation, "premier-accueil")
    assert serving.look() is None  # nothing has changed

    edit(folder / FICHE, "C'est gratuit.", "Cela coûte 1234 euros.")
    edit(folder / FICHE, "structures: [ccas-clermont-l-herault]", "structures: [ccas-inconnu]")
    assert serving.look() is None
    assert contents.refused() == ()  # somebody is perhaps still writing
    assert serving.look() is None

    assert [why.partition(" — ")[0].rpartition(":")[0] for why in contents.refused()] == [f"knowledge/{FICHE}"] * 2
    assert "« 1234 »" in " ".join(contents.refused())
    assert "C'est gratuit." in said("domiciliation").text

    edit(folder / FICHE, "Cela coûte 1234 euros.", "Cela ne coûte rien du tout.")
    edit(folder / FICHE, "structures: [ccas-inconnu]", "structures: [ccas-clermont-l-herault]")
    is_away[0] = True
    with pytest.raises(StorageUnavailable):
        serving.look(is_asked=True)
    is_away[0] = False
    assert serving.look() is not None

    assert contents.refused() == ()
    assert "Cela ne coûte rien du tout." in said("domiciliation").text
    assert services.conversations.open_turn(IncomingMessage("web", "a" * 22, "le premier", "m2")).turn.is_payload


def test_what_would_hear_fewer_people_in_danger_is_refused(serving, knowledge, monkeypatch):
    deaf = replace(knowledge, urgences=replace(knowledge.urgences, ecoute=None, categories={}))
    monkeypatch.setattr(servings, "checked_knowledge", lambda folder: (deaf, [], {}))

    assert serving.look(is_asked=True) is None
    assert "appels à l'aide, 0 sont entendus" in serving.refused[0]


def test_files_that_cannot_be_read_at_all_leave_what_was_served(serving, folder):
    (folder / "urgences.yml").write_text("categories: [", encoding="utf-8")

    assert serving.look(is_asked=True) is None
    assert any(why.startswith("knowledge/urgences.yml:") for why in serving.refused)
    assert serving.services.knowledge.urgences.detect("mon mari me frappe") == "violence_couple"
