"""What to say about a subject: the fiche's own words, filled, dated, and true for the person's town."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Sequence

from bot.domain.answer import FICHES, Answer, Choice, Link, payload
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.french import capital, day_of, say_date
from bot.domain.knowledge import Knowledge
from bot.domain.own_data import NOTICE_LINK
from bot.domain.plain_language import sentences
from bot.domain.structure import Structure
from bot.domain.unanswered import kept_words
from bot.services.place_card import PlaceCards
from bot.services.ports import Clock, UnitOfWorkFactory

_FIRST_BUTTONS = (Rubrique.CONDITIONS, Rubrique.PIECES, Rubrique.DEMARCHE, Rubrique.CONTACT,
                  Rubrique.COUT, Rubrique.DELAIS, Rubrique.RECOURS, Rubrique.PRESENTATION)
_BUTTONS = 4
_SUGGESTED = 3
_WORDS_OF_ANSWER = 160  # signs of what was said instead that the team reads
_FIRST_MESSAGES = {"sms": "premier_message_sms", "telegram": "premier_message_telegram"}
_MAIN_SUBJECTS = ("domiciliation", "rsa", "points-conseil-budget", "hebergement-urgence", "ccas")
HUMAN = Choice("Parler à une personne", payload("parler_a_un_humain"))
FIRST_MOTIF = "premier-accueil"  # what one comes for when nobody knows yet what for
CALL_ME = Choice("Être rappelé", payload("demander_rappel", motif=FIRST_MOTIF))


class Answers:
    """Turns what was asked into an Answer. Reads knowledge; writes only the list of questions without an answer."""

    def __init__(self, knowledge: Knowledge, cards: PlaceCards, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._cards = cards
        self._clock = clock
        self._new_uow = new_uow

    def say(self, key: str, choices: tuple[Choice, ...] = (), **words: str) -> Answer:
        """A standing sentence of `messages.yml`, its {words} and facts filled in."""
        text = self._knowledge.fill(self._knowledge.messages[key], self._today)
        return Answer(text.format(**words), choices=choices)

    def fiche(self, slug: str, rubrique: str | None = None, commune: str | None = None, is_new: bool = False) -> Answer:
        """One rubrique of a fiche (its summary by default), for somebody of `commune` (named by the person, or None).

        A subject that `is_new` to the conversation is first introduced in one sentence: the person may not know its name.
        """
        fiche = self._knowledge.fiches.get(slug)
        if fiche is None:
            return self.no_fiche()
        wanted = next((r for r in Rubrique if r.value == rubrique), Rubrique.PRESENTATION)
        territories = self._knowledge.territoires.covering(commune or self._home)
        said = fiche.text(wanted, territories)
        paragraphs = [*self._where_it_holds(fiche, commune, territories),
                      *(_introduction(fiche, territories, said) if is_new and said else []),
                      said or self._absent(fiche, territories)]
        cards = self._cards_of(fiche, commune) if wanted is Rubrique.CONTACT and self._knowledge.is_ours(fiche) else []
        paragraphs += cards or self._notices_about(fiche, commune)
        if fiche.is_due(self._today):
            due = self._knowledge.messages["fiche_ancienne"]
            paragraphs.append(due.format(date=say_date(fiche.a_revoir_le)))
        text = self._knowledge.fill("\n\n".join(paragraphs), self._today)
        page = Link(f"Lire la fiche : {fiche.titre}", FICHES + fiche.slug)
        short = self._knowledge.fill(_address_early(said, cards), self._today) if said and cards else None
        return Answer(text, fiche.sources_for(territories), self._buttons(fiche, wanted), links=(page,), short=short)

    def follow_up(self, slug: str | None, rubrique: str | None, commune: str | None = None) -> Answer:
        """The answer to « et ça coûte combien ? » about the subject under discussion, if there is one."""
        if slug is None or slug not in self._knowledge.fiches:
            return self.say("suite_sans_sujet", self._main_subjects())
        return self.fiche(slug, rubrique, commune)

    def suggest(self, slugs: Sequence[str]) -> Answer:
        """« Voulez-vous parler de … »: the likeliest subjects, and a person."""
        known = self.about(slugs)[:_SUGGESTED]
        return self.say("proposer", (*known, HUMAN)) if known else self.not_understood()

    def not_understood(self) -> Answer:
        return self.say("pas_compris", (*self._main_subjects(), HUMAN))

    def out_of_scope(self) -> Answer:
        return self.say("hors_sujet", (*self._main_subjects(), HUMAN))

    def no_fiche(self) -> Answer:
        """A social subject that the town has not written about yet: a door instead of an answer."""
        return self.say("sujet_sans_fiche", (HUMAN, *self._main_subjects()))

    def define(self, word: str) -> Answer:
        """What a word of offices means; each meaning if there are several, with the subjects that say more."""
        meanings = self._knowledge.glossaire.meanings(word)
        if not meanings:
            return self.not_understood()
        said = [f"{meaning.terme}. {meaning.explication}" for meaning in meanings]
        if len(meanings) > 1:
            said.insert(0, self._knowledge.messages["plusieurs_sens"])
        more = tuple(dict.fromkeys(slug for meaning in meanings for slug in meaning.voir))
        return Answer(self._knowledge.fill("\n\n".join(said), self._today), choices=self.about(more))

    def in_language(self, code: str) -> Answer:
        """To somebody who writes in another language: two sentences in it, a person, the helplines."""
        langue = self._knowledge.langues.langues.get(code)
        if langue is None:
            return self.not_understood()
        return Answer(self._knowledge.fill(langue.reponse, self._today), choices=(HUMAN,))

    def about(self, slugs: Sequence[str]) -> tuple[Choice, ...]:
        """A choice for each of these fiches that is written."""
        return tuple(_about(self._knowledge.fiches[slug]) for slug in slugs if slug in self._knowledge.fiches)

    def note_unanswered(self, text: str, ranking: Sequence[tuple[str, float]], channel: str | None = None,
                        conversation: str | None = None, answered: str | None = None) -> None:
        """Put a question on the list that the team reads, with the first words of what was answered instead."""
        words = kept_words(text)
        if not words:
            return
        with self._new_uow() as uow:
            uow.unanswered.record(words, ranking, self._clock.now(), channel or None, conversation,
                                  answered[:_WORDS_OF_ANSWER] if answered else None)
            uow.commit()

    def places_of(self, slug: str) -> list[str]:
        """The places (their ids) that a fiche sends people to."""
        fiche = self._knowledge.fiches.get(slug)
        return [place for place in fiche.structures if place in self._knowledge.structures] if fiche else []

    def human(self) -> Answer:
        """Where a person can be met, and the appointment to do so."""
        answer = self.say("humain", (Choice("Prendre rendez-vous", payload("choisir_motif", motif=FIRST_MOTIF)), CALL_ME))
        desk = self._desk
        return replace(answer, text=f"{answer.text}\n\n{self._cards.card(desk, self._clock.now())}") if desk else answer

    def out_of_order(self) -> Answer:
        """While nothing can be kept: no promise, the helplines, the telephone of the desk. Asks no database."""
        said, desk = [self.say("panne")], self._desk
        if desk is not None and desk.telephone:
            said.append(self.say("panne_telephone", telephone=desk.telephone))
        return Answer("\n\n".join(one.text for one in said))

    def welcome(self) -> Answer:
        answer = self.say("bienvenue", self._main_subjects())
        text = "\n\n".join([answer.text, *self._cards.other_notices((), self._today)])
        return replace(answer, text=text, links=(NOTICE_LINK,))

    def introduction(self, channel: str) -> Answer:
        """To who writes for the first time: a program answers, a person can be met, and what is held of them.

        Source: European regulation 2024/1689 on artificial intelligence, art. 50; GDPR, art. 13.
        """
        key = _FIRST_MESSAGES.get(channel)
        return replace(self.say(key), links=(NOTICE_LINK,)) if key else self.say("premier_message")

    @property
    def _desk(self) -> Structure | None:
        """Where people come first."""
        first = self._knowledge.motifs.get(FIRST_MOTIF)
        return self._knowledge.structures.get(first.lieu or "") if first else None

    @property
    def _today(self) -> date:
        return day_of(self._clock.now())

    @property
    def _home(self) -> str:
        return self._knowledge.territoires.home.slug

    def _where_it_holds(self, fiche: Fiche, commune: str | None, territories: Sequence[str]) -> list[str]:
        if commune is None:
            return []
        if commune == self._home:
            return [self._knowledge.messages["ici"]]
        if fiche.covers(territories):
            return []
        named = self._knowledge.territoires.communes[commune].nom
        return [self._knowledge.messages["autre_commune"].format(commune=named)]

    def _absent(self, fiche: Fiche, territories: Sequence[str]) -> str:
        summary = fiche.text(Rubrique.PRESENTATION, territories) or ""
        return self._knowledge.messages["rubrique_absente"] + f"\n\n{summary}"

    def _cards_of(self, fiche: Fiche, commune: str | None) -> list[str]:
        if commune not in (None, self._home):
            return []
        return [self._cards.card(place, self._clock.now()) for place in self._knowledge.places_of(fiche)]

    def _notices_about(self, fiche: Fiche, commune: str | None) -> list[str]:
        """What is true these days of the places that a fiche sends to."""
        if commune not in (None, self._home) or not self._knowledge.is_ours(fiche):
            return []
        places = self._knowledge.places_of(fiche)
        return self._cards.other_notices(places, self._today) if places else []

    def _buttons(self, fiche: Fiche, shown: Rubrique) -> tuple[Choice, ...]:
        rubriques = [r for r in _FIRST_BUTTONS if r in fiche.rubriques and r is not shown][:_BUTTONS]
        choices = [Choice(r.bouton, payload("ouvrir_fiche", fiche=fiche.slug, rubrique=r.value)) for r in rubriques]
        if fiche.motif:
            choices.append(Choice("Prendre rendez-vous", payload("choisir_motif", motif=fiche.motif)))
        if fiche.atelier:
            choices.append(Choice("M'inscrire", payload("choisir_motif", motif=fiche.atelier)))
        return tuple(choices)

    def _main_subjects(self) -> tuple[Choice, ...]:
        return self.about(_MAIN_SUBJECTS)


def _about(fiche: Fiche) -> Choice:
    subject = fiche.sujets[0] if fiche.sujets else fiche.titre
    return Choice(capital(subject), payload("ouvrir_fiche", fiche=fiche.slug))


def _address_early(said: str, cards: Sequence[str]) -> str:
    """Where a text may be cut, who asks where to go reads the first sentence, or the first list, then the address."""
    first, _, others = said.partition("\n\n")
    if "\n- " not in first:
        first, *more = sentences(first)
        others = "\n".join(filter(None, [" ".join(more), others]))
    return "\n".join(filter(None, [first, *cards, others]))


def _introduction(fiche: Fiche, territories: Sequence[str], said: str) -> list[str]:
    """The first sentence of the summary, unless what is said holds it already."""
    first = sentences(fiche.text(Rubrique.PRESENTATION, territories) or "")[:1]
    return [sentence for sentence in first if sentence not in said]
