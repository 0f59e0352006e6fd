"""What the types of offices of the « annuaire de l'administration » are in the standard, and how people call them.

Keys are the types (« pivot ») of 2017 and of today. A type that is not here has neither network, nor theme, nor usual name.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class OfficeType(NamedTuple):
    """Values of data·inclusion's lists, and the needs that such an office answers, in plain words."""

    reseaux_porteurs: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    besoins: tuple[str, ...] = ()


_RIGHTS = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"
_FORMALITIES = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
_JUSTICE = "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire"
_ONLINE = "numerique--acceder-a-des-services-en-ligne"
_CARE = "sante--acces-aux-soins"
_JOB = "trouver-un-emploi--repondre-a-des-offres-demploi"
_JOB_SEARCH = "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi"
_KEEP_A_JOB = "trouver-un-emploi--maintien-dans-lemploi"
_TRAINING = "se-former--trouver-sa-formation"
_CAREER = "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite"
_PARENTS = "famille--soutien-a-la-parentalite-et-a-leducation"
_DEPENDENT = "famille--prise-en-charge-personne-dependante"
_CARERS = "famille--soutien-aidants"
_VIOLENCE = "famille--surmonter-conflits-separation-violence"
_HOUSING = "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement"
_DEBT = "difficultes-financieres--situation-dendettement-surendettement"
_BUSINESS = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise"
_DISABILITY = "sante--constituer-un-dossier-mdph-invalidite"

_TOWN_HALL = OfficeType(("communes",), (), (
    "la mairie, l'hôtel de ville, la commune", "état civil, acte de naissance, acte de décès",
    "s'inscrire sur les listes électorales"))
_POLICE = "porter plainte"
_JOB_CENTRE = OfficeType(("france-travail",), (_JOB, _JOB_SEARCH),
                         ("france travail, pôle emploi", "chercher un emploi, s'inscrire au chômage"))
_LEGAL_ADVICE = OfficeType(("points-justice",), (_RIGHTS, _JUSTICE), (
    "point justice, point d'accès au droit, maison de justice", "conseil juridique, permanence d'avocat, avocat gratuit"))
_COURT = OfficeType(besoins=("le tribunal, la justice",))
_TAXES = OfficeType(besoins=("les impôts, le centre des impôts, les finances publiques",))
_CHAMBER = OfficeType(("chambres-consulaires",), (_BUSINESS,), ("créer une entreprise",))
_OLD_AGE = OfficeType((), (_DEPENDENT,), ("aide aux personnes âgées, perte d'autonomie, le clic",))
_PREFECTURE = OfficeType(("regions",), (), ("la préfecture, la sous-préfecture", "titre de séjour"))
_PUBLIC_SERVICES = OfficeType(("msap",), (_FORMALITIES, _ONLINE), ("maison de services au public",))
_WORK_LAW = OfficeType(("regions",), (), ("l'inspection du travail, droit du travail",))

OFFICE_TYPES: Mapping[str, OfficeType] = {
    "accompagnement_personnes_agees": OfficeType((), (_CARERS,), ("répit pour les aidants",)),
    "adil": OfficeType((), (_HOUSING,), ("information sur le logement, droits du locataire",)),
    "afpa": OfficeType(("afpa",), (_TRAINING,)),
    "agefiph": OfficeType(("agefiph",), (_KEEP_A_JOB,), ("emploi et handicap",)),
    "anah": OfficeType(besoins=("aide aux travaux du logement",)),
    "apec": OfficeType((), (_JOB,), ("emploi des cadres",)),
    "apecita": OfficeType((), (_JOB,), ("emploi dans l'agriculture",)),
    "banque_de_france": OfficeType((), (_DEBT,), ("la banque de france, surendettement, droit au compte",)),
    "bav": OfficeType((), (_JUSTICE,), ("aide aux victimes",)),
    "caf": OfficeType(("caf",), (_RIGHTS,), (
        "la caf, les allocations familiales", "rsa, prime d'activité, aide au logement, apl")),
    "cap_emploi": OfficeType(("cap-emploi-reseau-cheops",), (_JOB, _KEEP_A_JOB), ("emploi et handicap",)),
    "carsat": OfficeType((), (_RIGHTS,), ("la retraite, la caisse de retraite",)),
    "ccas": OfficeType(("ccas-cias",), (_RIGHTS, _FORMALITIES), ("le ccas, l'action sociale de la mairie",)),
    "cci": _CHAMBER,
    "centre_impots_fonciers": OfficeType(besoins=("le cadastre, les impôts fonciers",)),
    "centre_penitentiaire": OfficeType(besoins=("la prison, le parloir",)),
    "cg": OfficeType(("departements",), (), ("le conseil départemental, le département",)),
    "chambre_agriculture": OfficeType(("chambres-consulaires",), (), ("la chambre d'agriculture",)),
    "chambre_metier": _CHAMBER,
    "cicas": OfficeType(besoins=("la retraite complémentaire",)),
    "cidf": OfficeType(("cidff",), (_RIGHTS, _VIOLENCE), ("droits des femmes, violences conjugales",)),
    "cij": OfficeType(("reseau-information-jeunesse",), (), ("information jeunesse, point information jeunesse, le pij",)),
    "cio": OfficeType((), (_CAREER,), ("orientation scolaire",)),
    "civi": OfficeType((), (_JUSTICE,), ("indemnisation des victimes",)),
    "clic": _OLD_AGE,
    "commissariat_police": OfficeType(besoins=("la police, le commissariat", _POLICE)),
    "commission_conciliation": OfficeType(besoins=("conflit avec mon propriétaire, dépôt de garantie",)),
    "conciliateur_fiscal": OfficeType(besoins=("conflit avec les impôts",)),
    "cour_appel": _COURT,
    "cpam": OfficeType(("cpam",), (_CARE, _RIGHTS), ("la sécu, la sécurité sociale, l'assurance maladie",
                                                     "carte vitale, complémentaire santé solidaire")),
    "cr": OfficeType(("regions",), (), ("le conseil régional, la région",)),
    "crib": OfficeType(besoins=("conseil aux associations",)),
    "crous": OfficeType(besoins=("le crous, bourse étudiante, logement étudiant",)),
    "ddets": _WORK_LAW,
    "direccte_ut": _WORK_LAW,
    "dreets_ut": _WORK_LAW,
    "epci": OfficeType(("communes",), (), ("la communauté de communes, l'intercommunalité, l'agglomération",)),
    "france_travail": _JOB_CENTRE,
    "gendarmerie": OfficeType(besoins=("la gendarmerie, les gendarmes", _POLICE)),
    "greta": OfficeType((), (_TRAINING,), ("formation pour adultes",)),
    "hypotheque": OfficeType(besoins=("la publicité foncière",)),
    "inspection_academique": OfficeType(besoins=("l'éducation nationale, l'académie",)),
    "maia": OfficeType(besoins=("conseil aux associations",)),
    "mairie": _TOWN_HALL,
    "mairie_com": _TOWN_HALL,
    "mairie_mobile": _TOWN_HALL,
    "maison_handicapees": OfficeType(("mdph",), (_DISABILITY,), ("la mdph, dossier de handicap, aah",)),
    "mission_locale": OfficeType(("mission-locale",), (_JOB_SEARCH, _CAREER, _TRAINING),
                                 ("la mission locale", "emploi des jeunes, formation des jeunes")),
    "mjd": _LEGAL_ADVICE,
    "msa": OfficeType(("mutualite-sociale-agricole",), (_CARE, _RIGHTS), ("la msa, la sécurité sociale agricole",)),
    "msap": _PUBLIC_SERVICES,
    "ofii": OfficeType(besoins=("l'ofii, intégration, regroupement familial",)),
    "onac": OfficeType(besoins=("anciens combattants",)),
    "permanence_juridique": _LEGAL_ADVICE,
    "pif": OfficeType((), (_PARENTS,), ("point info famille",)),
    "pmi": OfficeType(("departements",), (_PARENTS,), ("la pmi, la protection maternelle et infantile",
                                                       "suivi de grossesse, consultation de nourrissons")),
    "point_justice": _LEGAL_ADVICE,
    "pole_emploi": _JOB_CENTRE,
    "prefecture": _PREFECTURE,
    "prefecture_greffe_associations": OfficeType(besoins=("déclarer une association",)),
    "prudhommes": OfficeType(besoins=("les prud'hommes, conflit avec mon employeur, litige du travail",)),
    "rectorat": OfficeType(besoins=("le rectorat, l'académie",)),
    "sie": OfficeType(besoins=("les impôts des entreprises",)),
    "sip": _TAXES,
    "sous_pref": _PREFECTURE,
    "spip": OfficeType(("spip",), (_JUSTICE,), ("sortie de prison, probation",)),
    "suio": OfficeType((), (_CAREER,), ("orientation à l'université",)),
    "ta": _COURT,
    "te": OfficeType(besoins=("le tribunal pour enfants, le juge des enfants",)),
    "tgi": _COURT,
    "ti": _COURT,
    "tj": _COURT,
    "tprx": _COURT,
    "tresorerie": OfficeType(besoins=("la trésorerie, le trésor public",)),
    "tribunal_commerce": _COURT,
    "urssaf": OfficeType(besoins=("l'urssaf, cotisations sociales",)),
}
