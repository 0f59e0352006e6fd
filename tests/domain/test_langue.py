"""Which language a message is written in, from the town's real file."""
import pytest


@pytest.mark.parametrize(("text", "code"), [
    ("Hello!", "en"), ("hello I need help with my papers please", "en"), ("where can I find food for my baby", "en"),
    ("do you speak english?", "en"), ("السلام عليكم", "ar"), ("أحتاج إلى مساعدة", "ar"), ("salam alikoum", "ar"),
    ("ana bghit khdma 3afak", "ar"), ("Hola, necesito ayuda con mi casa", "es"), ("buenos días", "es"),
    ("bom dia, preciso de ajuda para o meu filho", "pt"), ("Olá", "pt"), ("merhaba", "tr"),
    ("bana yardım lazım, ev yok", "tr"), ("adissiatz", "oc"), ("ont es lo CCAS, me cal un ostal", "oc"),
    ("допоможіть будь ласка", "en"),
])
def test_another_language_is_recognised(knowledge, text, code):
    assert knowledge.langues.of(text) == code


@pytest.mark.parametrize("text", [
    "bonjour", "hello je cherche un logement", "salam, c'est quoi les papiers pour le rsa", "ok merci", "stop", "non",
    "g besoin d1 adresse", "moi pas parler bien français, besoin maison", "je veux le CCAS", "no", "CAF", "a", "👍", "",
    "help jai perdu mon code", "mi temps et prime", "quel papier pour dossier de ma mère ?", "on est où pour la cantine",
    "per", "pas de trabalh pour moi", "un mail pour el hadj svp", "mes enfants sont a la rue",
])
def test_french_however_typed_is_french(knowledge, text):
    assert knowledge.langues.of(text) is None


def test_every_language_gives_the_numbers(services, knowledge):
    for code in knowledge.langues.langues:
        answer = services.answers.in_language(code)
        assert all(number in answer.text for number in ("112", "115", "114"))
        assert [choice.label for choice in answer.choices] == ["Parler à une personne"]
