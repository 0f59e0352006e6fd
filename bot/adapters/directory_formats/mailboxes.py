"""The mailboxes that belong to a place, and not to somebody who works there."""
from __future__ import annotations

import re
from typing import Optional

from bot.adapters.directory_formats.published import Published
from bot.domain.data_inclusion import is_mailbox
from bot.domain.normalisation import fold

_BETWEEN = re.compile(r"[\s;|,]+")
_SHARED = frozenset("""
    accueil adil administration afpa agence aide antenne apf asso association bibliotheque bienvenue bij bonjour
    bureau bus caf cap carsat cc ccas cci cd centre cg cias cidff cij cio clic cma commercial communaute commune
    communication conciliateur conseil conseiller conseillers contact cpam cpe crij csc cyberbase ddt departement
    departemental departementale developpement dgs direction dsi emploi en epn espace etat evs famille familles fj fjt
    formation foyer france franceservices fs general greffe greta habitat hello info information informations infos
    insertion itinerant itinerante jeunes jeunesse judiciaire justice la le les lieu ligne local locale mairie maison
    mda mde mdph mds mediateur mediatheque mediation mfr mission missionlocale mjc ml mobile mobilite mobilites mpt
    msa msap multimedia municipal municipale num numerique numeriques office ofii pad paej pij pimms planning plie pmi
    point pole police population poste prefecture proximite public publics publique quartier rdv reception recrutement
    relais relation relations rh sante scolarite secours secretaire secretariat senior service services sg sie siege
    sip social sociale sociaux solidaire solidarite solidarites spip support tiers tierslieu travail tresorerie
    tribunal udaf urbanisme usagers vie ville webmaster
""".split())


def courriel(raw: Published, name: str, *about: Optional[str]) -> Optional[str]:
    """The first mailbox of the place in this field; one that may be a person's own (prenom.nom@…) is not kept.

    A mailbox is nobody's own when each of its words is an office or a service, or stands in one of the texts `about` the
    place, such as its name and its town.
    """
    written = [piece for piece in _BETWEEN.split(raw.text(name) or "") if piece]
    if not written:
        return None
    mailboxes = [piece.lower() for piece in written if is_mailbox(piece)]
    known = _SHARED.union(*(re.findall("[a-z]{3,}", fold(text)) for text in about if text))
    shared = next((mailbox for mailbox in mailboxes if known.issuperset(_words_of(mailbox))), None)
    if shared is None:
        raw.leave("courriel", "c'est peut-être celui d'une personne" if mailboxes else "ce n'est pas un courriel")
    return shared


def _words_of(mailbox: str) -> list[str]:
    return re.findall("[a-z]+", mailbox.partition("@")[0])
