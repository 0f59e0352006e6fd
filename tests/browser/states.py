"""The states that the widget may be in, each as a way to come to it, with the real shapes of answers."""
from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Wire
from tests.browser.echo_service import an_answer
from tests.browser.gestures import ENTRIES, open_widget, say, urgent_answer


def answer_about_a_fiche() -> dict[str, Any]:
    """A paragraph, a list, a number, sources, links, choices and the question whether it helped."""
    paragraphs = [
        [{"text": "Vous n'avez pas d'adresse stable ? Le CCAS peut recevoir votre courrier. C'est la domiciliation."}],
        {"list": [[{"text": "C'est gratuit."}], [{"text": "Cela dure un an."}],
                  [{"text": "On vous répond en deux mois au plus."}]]},
        [{"text": "Le CCAS répond au "}, {"text": "04 67 00 00 00", "href": "tel:0467000000"},
         {"text": ".\nLundi au vendredi, 9 h à 12 h."}],
    ]
    links = [{"text": "Lire la fiche « Avoir une adresse »", "href": "/fiches/domiciliation"},
             {"text": "Itinéraire", "href": "https://www.openstreetmap.org/directions?to=43.62750%2C3.42910"},
             {"text": "Fiche de contact", "href": "/annuaire/ccas.vcf"}]
    choices = [{"label": "Quels papiers ?", "token": "7.0"}, {"label": "Combien de temps ?", "token": "7.1"},
               {"label": "Prendre rendez-vous", "token": "7.2"}]
    sources = [{"text": "Service-public.fr, 10 octobre 2026", "href": "https://www.service-public.fr/x"}]
    return an_answer("", paragraphs=paragraphs, links=links, choices=choices, sources=sources, feedback=True)


def recap_of_a_booking() -> dict[str, Any]:
    paragraphs = [[{"text": "Un entretien au CCAS, mardi 24 novembre à 9 h 30."}],
                  [{"text": "Lieu : CCAS de Clermont-l'Hérault. Prénom : Inès."}],
                  [{"text": "Je confirme ce rendez-vous ?"}]]
    choices = [{"label": "Oui, je confirme", "token": "8.0"}, {"label": "Non, une autre heure", "token": "8.1"},
               {"label": "Abandonner", "token": "8.2"}]
    return an_answer("", paragraphs=paragraphs, choices=choices)


def answered(page: Page, wire: Wire, answer: dict[str, Any], text: str = "je n'ai pas d'adresse") -> None:
    wire.answers = [answer]
    open_widget(page)
    say(page, text)
    expect(page.locator(ENTRIES)).to_have_count(3)


def closed(page: Page, wire: Wire) -> None:
    """Nothing to do."""


def opened(page: Page, wire: Wire) -> None:
    open_widget(page)


def waiting(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.held = True
    say(page, "bonjour")
    expect(page.get_by_text("Le service écrit…")).to_be_in_viewport(ratio=1)


def informed(page: Page, wire: Wire) -> None:
    answered(page, wire, answer_about_a_fiche())


def thanked(page: Page, wire: Wire) -> None:
    answered(page, wire, answer_about_a_fiche())
    page.get_by_role("button", name="Non", exact=True).click()


def in_error(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.error = "Vous écrivez trop vite. Attendez une minute."
    say(page, "bonjour")
    expect(page.get_by_role("alert").filter(has_text="trop vite")).to_be_visible()


def offline(page: Page, wire: Wire) -> None:
    open_widget(page)
    page.context.set_offline(True)
    expect(page.get_by_text("Vous n'avez plus internet.")).to_be_visible()


def in_danger(page: Page, wire: Wire) -> None:
    answered(page, wire, urgent_answer(), "à l'aide")


def before_booking(page: Page, wire: Wire) -> None:
    answered(page, wire, recap_of_a_booking(), "non merci")


def about_to_erase(page: Page, wire: Wire) -> None:
    open_widget(page)
    page.get_by_role("button", name="Effacer", exact=True).click()


def in_large_print(page: Page, wire: Wire) -> None:
    answered(page, wire, answer_about_a_fiche())
    for _ in range(3):
        page.get_by_role("button", name="Texte plus grand").click()


STATES = [closed, opened, waiting, informed, thanked, in_error, offline, in_danger, before_booking, about_to_erase,
          in_large_print]
