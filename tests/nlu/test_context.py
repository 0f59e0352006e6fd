"""The same words mean something else after something else."""
import pytest

from bot.nlu.context import in_context

SURE_FICHE = {"intent": "fiche", "fiche": "rsa", "decision": "answer"}
UNSURE = {"intent": "fiche", "fiche": "rsa", "decision": "unsure"}
BOOKING = {"intent": "prendre_rdv", "decision": "answer"}


@pytest.mark.parametrize(("text", "understood", "entities", "awaiting", "subject", "intent"), [
    ("où sont les impôts", UNSURE, {}, None, None, "trouver_structure"),
    ("qui peut m'aider à remplir ma déclaration ?", UNSURE, {}, None, None, "trouver_structure"),
    ("une assistante sociale, je suis au 34800", UNSURE, {}, None, None, "trouver_structure"),
    ("quelle auto-école, du côté de Fontès ?", UNSURE, {"commune": "fontes"}, None, None, "trouver_structure"),
    ("j'ai plus d'adresse pour mon courrier", UNSURE, {}, None, None, None),
    ("où aller ce soir ?", {**UNSURE, "ranking": [["rsa", 0.3], ["hebergement-urgence", 0.25]]}, {}, None, None, None),
    ("où sont les impôts", SURE_FICHE, {}, None, None, None),
    ("rdv au ccas", SURE_FICHE, {}, None, None, "prendre_rdv"),
    ("Bonjour, je voudrais un rendez-vous à la mairie svp", UNSURE, {}, None, None, "prendre_rdv"),
    ("1 rdv pr ma domiciliation", SURE_FICHE, {}, None, None, "prendre_rdv"),
    ("quels papiers pour le rdv au ccas ?", SURE_FICHE, {}, None, None, None),
    ("j'ai rendez-vous au ccas", SURE_FICHE, {}, None, None, None),
    ("rdv ccas c'est où", SURE_FICHE, {}, None, None, None),
    ("slt g besoin d1 adresse", {**UNSURE, "ranking": [["domiciliation", 0.6], ["trouver_structure", 0.1]]},
     {"rubrique": "contact"}, None, None, None),
    ("c'est quoi l'adresse du ccas", {**UNSURE, "ranking": [["ccas", 0.6], ["trouver_structure", 0.1]]},
     {"rubrique": "contact"}, None, None, "trouver_structure"),
    ("plutôt jeudi matin", BOOKING, {"moment": {}}, "creneau", None, "preciser_moment"),
    ("plutôt jeudi matin", UNSURE, {"moment": {}}, "prenom", None, "preciser_moment"),
    ("jeudi matin", UNSURE, {"moment": {}}, None, None, None),
    ("le rsa est versé quel jour ? le 5 ?", SURE_FICHE, {"moment": {}}, "creneau", None, None),
    ("pour la domiciliation", SURE_FICHE, {}, "motif", None, "prendre_rdv"),
    ("et à Paulhan ?", UNSURE, {"commune": "paulhan"}, None, "paej", "suite"),
    ("et s'il vient finir son année chez moi ?", UNSURE, {}, None, "paej", "suite"),
    ("et s'il vient habiter ici ?", {"intent": "suite", "decision": "unsure"}, {"commune": "paulhan"}, None, "paej",
     "suite"),
    ("à Paulhan", UNSURE, {"commune": "paulhan"}, None, "paej", "suite"),
    ("et à Paulhan ?", UNSURE, {"commune": "paulhan"}, None, None, None),
    ("et à Paulhan ?", {"intent": "trouver_structure", "decision": "answer"}, {"commune": "paulhan"}, None, "paej", "suite"),
    ("une pharmacie à Paulhan", {"intent": "trouver_structure", "decision": "answer"}, {"commune": "paulhan"}, None, "paej",
     None),
    ("et à Clermont-Ferrand, pour mon neveu ?", {"intent": "trouver_structure", "decision": "answer"},
     {"commune": "clermont-ferrand"}, None, "paej", "suite"),
    ("non, à Clermont-Ferrand", {"intent": "non", "decision": "answer"}, {"commune": "clermont-ferrand"}, None,
     "cantine", "suite"),
    ("et a clermont ferrand ou vit son pere ?", {"intent": "trouver_structure", "decision": "answer"},
     {"commune": "clermont-ferrand"}, None, "paej", "suite"),
    ("et une crèche à Paulhan ?", {"intent": "trouver_structure", "decision": "answer"}, {"commune": "paulhan"}, None,
     "paej", None),
    ("celle de Gignac", {"intent": "trouver_structure", "decision": "answer"}, {"commune": "gignac"}, None, "la mairie",
     "suite"),
    ("et à Paulhan, le RSA ?", SURE_FICHE, {"commune": "paulhan"}, None, "paej", None),
    ("on me l'a coupé du jour au lendemain", {"intent": "deplacer_rdv", "decision": "answer", "confidence": 0.4},
     {"rubrique": "recours"}, None, "rsa", "suite"),
    ("c'est pour quand, mon rdv ?", {"intent": "voir_mes_rdv", "decision": "answer", "confidence": 0.4}, {}, None, "rsa",
     None),
    ("ah non, en fait c'est pour mes dettes", SURE_FICHE, {}, "creneau", "domiciliation", "prendre_rdv"),
    ("ah non, en fait c'est pour mes dettes", {"intent": "non", "decision": "answer"}, {}, "creneau", "domiciliation",
     "prendre_rdv"),
    ("non, pas ce jour", {"intent": "non", "decision": "answer"}, {}, "creneau", "domiciliation", None),
    ("et le rsa, ça paie ?", SURE_FICHE, {}, "creneau", "domiciliation", None),
    ("et à 17 ans ?", SURE_FICHE, {}, None, "pass-culture", "suite"),
    ("et mon fils de 17 ans ?", SURE_FICHE, {}, None, "pass-culture", None),
    ("un psy gratuit pour ado à Lodève", {**SURE_FICHE, "ranking": [["paej", 0.8], ["trouver_structure", 0.1]]},
     {"commune": "lodeve", "rubrique": "contact"}, None, None, "trouver_structure"),
    ("à Lodève, à qui demander le RSA ?", {**SURE_FICHE, "ranking": [["rsa", 0.99]]},
     {"commune": "lodeve", "rubrique": "contact"}, None, None, None),
    ("je préfère ne pas le donner", {"intent": "annuler_rdv", "decision": "answer", "confidence": 0.6}, {}, "telephone",
     None, "non"),
    ("le rdv jpeu le garder ?", {"intent": "annuler_rdv", "decision": "answer", "confidence": 0.7}, {}, "prenom", None,
     "continuer_rdv"),
    ("laissez tomber", {"intent": "annuler_rdv", "decision": "answer", "confidence": 0.95}, {}, "prenom", None, None),
    ("et la cantine de ma fille, c'est quel prix ?", {"intent": "fiche", "decision": "suggest", "confidence": 0.6},
     {"rubrique": "cout"}, None, "microcredit", None),
    ("où est Bouissonnade ?", {"intent": "suite", "decision": "answer"}, {"structure": "x", "commune": "clermont-ferrand"},
     None, "partages-connect", "trouver_structure"),
    ("c'est payant ?", {"intent": "aide_mode_d_emploi", "decision": "answer"}, {"rubrique": "cout"}, None, "paej", "suite"),
    ("et le rsa, c'est combien ?", SURE_FICHE, {"rubrique": "cout"}, None, "paej", None),
    ('/choisir_creneau{"rang": 1}', {}, {}, "creneau", "paej", None),
])
def test_what_the_conversation_changes(text, understood, entities, awaiting, subject, intent):
    assert in_context(text, understood, entities, awaiting, subject) == intent


@pytest.mark.parametrize(("text", "intent"), [
    ("c'est ouvert samedi ?", "trouver_structure"), ("ça ferme à quelle heure", "trouver_structure"),
    ("et quand ça rouvre ?", "trouver_structure"), ("le numéro ne marche pas", "signaler_erreur"),
    ("c'est une mauvaise adresse", "signaler_erreur"), ("ça n'existe plus", "signaler_erreur"),
    ("la piscine ouvre quand", None), ("merci", None),
])
def test_after_places_were_shown_their_hours_and_their_faults_are_meant(text, intent):
    assert in_context(text, UNSURE, {}, None, None, shown=True) == intent
    assert in_context(text, UNSURE, {}, "creneau", None, shown=True) != "signaler_erreur"
