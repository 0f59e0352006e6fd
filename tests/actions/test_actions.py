"""A tracker in, one Answer out: no Rasa server, the real services."""
from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions.answering import (
    ActionAnswerFiche,
    ActionAnswerFollowUp,
    ActionNotUnderstood,
    ActionOutOfScope,
    ActionSay,
    ActionSuggest,
)
from actions.appointments import ActionSayNo, ActionStartBooking
from actions.directory import ActionFindMoreStructures, ActionFindStructures
from actions.personal_data import ActionEraseData


def tracker(text: str = "", intent: str = "", slots=None, understood=None, **entities) -> Tracker:
    found = [{"entity": name, "value": value} for name, value in entities.items()]
    latest = {"text": text, "intent": {"name": intent}, "entities": found, "understood": understood or {}}
    empty = dict.fromkeys(("fiche", "rubrique", "commune", "besoin", "decalage"))
    return Tracker("c" * 32, {**empty, **(slots or {})},
                   latest, [], False, None, {}, "action_listen")


async def run(action, asked: Tracker) -> tuple[str, list[str], dict]:
    """(text, labels of the choices, slots set)"""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, asked, {})
    [said] = dispatcher.messages
    return said["custom"]["text"], [c["label"] for c in said["custom"]["choices"]], {e["name"]: e["value"] for e in events}


async def test_a_fiche_is_answered_and_remembered(services):
    text, _, slots = await run(ActionAnswerFiche(services), tracker(fiche="paej", rubrique="conditions",
                                                                    commune="clermont-ferrand"))

    assert "18" in text
    assert (slots["fiche"], slots["commune"]) == ("paej", "clermont-ferrand")


async def test_a_second_subject_of_the_same_message_is_offered(services):
    understood = {"ranking": [["domiciliation", 0.7], ["impayes-loyer", 0.25], ["rsa", 0.04]]}

    _, labels, _ = await run(ActionAnswerFiche(services), tracker(fiche="domiciliation", understood=understood))

    assert "loyer" in labels[0].lower()
    assert not [label for label in labels if "RSA" in label]


async def test_a_follow_up_uses_what_is_remembered(services):
    text, _, _ = await run(ActionAnswerFollowUp(services), tracker(rubrique="cout", slots={"fiche": "domiciliation"}))

    assert "gratuit" in text


async def test_a_follow_up_after_a_search_searches_elsewhere(services):
    slots = {"fiche": "rsa", "besoin": "aide avec internet"}

    text, _, _ = await run(ActionAnswerFollowUp(services), tracker(commune="lodeve", slots=slots))

    assert "Lodève" in text


async def test_doubt_offers_the_likeliest_subjects_and_a_person(services):
    ranking = [["rsa", 0.3], ["fsl", 0.2], ["oui", 0.1]]

    _, labels, _ = await run(ActionSuggest(services), tracker(understood={"ranking": ranking}))

    assert labels[0] == "Le RSA"
    assert labels[-1] == "Parler à une personne"
    assert len(labels) == 3


async def test_a_subject_without_a_fiche_gives_doors(services, town_directory):
    text, _, slots = await run(ActionOutOfScope(services), tracker("chercher du travail", sujet="sans-fiche-emploi"))

    assert "pas encore de fiche" in text
    assert "Adresse" in text
    assert slots["besoin"] == "chercher du travail"


async def test_where_the_directory_has_nothing_the_fiche_says_whom_to_see(services):
    understood = {"ranking": [["trouver_structure", 0.6], ["paej", 0.36]]}

    text, _, slots = await run(ActionFindStructures(services), tracker("un psy gratos pr ado", understood=understood,
                                                                       commune="lodeve"))

    assert "PAEJ" in text
    assert slots["fiche"] == "paej"


async def test_more_places_are_other_places(services):
    first, _, slots = await run(ActionFindStructures(services), tracker("aide avec internet"))
    second, _, _ = await run(ActionFindMoreStructures(services), tracker(slots=slots))

    assert first != second


async def test_a_booking_takes_its_motif_from_the_ranking(services):
    understood = {"ranking": [["prendre_rdv", 0.7], ["domiciliation", 0.1]]}

    text, _, slots = await run(ActionStartBooking(services), tracker("rdv pr mon courier", understood=understood))

    assert "heures libres" in text
    assert slots["fiche"] == "domiciliation"


async def test_no_without_a_question_is_answered(services):
    text, _, _ = await run(ActionSayNo(services), tracker())

    assert "D'accord" in text


@pytest.mark.parametrize("action", actions._ALL, ids=lambda action: action.action_name)
async def test_no_action_fails_on_a_message_that_says_nothing(services, action):
    text, _, _ = await run(action(services), tracker(intent="saluer"))

    assert text


@pytest.mark.parametrize("action", [ActionAnswerFiche, ActionAnswerFollowUp, ActionSuggest, ActionNotUnderstood,
                                    ActionOutOfScope, ActionFindStructures])
@pytest.mark.parametrize("text", ["je veux une place à l'atelier numérique", "m'inscrire à la sortie de la semaine bleue"])
async def test_who_asks_for_a_place_in_a_group_session_begins_a_booking_whatever_was_understood(services, action, text):
    said, labels, _ = await run(action(services), tracker(text, fiche="aide-numerique"))

    assert "aucune place" in said
    assert labels == ["Me prévenir s'il y a une place"]


@pytest.mark.parametrize("text", ["c'est quoi l'atelier numérique", "comment s'inscrire à l'atelier numérique ?",
                                  "une place en crèche pour ma fille", '/ouvrir_fiche{"fiche": "aide-numerique"}'])
async def test_other_messages_about_a_subject_are_answered_by_its_fiche(services, text):
    said, labels, _ = await run(ActionAnswerFiche(services), tracker(text, fiche="aide-numerique"))

    assert "aucune place" not in said
    assert "M'inscrire" in labels


async def test_words_that_only_the_language_side_understands_show_what_is_kept_and_erase_it(services):
    shown, labels, _ = await run(ActionSay(services), tracker("est-ce confidentiel ?", "mes_donnees"))
    erased, _, slots = await run(ActionEraseData(services), tracker(slots={"fiche": "rsa"}))

    assert shown.startswith("Voici ce que je garde sur vous :\n- ")
    assert labels == ["Effacer mes données"]
    assert erased.startswith("C'est fait. J'ai effacé cette discussion")
    assert set(slots.values()) == {None}
