"""What version 0 of data·inclusion said, in the words of version 1. A value that is nowhere here has no equivalent.

Sources: gip-inclusion/data-inclusion (MIT), pipeline/dbt/models/intermediate: for structures, dora's mappings to version 1;
for services, the mappings of « 004_finals ». We differ in three places. Someone who leaves prison is in a particular legal
situation. Health formalities online are no access to care. To make things with the digital is not to start a business.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.reference_lists import FRAIS, MODES_ACCUEIL, PUBLICS, RESEAUX_PORTEURS, THEMATIQUES, TYPES_DE_SERVICES

Meanings = Mapping[str, tuple[str, ...]]


def _inverted(old_by_new: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for new, olds in old_by_new.items():
        for old in olds:
            found[old] = (*found.get(old, ()), new)
    return found


def _unchanged(values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {value: (value,) for value in values}


_TYPOLOGIES = {
    "aci": ("ACI", "ACIPHC"), "afpa": ("AFPA",), "ase": ("ASE",), "caarud": ("CAARUD",), "cada": ("CADA",),
    "caf": ("CAF", "EVS"), "cap-emploi-reseau-cheops": ("CAP_EMPLOI",), "cava": ("CAVA",),
    "ccas-cias": ("CC", "CCAS", "CIAS"),
    "chambres-consulaires": ("CCONS",), "chrs": ("CHRS",), "chu": ("CHU",), "cidff": ("CIDFF",), "cmp": ("CMP",),
    "cms": ("CMS",), "communes": ("EPCI", "MQ", "MUNI"), "cpam": ("CPAM",), "cph": ("CPH",), "creches-avip": ("AVIP",),
    "csapa": ("CSAPA",), "departements": ("CD", "CDAS", "DEPT", "UDAF"), "ecoles-de-la-deuxieme-chance": ("E2C",),
    "ei": ("EI",), "eiti": ("EITI",), "epide": ("EPIDE",), "espaces-publics-numeriques": ("ENM", "EPI", "EPN"),
    "etti": ("ETTI",), "fcsf": ("CS", "CSC"), "federation-des-acteurs-de-la-solidarite": ("FAIS",),
    "france-service": ("RFS",),
    "france-travail": ("FT", "PE"), "geiq": ("GEIQ",), "huda": ("HUDA",), "la-poste": ("LA_POSTE",),
    "maison-departementale-de-lautonomie": ("MDA",), "maisons-de-l-emploi": ("MDE", "MDEF"),
    "maisons-des-solidarites": ("MDS",),
    "mdph": ("MDPH",), "mission-locale": ("ML",), "mjc": ("MJC",), "msap": ("MSAP",), "mutualite-sociale-agricole": ("MSA",),
    "pimms-mediation": ("PIMMS",), "pjj": ("PJJ",), "plie": ("PLIE",), "regions": ("DEETS", "PREF", "REG"),
    "reseau-information-jeunesse": ("PIJ_BIJ",), "residences-fjt": ("RS_FJT",), "spip": ("SPIP",), "unea": ("EA", "EATT"),
}
_LABELS = {
    "ccas-cias": ("unccas",), "chambres-consulaires": ("cci",), "conseillers-numeriques": ("conseiller-numerique",),
    "federation-professionnelle-femmes": ("fede-pro-fem",), "maisons-de-l-emploi": ("maisons-de-lemploi",),
    "points-conseil-budget": ("point-conseil-budget",), "points-justice": ("point-justice",), "reseau-bge": ("bge",),
    "tous-tes-possibles": ("tous-tes-possible",),
}
_PUBLICS = {
    "actifs": ("alternants", "salaries"), "beneficiaires-des-minimas-sociaux": ("beneficiaires-rsa",),
    "demandeurs-emploi": ("demandeurs-demploi",), "etudiants": ("alternants",), "familles": ("familles-enfants",),
    "jeunes": ("jeunes-16-26",), "personnes-en-situation-durgence": ("sans-domicile-fixe", "victimes"),
    "personnes-en-situation-de-handicap": ("deficience-visuelle", "handicaps-mentaux", "handicaps-psychiques",
                                           "personnes-handicapees", "surdite"),
    "personnes-en-situation-juridique-specifique": ("sortants-de-detention",),
    "personnes-exilees": ("personnes-de-nationalite-etrangere", "public-langues-etrangeres"),
    "seniors": ("retraites", "seniors-65"),
}
_THEMES = {
    "choisir-un-metier--confirmer-son-choix-de-metier": (
        "accompagnement-social-et-professionnel-personnalise--definition-du-projet-professionnel",
    ),
    "choisir-un-metier--identifier-ses-points-forts-et-ses-competences": (
        "remobilisation--identifier-ses-competences-et-aptitudes",
    ),
    "creer-une-entreprise--definir-son-projet-de-creation-dentreprise": (
        "creation-activite--definir-son-projet-de-creation-dentreprise",
    ),
    "creer-une-entreprise--developper-son-entreprise": (
        "creation-activite--developper-son-entreprise", "creation-activite--reseautage-pour-createurs-dentreprise",
        "numerique--creer-et-developper-mon-entreprise",
    ),
    "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise": (
        "creation-activite--financer-son-projet", "creation-activite--structurer-son-projet-de-creation-dentreprise",
    ),
    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives": (
        "acces-aux-droits-et-citoyennete--accompagnement-dans-les-demarches-administratives",
        "numerique--devenir-autonome-dans-les-demarches-administratives",
    ),
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete": (
        "acces-aux-droits-et-citoyennete--demandeurs-dasile-et-naturalisation",
    ),
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits": (
        "acces-aux-droits-et-citoyennete--connaitre-ses-droits", "handicap--connaissance-des-droits-des-travailleurs",
        "handicap--gerer-le-depart-a-la-retraite-des-personnes-en-situation-de-handicap",
    ),
    "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire": (
        "acces-aux-droits-et-citoyennete--accompagnement-juridique",
    ),
    "difficultes-financieres--acquerir-une-autonomie-budgetaire": (
        "gestion-financiere--acces-au-micro-credit",
        "gestion-financiere--accompagnement-aux-personnes-en-difficultes-financieres",
        "gestion-financiere--beneficier-daides-financieres",
        "gestion-financiere--creation-et-utilisation-dun-compte-bancaire",
    ),
    "difficultes-financieres--ameliorer-sa-gestion-budgetaire": ("gestion-financiere--apprendre-a-gerer-son-budget",),
    "difficultes-financieres--situation-dendettement-surendettement": (
        "gestion-financiere--prevention-et-gestion-du-surendettement",
    ),
    "equipement-et-alimentation--aide-menagere": ("handicap--aide-a-la-personne",),
    "equipement-et-alimentation--alimentation": ("gestion-financiere--obtenir-une-aide-alimentaire",),
    "famille--soutien-a-la-parentalite-et-a-leducation": (
        "accompagnement-social-et-professionnel-personnalise--decrochage-scolaire",
        "famille--accompagnement-femme-enceinte-bebe-jeune-enfant", "famille--information-et-accompagnement-des-parents",
        "famille--soutien-a-la-parentalite", "illettrisme--accompagner-scolarite",
        "numerique--soutenir-la-parentalite-et-l-education-avec-le-numerique",
        "sante--accompagnement-de-la-femme-enceinte-du-bebe-et-du-jeune-enfant",
    ),
    "famille--soutien-aidants": ("famille--soutien-aux-familles",),
    "famille--surmonter-conflits-separation-violence": ("famille--violences-intrafamiliales",),
    "lecture-ecriture-calcul--maitriser-le-calcul": (
        "illettrisme--etre-autonome", "illettrisme--info-acquisition-connaissances",
        "illettrisme--reperer-situation-illettrisme", "illettrisme--surmonter-trouble-apprentissage",
    ),
    "lecture-ecriture-calcul--maitriser-le-francais": (
        "apprendre-francais", "apprendre-francais--accompagnement-insertion-pro",
        "apprendre-francais--communiquer-vie-tous-les-jours", "apprendre-francais--suivre-formation",
        "illettrisme--ameliorer-vocabulaire", "illettrisme--etre-autonome", "illettrisme--info-acquisition-connaissances",
        "illettrisme--reperer-situation-illettrisme", "illettrisme--surmonter-trouble-apprentissage",
    ),
    "logement-hebergement--acheter-un-logement": (
        "logement-hebergement--aides-financieres-investissement-locatif",
        "logement-hebergement--etre-accompagne-dans-son-projet-accession",
    ),
    "logement-hebergement--changer-de-logement": (
        "logement-hebergement--demenagement", "logement-hebergement--probleme-avec-son-logement",
        "logement-hebergement--mal-loges-sans-logis",
    ),
    "logement-hebergement--rechercher-une-solution-dhebergement-temporaire": ("logement-hebergement--mal-loges-sans-logis",),
    "logement-hebergement--reduire-les-impayes-de-loyer": (
        "logement-hebergement--etre-accompagne-en cas-de-difficultes-financieres", "logement-hebergement--gerer-son-budget",
    ),
    "logement-hebergement--se-maintenir-dans-le-logement": ("handicap--adapter-son-logement",),
    "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement": (
        "logement-hebergement--besoin-dadapter-mon-logement",
        "logement-hebergement--connaissance-de-ses-droits-et-interlocuteurs",
        "logement-hebergement--etre-accompagne-pour-se-loger", "logement-hebergement--financer-son-projet-travaux",
    ),
    "mobilite--acceder-a-un-vehicule": (
        "mobilite--acheter-un-vehicule-motorise", "mobilite--acheter-un-velo", "mobilite--louer-un-vehicule",
    ),
    "mobilite--etre-accompagne-dans-son-parcours-mobilite": ("handicap--mobilite-des-personnes-en-situation-de-handicap",),
    "mobilite--financer-ma-mobilite": (
        "mobilite--aides-a-la-reprise-demploi-ou-a-la-formation", "mobilite--financer-mon-projet-mobilite",
    ),
    "mobilite--mobilite-douce-partagee-collective": (
        "mobilite--comprendre-et-utiliser-les-transports-en-commun", "mobilite--utiliser-des-services-de-mobilite-partagee",
    ),
    "mobilite--preparer-un-permis": (
        "illettrisme--permis-conduire", "mobilite--apprendre-a-utiliser-un-deux-roues",
        "mobilite--preparer-son-permis-de-conduire-se-reentrainer-a-la-conduite", "mobilite--preparer-un-permis-de-conduire",
    ),
    "numerique--acceder-a-des-services-en-ligne": (
        "numerique--accompagner-les-demarches-de-sante",
        "numerique--realiser-des-demarches-administratives-avec-un-accompagnement",
    ),
    "numerique--acquerir-un-equipement": (
        "equipement-et-alimentation--acces-a-du-materiel-informatique",
        "equipement-et-alimentation--acces-a-un-telephone-et-un-abonnement", "numerique--acceder-a-du-materiel",
        "numerique--s-equiper-en-materiel-informatique",
    ),
    "numerique--maitriser-les-fondamentaux-du-numerique": (
        "illettrisme--utiliser-numerique", "numerique--approfondir-ma-culture-numerique",
        "numerique--prendre-en-main-un-ordinateur", "numerique--prendre-en-main-un-smartphone-ou-une-tablette",
        "numerique--promouvoir-la-citoyennete-numerique", "numerique--utiliser-le-numerique-au-quotidien",
        "se-former--utiliser-le-numerique",
    ),
    "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi": (
        "numerique--favoriser-mon-insertion-professionnelle",
    ),
    "preparer-sa-candidature--valoriser-ses-competences": ("illettrisme--valider-certification-clea",),
    "remobilisation--activites-sportives-et-culturelles": (
        "remobilisation--decouvrir-son-potentiel-via-le-sport-et-la-culture",
    ),
    "remobilisation--benevolat-action-citoyenne": (
        "acces-aux-droits-et-citoyennete--faciliter-laction-citoyenne",
        "remobilisation--participer-a-des-actions-solidaires-ou-de-benevolat",
    ),
    "remobilisation--bien-etre-confiance-en-soi": (
        "remobilisation--bien-etre", "remobilisation--discrimination",
        "remobilisation--restaurer-sa-confiance-son-image-de-soi",
    ),
    "remobilisation--lien-social": ("famille--jeunes-sans-soutien-familial", "remobilisation--pression-sociale",),
    "sante--acces-aux-soins": (
        "sante--diagnostic-et-accompagnement-a-lemployabilite", "sante--obtenir-la-prise-en-charge-de-frais-medicaux",
        "sante--prevention-et-acces-aux-soins", "sante--se-soigner-et-prevenir-la-maladie",
    ),
    "sante--addictions": ("sante--faire-face-a-une-situation-daddiction",),
    "sante--constituer-un-dossier-mdph-invalidite": ("handicap--faire-reconnaitre-un-handicap",),
    "sante--sante-mentale": ("sante--accompagner-les-traumatismes", "sante--bien-etre-psychologique",),
    "sante--sante-sexuelle": ("sante--vie-relationnelle-et-affective",),
    "se-former--trouver-sa-formation": ("illettrisme--trouver-emploi-formation",),
    "trouver-un-emploi--maintien-dans-lemploi": (
        "handicap--adaptation-au-poste-de-travail", "handicap--favoriser-le-retour-et-le-maintien-dans-lemploi",
    ),
    "trouver-un-emploi--repondre-a-des-offres-demploi": ("logement-hebergement--reprendre-un-emploi-ou-une-formation",),
}
_FAMILIES = {  # a theme of version 0 without a second part means all that the family holds in version 1
    "acces-aux-droits-et-citoyennete": "difficultes-administratives-ou-juridiques",
    "creation-activite": "creer-une-entreprise",
    "gestion-financiere": "difficultes-financieres", "illettrisme": "lecture-ecriture-calcul",
    **{theme.partition("--")[0]: theme.partition("--")[0] for theme in THEMATIQUES},
}

RESEAUX_PORTEURS_BY_TYPOLOGIE: Meanings = _inverted(_TYPOLOGIES)
RESEAUX_PORTEURS_BY_LABEL: Meanings = {**_unchanged(RESEAUX_PORTEURS), **_inverted(_LABELS)}
PUBLICS_BY_PROFIL: Meanings = {**_unchanged(PUBLICS), **_inverted(_PUBLICS)}
THEMATIQUES_BY_THEMATIQUE: Meanings = {
    **{old: tuple(theme for theme in THEMATIQUES if theme.startswith(f"{new}--")) for old, new in _FAMILIES.items()},
    **_unchanged(THEMATIQUES), **_inverted(_THEMES),
}
FRAIS_BY_FRAIS: Meanings = {**_unchanged(FRAIS), **_inverted({
    "gratuit": ("gratuit-sous-conditions", "pass-numerique"), "payant": ("adhesion",)})}
MODES_ACCUEIL_BY_MODE: Meanings = _unchanged(MODES_ACCUEIL)
TYPES_BY_TYPE: Meanings = {**_unchanged(TYPES_DE_SERVICES), **_inverted({
    "aide-materielle": ("autonomie",), "atelier": ("numerique",), "information": ("accueil",)})}
MODES_MOBILISATION_BY_ORIENTATION: Meanings = _inverted({
    "envoyer-un-courriel": ("envoyer-un-mail", "envoyer-un-mail-avec-une-fiche-de-prescription", "prendre-rdv"),
    "se-presenter": ("se-presenter",), "telephoner": ("telephoner",),
    "utiliser-lien-mobilisation": ("completer-le-formulaire-dadhesion", "prendre-rdv")})
DEPARTEMENTS_BY_REGION: Meanings = {region: tuple(codes.split()) for region, codes in {
    "01": "971", "02": "972", "03": "973", "04": "974", "06": "976", "11": "75 77 78 91 92 93 94 95",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90", "28": "14 27 50 61 76", "32": "02 59 60 62 80", "44": "08 10 51 52 54 55 57 67 68 88",
    "52": "44 49 53 72 85", "53": "22 29 35 56", "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82", "84": "01 03 07 15 26 38 42 43 63 69 73 74", "93": "04 05 06 13 83 84",
    "94": "2A 2B"}.items()}
