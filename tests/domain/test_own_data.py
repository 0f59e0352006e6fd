"""« mes données » and « effacer » are heard when they are all that is said."""
import pytest

from bot.domain.own_data import Right, hears_right, new_ticket


@pytest.mark.parametrize("text", [
    "mes données", "Mes donnees.", "MES DONNÉES", "mesdonnees", "/mesdonnees", "mes donnée", "mes données personnelles",
    "mes données perso svp", "donnée perso", "données personnelles", "mes infos", "mes informations", "RGPD", "rgpd svp",
    "rgpd mes infos svp", "Que savez-vous de moi ?", "que savez vous sur moi", "qu'est-ce que vous savez sur moi",
    "vous savez quoi de moi", "que gardez-vous sur moi", "Quelles informations gardez-vous sur moi ?",
    "quelles données avez-vous sur moi", "je veux voir mes données", "bonjour je voudrais une copie de mes données",
    "exporter mes données", "quelles sont mes données", "m\u200bes donn\u00e9es",
])
def test_who_wants_to_see_their_data_is_heard(text):
    assert hears_right(text) is Right.SEE


@pytest.mark.parametrize("text", [
    "effacer", "EFFACER", "Effacez.", "/effacer", "effacer mes données", "éfacer mes donnees", "Effacez toutes mes données.",
    "supprimer mes données personnelles", "supprimez mes messages", "suprimer mes infos", "efface tout",
    "je veux effacer mes données", "bonjour, effacez ma conversation svp", "supprimez notre conversation, s'il vous plaît",
    "supprimez tout ce que vous savez de moi", "Effacez tout ce que vous savez sur moi !", "oubliez-moi", "droit à l'oubli",
    "effacement de mes données", "effacer les données me concernant",
])
def test_who_wants_them_erased_is_heard(text):
    assert hears_right(text) is Right.ERASE


@pytest.mark.parametrize("text", [
    "", "?", "données", "moi", "informations", "j'ai perdu mes données", "mes données mobiles sont finies",
    "effacer mes dettes", "on m'a effacé mes droits", "supprimer mon rendez-vous", "effacer mon compte caf",
    "comment supprimer un fichier", "on me l'a supprimé du jour au lendemain", "que savez-vous du rsa", "vous avez quoi",
    "mes informations caf", "infos rsa", "le rgpd c'est quoi", "supprimez mon mari", "effacer une amende", "mes papiers",
])
def test_anything_else_is_a_message_to_answer(text):
    assert hears_right(text) is None


def test_a_very_long_message_is_read_in_an_instant():
    assert hears_right("je veux " * 20_000 + "x") is None
    assert hears_right("bonjour effacer tout " * 5_000) is None


def test_a_ticket_cannot_be_guessed():
    first, second = new_ticket(), new_ticket()

    assert first != second
    assert len(first) >= 32
