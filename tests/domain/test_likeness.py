"""Which messages ask the same thing: measured on messages as people type them."""
from itertools import combinations

import pytest

from bot.domain.likeness import grouped, likeness, marks, most_typical

# Each line asks one thing, in several ways; what stands alone asks something that nobody else asks.
SAME = """
je peux faire garder mon chien | qui garde mon chien pendant l'hopital | \
faire garder son chien quand on est hospitalisé | garde de chien | g besoin de faire gardé mon chien | \
mon chien qui peut le garder si je vais à l'hôpital
j ai recu un courier bizare du notaire | courrier du notaire que je comprends pas | lettre du notaire | \
un notaire ma envoyer un courrier | le notaire m'a écrit je comprends rien à sa lettre | \
koi faire avec le courié du notaire
mon voisin fait du bruit la nuit | bruit voisins | les voisins font trop de bruit | \
mes voisins du dessus c'est l'enfer le bruit | tapage nocturne voisin | mon voisain fait tro de brui
renouveler mon passeport | refaire passeport | passeport périmé comment le renouveler | jveux refaire mon paseport | \
où faire renouveler un passeport | mon passeport est perimé
j'ai perdu mon permis de conduire | refaire mon permis de conduire perdu | perte permis conduire | \
g perdu mon permi | on m'a volé mon permis de conduire | duplicata du permis de conduire
changer l'adresse sur ma carte grise | carte grise changement d'adresse | faire la carte grise d'une voiture | \
carte grise | jdoi fair la carte griz | comment faire une carte grise en ligne
ma mère est morte que faire de ses comptes | compte bancaire de ma mère décédée | \
décès de mon père, fermer son compte en banque | fermer le compte en banque d'un mort
avoir un composteur | composteur gratuit | où récupérer un composteur | la mairie donne des composteurs ? | \
je veu un composteure
ramassage des encombrants | quand passent les encombrants | encombrants ramassage jour | \
jeter un vieux matelas encombrant | les enconbrant c quand
l'arbre du voisin dépasse chez moi | arbre du voisin qui déborde | branches de l'arbre du voisin | \
mon voisin veut pas couper son arbre
le wifi de la médiathèque | wifi gratuit mediatheque | code wifi médiathèque | ya du wifi a la mediateque ?
stériliser mon chat | aide pour stérilisation chat | sterilisation des chats errants | steriliser un chat c'est combien
louer la salle des fêtes | location salle des fetes mariage | salle des fêtes prix | réserver la salle des fêtes | \
jvoudrai loué la sale des fete
taxe foncière trop chère | exonération taxe foncière | ma taxe fonciere a augmenté | \
payer la taxe foncière en plusieurs fois | tax fonciere jpeu pas payé
payer une amende de stationnement | amende stationnement | contester une amende de parking | \
g pris une amande comen contesté | contester mon amende
la fibre ne marche pas | fibre en panne | ma fibre est coupée | panne de fibre orange | la fibre march plu
se marier à la mairie | dossier de mariage | quels papiers pour un mariage | mariage mairie papiers
des poux à l'école | mon fils a des poux | traitement contre les poux | poux ecole que faire
"""
ALONE = """
le truc pour les papiers la
bonjour je voudrais savoir pour la machine
asdfgh
ok mais pourquoi
c'est pas ça que je veux
horaires de la piscine
numéro du maire
vaccin pour voyager en Afrique
apprendre à nager adulte
trouver un stage de troisième
location de vélo
feu d'artifice
réparer un ordinateur
j'ai mal au dos
cimetière concession prix
objets trouvés
inscription école de musique
ruche abeilles
panneau solaire aide
traduire un acte de naissance
permis de construire piscine
permis de chasse
carte de pêche
carte de bus
garde de vaches
salle de sport
"""
TOPICS = [line.split(" | ") for line in (SAME + ALONE).strip().splitlines() if line]
MESSAGES = [(topic, text) for topic, texts in enumerate(TOPICS) for text in texts]


def groups(texts: list[str]) -> list[set[str]]:
    found: dict[int, set[str]] = {}
    for number, group in grouped(enumerate(texts, 1)).items():
        found.setdefault(group, set()).add(texts[number - 1])
    return list(found.values())


@pytest.mark.parametrize("step", [1, 37, 61, 83])  # in which order they come: every step-th, round and round
def test_what_is_brought_together_asks_the_same_thing(step):
    order = [MESSAGES[index * step % len(MESSAGES)] for index in range(len(MESSAGES))]
    group = grouped((number, text) for number, (_, text) in enumerate(order))
    pairs = [(order[a][0] == order[b][0], group[a] == group[b]) for a, b in combinations(range(len(order)), 2)]

    assert len({text for _, text in order}) == len(MESSAGES)
    assert sum(same for same, met in pairs if met) / sum(met for _, met in pairs) >= 0.9
    assert sum(met for same, met in pairs if same) / sum(same for same, _ in pairs) >= 0.6


@pytest.mark.parametrize(("one", "other"), [
    ("j'ai perdu mon permis", "g perdu mon permi"), ("le notaire m'a écrit", "un notaire ma ecrit svp bonjour"),
    ("Stériliser mon chat ?", "sterilisation chat"), ("mon numéro est le [TELEPHONE], la fibre", "la fibre"),
    ("jveux un composteur", "je veu un composteure")])
def test_spelling_and_politeness_hide_nothing(one, other):
    assert likeness(marks(one), marks(other)) >= 0.6


@pytest.mark.parametrize("texts", [
    "papiers du mariage | papiers de la voiture | papiers du chien | papiers du bateau | papiers perdus | \
papiers notaire",
    "??? | !!! le chien"])
def test_one_word_that_everybody_says_brings_nobody_together(texts):
    assert all(len(group) == 1 for group in groups(texts.split(" | ")))


def test_the_same_messages_always_make_the_same_groups():
    texts = [text for _, text in MESSAGES]
    assert groups(texts) == groups(list(texts))


def test_words_that_mean_nothing_alone_are_still_compared():
    assert grouped([(7, "c'est où ?"), (9, "c est ou"), (12, "merci madame")]) == {7: 7, 9: 7, 12: 12}


def test_the_title_is_the_wording_most_like_the_others():
    texts = ["bruit", "mes voisins font du bruit toute la nuit", "bruit des voisins", "voisin du dessous et son chien"]
    assert texts[most_typical(texts)] == "bruit des voisins"
