"""A directory of the size and shape of the national one, wholly invented: places, services and the towns where people live.

Nobody and nothing real is in it: names are made of syllables, telephones are in the range kept for fiction (01 99 00), SIRET
begin with 000. What is true are the proportions: how many people live in each département (INSEE, thousands, 2021) and
where its places stand; the 60 hours most often written, with counts, and how the others are made; how long names and
descriptions are; which words they use. Source: public files of data·inclusion v0, médiation numérique and France services
(2022, Licence Ouverte). Those files say little of themes other than mobility and the digital world: the weights of kinds
of places and of themes are a guess. The same seed gives the same country.
"""
from __future__ import annotations

import random
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from math import cos, radians
from typing import Any

from bot.domain.normalisation import fold
from bot.domain.offer import Offer
from bot.domain.reference_lists import PUBLICS, THEMATIQUES, TYPES_DE_SERVICES
from bot.domain.structure import Structure

_TODAY = date(2026, 11, 21)
_KM_PER_DEGREE = 111.2
_TOWNS_EACH = 99          # towns of a département besides its main one
_TOWN_KM, _MAIN_TOWN_KM = 0.8, 3.2
_SAID_TWICE = 0.08        # records that describe a place which another producer described before
_TAIL = 0.10              # words of a description that are rare
_ABOUT = 0.15             # words of a description that belong to its theme

# Code; people (thousands); its main town and the share of places within 8 km of it; the middle of the others; their spread
# (standard deviation in km, north–south and east–west).
_DEPARTEMENTS = """
01 663 46.19 5.24 .13 46.14 5.26 22 27|02 527 49.56 3.63 .11 49.57 3.50 33 19|03 335 46.56 3.33 .20 46.29 3.13 17 32
04 166 44.09 6.23 .24 44.03 6.09 17 22|05 141 44.55 6.08 .26 44.62 6.23 20 32|06 1104 43.70 7.26 .38 43.76 7.09 19 15
07 331 44.74 4.60 .12 44.78 4.48 29 17|08 267 49.76 4.72 .38 49.72 4.78 21 19|09 155 42.96 1.61 .22 43.04 1.54 15 20
10 311 48.30 4.07 .26 48.31 4.19 20 20|11 377 43.21 2.32 .16 43.16 2.47 15 33|12 279 44.35 2.57 .42 44.32 2.67 24 25
13 2057 43.31 5.39 .46 43.62 5.05 20 25|14 701 49.17 -.37 .19 49.10 -.32 18 29|15 144 44.92 2.44 .33 45.07 2.74 19 24
16 351 45.64 .16 .25 45.71 .13 22 24|17 661 46.17 -1.14 .10 45.85 -.91 31 24|18 300 47.09 2.40 .19 47.11 2.44 29 23
19 240 45.16 1.54 .24 45.34 1.81 17 22|21 536 47.33 5.05 .43 47.38 4.86 26 27|22 606 48.50 -2.76 .28 48.46 -2.91 24 35
23 115 46.17 1.86 .15 46.09 1.89 18 23|24 413 45.19 .72 .17 45.08 .85 26 27|25 548 47.24 6.01 .22 47.26 6.45 23 24
26 520 44.93 4.91 .23 44.70 5.05 30 18|27 599 49.09 1.48 .15 49.14 1.03 18 25|28 431 48.44 1.49 .18 48.45 1.29 27 18
29 921 48.40 -4.49 .09 48.26 -4.07 31 27|2A 161 41.94 8.77 .35 41.81 9.04 27 20|2B 185 42.69 9.44 .41 42.47 9.22 20 22
30 756 43.83 4.35 .15 43.98 4.17 17 21|31 1434 43.60 1.43 .36 43.46 1.25 25 25|32 192 43.65 .58 .20 43.65 .48 20 26
33 1654 44.84 -.57 .42 44.84 -.45 25 25|34 1201 43.61 3.86 .35 43.50 3.53 18 28|35 1098 48.11 -1.68 .45 48.21 -1.66 30 24
36 217 46.81 1.69 .27 46.76 1.60 27 23|37 612 47.38 .68 .32 47.28 .66 21 22|38 1284 45.18 5.72 .39 45.32 5.44 26 27
39 259 46.39 5.86 .11 46.81 5.64 25 16|40 422 43.89 -.50 .18 43.86 -.93 26 27|41 328 47.60 1.34 .34 47.58 1.43 24 25
42 768 45.44 4.39 .29 45.71 4.21 28 19|43 228 45.04 3.91 .20 45.15 3.81 14 25|44 1458 47.22 -1.56 .25 47.30 -1.85 21 25
45 684 47.90 1.93 .30 47.95 2.34 19 31|46 175 44.45 1.44 .16 44.60 1.60 21 27|47 331 44.20 .64 .29 44.37 .47 16 19
48 77 44.53 3.50 .12 44.51 3.57 23 21|49 823 47.48 -.55 .33 47.35 -.61 21 29|50 495 49.64 -1.64 .11 48.97 -1.35 37 15
51 564 49.25 4.04 .27 48.92 4.28 23 32|52 170 48.11 5.14 .23 48.10 5.23 30 18|53 306 48.06 -.77 .20 48.22 -.60 25 20
54 732 48.68 6.18 .47 48.80 6.22 33 25|55 181 48.77 5.16 .21 49.12 5.37 31 16|56 768 47.76 -3.38 .23 47.80 -2.89 22 30
57 1050 49.12 6.18 .21 49.19 6.47 18 33|58 202 46.99 3.15 .38 47.13 3.37 24 22|59 2611 50.38 3.08 .10 50.44 3.26 32 35
60 830 49.41 2.80 .25 49.35 2.52 14 28|61 277 48.44 .09 .14 48.64 .06 17 37|62 1461 50.95 1.84 .14 50.51 2.48 23 33
63 663 45.78 3.10 .32 45.76 3.11 22 25|64 694 43.30 -.37 .33 43.36 -.95 15 41|65 230 43.23 .07 .49 43.10 .20 16 19
66 488 42.69 2.89 .48 42.60 2.62 13 29|67 1152 48.57 7.74 .37 48.73 7.63 27 17|68 768 47.76 7.33 .27 47.88 7.28 23 10
69 1894 45.75 4.85 .52 45.80 4.72 18 13|70 234 47.63 6.16 .16 47.66 6.14 20 24|71 549 46.78 4.86 .11 46.62 4.57 25 29
72 567 47.98 .20 .32 47.98 .22 22 22|73 442 45.57 5.93 .33 45.59 6.24 17 27|74 841 45.91 6.12 .24 46.13 6.36 19 19
75 2133 48.87 2.36 1.0 48.87 2.36 2 2|76 1255 49.44 1.09 .23 49.62 .77 20 32|77 1438 48.55 2.63 .19 48.67 2.92 25 17
78 1455 48.94 2.07 .37 48.87 1.87 13 11|79 375 46.99 -.21 .12 46.55 -.31 28 15|80 567 49.90 2.30 .32 49.92 2.36 18 34
81 392 43.93 2.15 .26 43.74 2.18 19 21|82 263 44.02 1.37 .24 44.06 1.18 12 19|83 1095 43.12 5.92 .31 43.43 6.25 20 22
84 565 43.94 4.83 .22 44.05 5.08 23 17|85 697 46.67 -1.43 .24 46.67 -1.30 19 35|86 439 46.59 .35 .25 46.57 .53 26 23
87 371 45.84 1.27 .37 45.83 1.20 21 19|88 360 48.18 6.44 .34 48.16 6.45 16 27|89 333 47.80 3.56 .17 47.86 3.51 30 25
90 140 47.64 6.85 .62 47.61 6.93 11 7|91 1316 48.65 2.39 .60 48.57 2.30 12 11|92 1635 48.92 2.28 .60 48.83 2.24 5 4
93 1669 48.90 2.42 .71 48.92 2.51 5 6|94 1415 48.79 2.42 .85 48.82 2.53 3 2|95 1263 49.04 2.07 .33 49.01 2.27 7 9
971 384 16.00 -61.72 .19 16.21 -61.52 16 14|972 361 14.63 -61.04 .32 14.67 -61.06 16 12
973 287 4.92 -52.31 .41 4.97 -52.53 35 34|974 871 -20.90 55.49 .23 -21.17 55.46 16 15
976 280 -12.77 45.23 .50 -12.84 45.13 8 3
"""

# Weight, name, network, the themes of its offers (second half of their names).
_KINDS = """
30 France services {town}|france-service|accompagnement-aux-demarches-administratives acceder-a-des-services-en-ligne
12 France services {proper}|france-service|accompagnement-aux-demarches-administratives acceder-a-des-services-en-ligne
22 Mairie de {town}|communes|accompagnement-aux-demarches-administratives
10 COMMUNE DE {town}|communes|acceder-a-des-services-en-ligne
22 CCAS de {town}|ccas-cias|accompagnement-pour-lacces-aux-droits alimentation aide-menagere
    accompagnement-aux-demarches-administratives
5 Centre communal d'action sociale {town}|ccas-cias|accompagnement-pour-lacces-aux-droits alimentation
22 Centre social {proper}|fcsf|soutien-a-la-parentalite-et-a-leducation lien-social activites-sportives-et-culturelles
    maitriser-le-francais
8 Centre socioculturel {proper} de {town}|fcsf|lien-social activites-sportives-et-culturelles garde-denfants
12 Médiathèque {proper}||maitriser-les-fondamentaux-du-numerique acceder-a-une-connexion-internet
6 Bibliothèque de {town}||acceder-a-une-connexion-internet
10 Mission locale {proper}|mission-locale|organiser-ses-demarches-de-recherche-demploi trouver-sa-formation
    confirmer-son-choix-de-metier
5 Mission locale, antenne de {town}|mission-locale|organiser-ses-demarches-de-recherche-demploi
9 Agence France Travail {town} {proper}|france-travail|repondre-a-des-offres-demploi
    organiser-ses-demarches-de-recherche-demploi
6 CAF, accueil de {town}|caf|accompagnement-pour-lacces-aux-droits soutien-a-la-parentalite-et-a-leducation
6 CPAM, accueil de {town}|cpam|acces-aux-soins
3 MDPH, {proper}|mdph|constituer-un-dossier-mdph-invalidite
9 Maison des solidarités de {town}|maisons-des-solidarites|accompagnement-pour-lacces-aux-droits
    se-maintenir-dans-le-logement
10 Secours populaire, comité de {town}|secours-populaire|alimentation habillement electromenager
9 Restos du Cœur de {town}|restos-du-coeur|alimentation habillement
8 Croix-Rouge, unité locale de {town}|croix-rouge|alimentation habillement acces-aux-soins
6 Secours catholique {proper}||alimentation habillement lien-social
5 Emmaüs {town}|emmaus|electromenager habillement
4 Ressourcerie {proper}|ressourceries|electromenager acquerir-un-equipement
5 Épicerie sociale {proper}||alimentation ameliorer-sa-gestion-budgetaire
14 Crèche {proper}||garde-denfants
7 Relais petite enfance de {town}||garde-denfants soutien-a-la-parentalite-et-a-leducation
6 Familles rurales de {town}||garde-denfants activites-sportives-et-culturelles aide-menagere
6 CSAPA {proper}|csapa|addictions
7 Centre médico-psychologique {proper}|cmp|sante-mentale
5 Centre de santé {proper}||acces-aux-soins sante-sexuelle
3 Planning familial de {town}||sante-sexuelle
5 CIDFF de {town}|cidff|surmonter-conflits-separation-violence accompagnement-pour-lacces-aux-droits
6 Point justice de {town}|points-justice|accompagnement-pour-lacces-aux-droits
    prendre-en-compte-une-problematique-judiciaire
5 UDAF, {proper}|unaf|situation-dendettement-surendettement mettre-en-place-une-mesure-de-protection-financiere
4 Point conseil budget {proper}|points-conseil-budget|situation-dendettement-surendettement
    ameliorer-sa-gestion-budgetaire
6 CHRS {proper}|chrs|rechercher-une-solution-dhebergement-temporaire
4 Accueil de jour {proper}||rechercher-une-solution-dhebergement-temporaire alimentation acces-aux-soins
4 Foyer de jeunes travailleurs {proper}|residences-fjt|louer-un-logement rechercher-une-solution-dhebergement-temporaire
5 ADIL, permanence de {town}||sinformer-sur-les-demarches-liees-a-lacces-au-logement reduire-les-impayes-de-loyer
5 Action Logement {town}|action-logement|louer-un-logement changer-de-logement
5 Auto-école associative {proper}|mobin|preparer-un-permis
5 Garage solidaire {proper}|mobin|entretenir-reparer-son-vehicule acceder-a-un-vehicule
5 Plateforme mobilité {proper}|mobin|etre-accompagne-dans-son-parcours-mobilite financer-ma-mobilite
    mobilite-douce-partagee-collective
8 Chantier d'insertion {proper}|aci|repondre-a-des-offres-demploi maintien-dans-lemploi
5 {proper} Intérim d'insertion|etti|repondre-a-des-offres-demploi
5 Cap emploi {town}|cap-emploi-reseau-cheops|maintien-dans-lemploi organiser-ses-demarches-de-recherche-demploi
8 {proper} Formation {town}||trouver-sa-formation maitriser-le-francais monter-son-dossier-de-formation
4 AFPA {town}|afpa|trouver-sa-formation
5 BGE {proper}|reseau-bge|definir-son-projet-de-creation-dentreprise structurer-son-projet-de-creation-dentreprise
5 Maison des jeunes et de la culture {proper}|mjc|activites-sportives-et-culturelles lien-social
4 Info jeunes {town}|reseau-information-jeunesse|trouver-sa-formation accompagnement-pour-lacces-aux-droits
4 PIMMS Médiation {town}|pimms-mediation|accompagnement-aux-demarches-administratives acceder-a-des-services-en-ligne
8 Espace numérique {proper}|espaces-publics-numeriques|maitriser-les-fondamentaux-du-numerique
    acceder-a-une-connexion-internet
6 Tiers-lieu {proper}|fabrique-de-territoire|maitriser-les-fondamentaux-du-numerique lien-social
6 La Poste de {town}|la-poste|acceder-a-des-services-en-ligne
26 Association {proper}||
12 Association {proper} {town}||
6 {proper} SOLIDARITE||
6 Les ateliers {proper}||
4 Communauté de communes {proper}||accompagnement-aux-demarches-administratives
"""

# Weight, second half of a theme's name, what its offers are called, words that its descriptions use.
_THEMES = """
9 alimentation|Aide alimentaire;Colis alimentaire;Distribution de repas;Épicerie solidaire|repas colis alimentaire
    nourriture produits
6 habillement|Vestiaire solidaire;Vêtements à petits prix|vêtements vestiaire dons prix
3 electromenager|Meubles et électroménager d'occasion|meubles électroménager occasion don
3 aide-menagere|Aide à domicile;Portage de repas|domicile ménage courses âgées
7 garde-denfants|Accueil du jeune enfant;Halte-garderie;Aide à la garde d'enfants|enfants garde crèche places
4 prise-en-charge-personne-dependante|Faire face à la prise en charge d'une personne dépendante|âgées dépendance perte
    maintien
6 soutien-a-la-parentalite-et-a-leducation|Lieu d'accueil enfants parents;Groupe de parole pour les parents|parents
    enfants parole éducation
3 soutien-aidants|Répit pour les aidants;Café des aidants|aidants répit proche maladie
4 surmonter-conflits-separation-violence|Écoute des victimes de violences;Médiation familiale|violences séparation
    écoute couple
7 maitriser-le-francais|Cours de français;Ateliers sociolinguistiques;Formation FLE|français langue lire écrire
1 maitriser-le-calcul|Remise à niveau en calcul|calcul niveau savoirs base
9 accompagnement-aux-demarches-administratives|Aide aux démarches;Écrivain public;Permanence administrative|dossier
    papiers courrier formulaires
3 accompagnement-pour-lacces-a-la-citoyennete|Aide au titre de séjour;Aide à la naturalisation|séjour étrangers
    préfecture naturalisation
8 accompagnement-pour-lacces-aux-droits|Permanence d'accès aux droits;Instruction du RSA;Domiciliation|droits rsa
    conseiller domiciliation
3 beneficier-dune-mesure-daccompagnement-adapte|Accompagnement social personnalisé|mesure suivi travailleur
1 connaitre-ses-droits-face-a-une-discrimination|Écoute contre les discriminations|discrimination droits défenseur
2 prendre-en-compte-une-problematique-judiciaire|Permanence d'avocats;Aide aux victimes|avocat justice victimes plainte
2 acquerir-une-autonomie-budgetaire|Autonomie budgétaire|budget autonomie épargne
3 ameliorer-sa-gestion-budgetaire|Atelier budget;Conseil budgétaire|budget dépenses comptes
1 mettre-en-place-une-mesure-de-protection-financiere|Tutelles et curatelles|tutelle curatelle majeurs
2 prevenir-une-degradation-de-la-situation-financiere|Microcrédit social;Aide financière ponctuelle|microcrédit secours
    financière
3 situation-dendettement-surendettement|Dossier de surendettement|dettes surendettement créanciers
1 acheter-un-logement|Aide départementale à l'accession à la propriété|accession achat prêt
1 changer-de-logement|Changer de logement social|mutation logement bailleur
5 louer-un-logement|Trouver un logement;Bail glissant;Logement jeunes|logement location bailleur garantie
5 rechercher-une-solution-dhebergement-temporaire|Hébergement d'urgence;Accueil de nuit;Intermédiation
    locative|hébergement nuit places urgence
3 reduire-les-impayes-de-loyer|Prévention des expulsions|loyer impayés expulsion dette
4 se-maintenir-dans-le-logement|Fonds de solidarité logement;Aide à l'amélioration de l'habitat|logement énergie travaux
    factures
3 sinformer-sur-les-demarches-liees-a-lacces-au-logement|Information logement|logement demande social information
6 acceder-a-un-vehicule|Location de voitures à tarif solidaire;Location de scooters;Acquérir un véhicule|véhicule
    location voiture scooter
5 entretenir-reparer-son-vehicule|Réparation;Garage solidaire|réparation garage véhicule mécanique
5 etre-accompagne-dans-son-parcours-mobilite|Conseil en mobilité;Atelier mobilité socle|mobilité freins déplacements
    diagnostic
4 financer-ma-mobilite|Aide à la mobilité;Pass transport|mobilité transport financement aide
5 mobilite-douce-partagee-collective|Location de vélos solidaires;Solidarité Transports;Transport à la demande|vélo
    transport covoiturage chauffeurs
5 preparer-un-permis|Code de la route;Atelier projet permis;Conduite supervisée|permis code conduite route
8 acceder-a-des-services-en-ligne|Accompagnement aux démarches en ligne|démarches ligne compte numérique
4 acceder-a-une-connexion-internet|Accès à internet;Wifi gratuit|internet wifi connexion ordinateurs
2 acquerir-un-equipement|Ordinateurs reconditionnés|ordinateur équipement reconditionné
8 maitriser-les-fondamentaux-du-numerique|Atelier numérique;Initiation à l'informatique|numérique ordinateur smartphone
    tablette
1 developper-son-reseau|Parrainage vers l'emploi|réseau parrainage parrain
5 organiser-ses-demarches-de-recherche-demploi|Accompagnement vers l'emploi;Accompagnement renforcé|recherche emploi
    conseiller projet
4 realiser-un-cv-et-ou-une-lettre-de-motivation|Atelier CV et lettre de motivation|cv lettre motivation
1 valoriser-ses-competences|Bilan de compétences;VAE|compétences expérience validation
4 activites-sportives-et-culturelles|Activités sportives;Sorties culturelles|sport culture sorties loisirs
1 benevolat-action-citoyenne|Bénévolat|bénévoles citoyenne engagement
2 bien-etre-confiance-en-soi|Estime de soi;Atelier bien-être|confiance soi bien estime
4 lien-social|Café associatif;Rompre l'isolement|rencontre isolement convivial
5 acces-aux-soins|Permanence d'accès aux soins;Bilan de santé|soins santé médecin consultation
3 addictions|Consultation d'addictologie;Réduction des risques|addictions alcool drogues tabac
2 constituer-un-dossier-mdph-invalidite|Aide au dossier MDPH|handicap mdph dossier
4 sante-mentale|Soutien psychologique;Point d'accueil et d'écoute jeunes|psychologue écoute souffrance
2 sante-sexuelle|Contraception et dépistage|contraception dépistage vih grossesse
2 monter-son-dossier-de-formation|Financer sa formation|formation financement dossier cpf
6 trouver-sa-formation|Formation qualifiante;Formation LEA;Remise à niveau|formation qualification diplôme
3 confirmer-son-choix-de-metier|Immersion en entreprise;Orientation professionnelle|métier immersion stage
2 connaitre-les-opportunites-demploi|Forum de l'emploi|secteurs recrutement entreprises
2 decouvrir-un-metier-ou-un-secteur-dactivite|Découverte des métiers|métiers découverte visites
1 identifier-ses-points-forts-et-ses-competences|Atelier forces et talents|compétences talents bilan
3 definir-son-projet-de-creation-dentreprise|Créer son entreprise;Information création|entreprise création idée
2 structurer-son-projet-de-creation-dentreprise|Plan d'affaires et financement|entreprise financement statuts
2 developper-son-entreprise|Développer et pérenniser l'activité de son entreprise|entreprise clients gestion
2 convaincre-un-recruteur-en-entretien|Simulation d'entretien|entretien recruteur simulation
1 faire-des-candidatures-spontanees|Candidatures spontanées|candidatures entreprises
3 maintien-dans-lemploi|Maintien dans l'emploi|maintien poste aménagement
5 repondre-a-des-offres-demploi|Offres d'emploi;Contrat d'insertion|offres emploi contrat embauche
"""

# The words of descriptions, and how often they were counted.
_WORDS = """
de 4955 et 2903 à 2128 la 2100 des 1927 les 1680 en 1523 le 1316 un 1235 pour 1064 du 852 une 822 emploi 746 est 713
dans 698 ou 675 sur 558 au 523 par 507 aux 496 personnes 473 accompagnement 471 formation 468 insertion 441 vous 424
avec 306 qui 303 aide 273 son 266 leur 258 professionnelle 245 sociale 229 accès 229 service 222 ans 219 accueil 207
propose 192 social 187 jeunes 186 projet 182 compétences 181 vers 172 association 167 il 163 situation 162 sont 159
ses 156 accompagner 154 sans 153 se 152 services 150 numérique 150 votre 147 lieu 147 ateliers 146 elle 144
professionnel 144 enfants 141 travail 141 mise 138 public 137 action 134 recherche 134 démarches 134 nous 134 logement 133
territoire 132 solidaire 130 permet 122 activité 121 être 120 vie 119 leurs 117 disposition 115 vos 115 plus 114
équipe 114 que 111 tous 110 personne 109 handicap 108 mission 107 bénéficiaires 105 publics 105 ce 102 centre 101
difficultés 99 dispositif 99 activités 97 soutien 96 aides 96 autonomie 96 atelier 96 commune 96 pas 95 afin 92
entretien 91 développement 90 tout 90 information 88 durable 88 objectif 88 entreprise 88 santé 86 femmes 86 mois 84
actions 83 cadre 83 faciliter 82 frais 82 domicile 80 faire 78 orientation 78 notre 78 professionnels 77 nos 77
plateforme 77 favoriser 74 besoins 73 sociaux 70 prévention 70 autonome 70 domaine 69 accompagne 69 permettre 69 locale 69
demande 68 demandeurs 68 moins 68 espace 68 familles 67 auprès 66 ont 66 aider 65 également 65 conseil 64 création 64
toutes 63 projets 63 place 62 durée 62 sa 62 département 61 freins 61 entre 60 dont 60 missions 60 grâce 60 commun 58
peut 58 toute 58 numériques 58 ainsi 57 communes 57 local 56 ayant 56 contre 55 école 55 personnalisé 55 contrat 55
habitants 55 développer 54 solutions 54 sous 53 français 52 offre 52 pôle 52 cette 51 ne 51 aussi 51 accueille 51
chaque 51 savoir 50 pluridisciplinaire 50 économique 50 accéder 49 ensemble 49 conseiller 49 acquérir 49 charge 48
sociales 48 lien 48 non 48 structure 47 lever 47 collectivités 47 informer 46 suit 46 loisirs 46 but 45 réseau 45
personnel 44 outils 44 accueillir 44 fonction 44 niveau 44 besoin 43 bénéficier 42 associations 42 maison 42 lutte 42
écoute 42 partenaires 42 départementale 41 différents 41 mais 41 gratuit 41 via 41 professionnelles 41 âgées 40
employeurs 40 depuis 40 collectif 39 société 39 autour 39 travaux 38 conseils 38 semaine 38 scolaire 38 temps 38
rencontrant 37 individuel 37 entretiens 37 organisation 37 découvrir 37 financière 36 ressources 36 difficulté 36
moyens 36 pays 36 famille 35 administratives 35 bilan 35 met 35 programme 35 prestations 34 trouver 34 secteur 34 tarif 34
apprendre 34 mettre 34 quotidienne 33 autres 33 conditions 32 structures 32 assure 32 référent 32 démarche 32 réaliser 32
établissement 32 connaissances 32 jeune 32 prise 31 domaines 31 proposer 31 plusieurs 30 ouvert 30 peuvent 30 relation 30
rendre 29 base 29 horaires 29 vacances 28 animation 28 sécurité 28 acteurs 28 différentes 27 suivi 27 quotidien 27
matière 27 appui 27 questions 26 intervention 26 notamment 26 destiné 26 collectifs 26 ville 26 libre 25 rendez 25
orienter 25 jours 25 global 25 après 25 répondre 25 soutenir 25 sein 25 informations 25 solidarité 24 jour 24
établissements 24 usagers 24 jeunesse 24 année 24 créer 23 utiliser 23 groupe 23 lieux 22 psychologue 22 construire 22
population 22 adultes 21 adapté 21 obtenir 21 inclusion 21 possible 21
"""

# The 60 hours most often written, and how often; they are three in ten of all.
_FREQUENT_HOURS = """
238 Mo-Fr 09:00-12:00,14:00-17:00|195 Mo-Fr 09:00-12:30,13:30-17:00|142 Mo-Fr 08:30-12:00,13:30-17:00
114 Mo-Fr 09:00-12:00,13:00-17:00|105 Mo-Fr 09:00-12:00,14:00-18:00|78 Mo-Fr 09:00-12:00,13:30-17:00|75 We 09:00-12:00
62 Tu 09:00-12:00|61 Mo-Fr 09:00-12:00,13:30-17:30|57 Fr 09:00-12:00|57 Mo-Fr 08:30-12:30,13:30-17:30
52 Mo-Fr 08:30-12:30,13:30-17:00|50 Th 09:00-12:00|45 Mo-Th 08:30-12:30,13:30-17:30; Fr 08:30-12:30,13:30-16:30
41 Mo 09:00-12:00|37 Mo-Fr 09:00-12:30,14:00-17:00|36 Mo-Fr 09:00-12:30,14:00-17:30|35 Tu 14:00-17:00|33 We 14:00-17:00
32 Th 14:00-17:00|30 Mo-Fr 09:00-13:00,14:00-17:00|30 Mo-Fr 08:30-12:15,13:15-17:00|27 Mo-Fr 08:30-12:00,13:30-17:30
25 Mo-Fr 09:00-12:30,13:30-16:30|25 Mo 14:00-17:00|23 We 10:00-12:00|23 Fr 14:00-17:00
23 Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00|22 Mo-Fr 09:00-12:30,13:30-17:30|20 Mo-Fr 09:00-12:00,14:00-17:30
20 Tu 14:00-16:30|20 Mo-Fr 08:30-12:00,13:30-16:30|19 Mo-Fr 08:00-12:00,13:00-17:00|18 Mo-Fr 08:00-12:15,13:15-16:30
18 Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00,13:30-16:00|18 Mo 14:00-16:00|18 Mo-Fr 08:00-12:00,13:00-16:00
18 Tu-Fr 09:00-12:00,14:00-17:00; Mo 14:00-17:00|18 Tu 10:00-12:00|17 Mo 09:00-12:00,14:00-17:00
18 Mo,We 09:00-12:00,13:45-17:30; Tu 09:00-12:00,15:30-17:30; Th 13:45-17:30; Fr 09:00-12:00
18 Mo-Fr 09:00-12:00, 14:00-17:00|16 Mo-Fr 09:00-12:30,14:00-18:00|16 Mo-Fr 08:30-12:00,14:00-17:00|16 Th 10:00-12:00
15 Mo-Fr 08:00-12:00,13:30-17:30|15 Mo-Fr 08:30-12:00, 13:30-17:00|14 Fr 10:00-12:00|14 Mo-Fr 08:00-12:00,14:00-17:00
13 Th 14:00-16:30|13 Mo-Fr 09:00-12:00|12 Mo-Fr 09:00-12:30,13:30-18:00|12 Mo-Fr 09:00-12:00,13:30-16:30
12 Mo-Fr 08:30-12:30,13:30-16:30|12 Mo-Fr 08:30-12:15, 13:15-17:00|11 Th 09:00-12:00,14:00-17:00
11 Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00,14:00-16:00|11 Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00
11 Mo-Fr 10:00-12:00,14:00-17:00|11 Mo-Fr 09:00-12:00,14:00-17:00; We off
"""
_FREQUENT_SHARE = 0.29
_MORNINGS = """
09:00-12:00 09:00-12:00 09:00-12:30 08:30-12:00 08:30-12:30 10:00-12:00 09:30-12:00 08:00-12:00 10:00-13:00
""".split()
_AFTERNOONS = """
14:00-17:00 14:00-17:00 13:30-17:00 13:30-17:30 14:00-18:00 13:30-16:30 14:00-16:00 14:00-19:00 15:00-18:30
""".split()
_LONG_DAYS = "09:00-17:00 09:00-18:00 10:00-18:00 08:00-22:00 10:00-19:00".split()
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa")
_UNUSUAL_HOURS = ("24/7", "Mo-Su 00:00-24:00", "Mo-Su 18:00-08:00", "Mo-Su 19:30-08:30", "Sa-Su 10:00-12:00",
                  "Su 10:00-13:00", "Mo-Su 11:30-14:00", "Mo-Su 12:00-13:30,19:00-20:30", "Mo-Fr 18:00-22:00")
_UNUSUAL_SHARE = 0.025
_SAME_HOURS = 0.4  # less usual hours that another place has too

_HOW_MANY_OFFERS = {0: 48, 1: 25, 2: 10, 3: 5, 4: 3, 5: 2, 6: 1.5, 7: 1, 8: 0.7, 9: 0.5, 10: 1.3}
_PRODUCERS = {"mediation-numerique": 24, "soliguide": 20, "france-travail": 14, "dora": 12, "monenfant": 9,
              "emplois-de-linclusion": 8, "ma-boussole-aidants": 4, "reseau-alpha": 3, "fredo": 3, "agefiph": 3}
_STARTS = """
ar bel bour cas char cou dor es fon gar her ju lan li mar mon mor nan or per pla pui ro sal sau ser tar tou
val ver vil ab bri cler dam fre gre hau lou mir noy pon que rou thi vau
""".split()
_MIDDLES = "a e i o ou an en on ar er ir al el il am em ic ac ad et".split()
_ENDS = """
ac ay cy court dun fort gnan gues gy lac lan las les let lieu mont nac nay ne net ny pont que ron sac sy tan
ton ville x
""".split()
_STREETS = ("rue", "avenue", "place", "boulevard", "chemin", "allée", "impasse")


@dataclass(frozen=True)
class Town:
    """An invented town.

    `people` are the inhabitants, in thousands, that it stands for; `km` how far from its centre they live.
    """

    nom: str
    insee: str
    code_postal: str
    latitude: float
    longitude: float
    people: float
    km: float

    @property
    def departement(self) -> str:
        """« 34 », « 2A », « 974 »."""
        return self.insee[:3] if self.insee.startswith("97") else self.insee[:2]


def structures(how_many: int, seed: int) -> Iterator[tuple[Structure, list[Offer]]]:
    """So many structures, one after another, with about five offers for four structures."""
    country = _Country(random.Random(seed))
    for number in range(how_many):
        yield country.structure(number)


def homes(how_many: int, seed: int) -> list[Town]:
    """Towns drawn like the population; the same country as `structures` with this seed."""
    chance = random.Random(seed)
    country = _Country(chance)
    return chance.choices(country.towns, cum_weights=country.people, k=how_many)


def around(town: Town, chance: random.Random) -> tuple[float, float]:
    """Latitude and longitude of somewhere that its people live."""
    return _away(chance, town.latitude, town.longitude, town.km, town.km)


class _Drawn:
    """Draws values by weight."""

    def __init__(self, weighted: Sequence[tuple[Any, float]]) -> None:
        self._values = [value for value, _ in weighted]
        self._weights = list(accumulate(weight for _, weight in weighted))

    def some(self, chance: random.Random, how_many: int) -> list[Any]:
        return chance.choices(self._values, cum_weights=self._weights, k=how_many)

    def one(self, chance: random.Random) -> Any:
        return self.some(chance, 1)[0]


@dataclass(frozen=True)
class _Theme:
    slug: str
    offers: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Kind:
    name: str
    network: str
    themes: tuple[_Theme, ...]


class _Country:
    """Towns, words and kinds of places, and the places said so far that may be said again."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.towns = [town for line in _lines(_DEPARTEMENTS) for cell in line.split("|") for town in _towns(chance, cell)]
        self.people = list(accumulate(town.people for town in self.towns))
        themes = {theme.slug.partition("--")[2]: (theme, weight) for theme, weight in _themes()}
        self._themes = _Drawn(list(themes.values()))
        self._kinds = _Drawn([_kind(line, {name: theme for name, (theme, _) in themes.items()}) for line in _lines(_KINDS)])
        self._words = _Drawn([(word, float(count)) for word, count in zip(*[iter(_WORDS.split())] * 2)])
        self._rare = _Drawn([(_syllables(chance, 3), 1 / (rank + 30)) for rank in range(12_000)])
        self._producers = _Drawn(list(_PRODUCERS.items()))
        self._how_many = _Drawn(list(_HOW_MANY_OFFERS.items()))
        self._hours = _Drawn([(hours, float(count)) for line in _lines(_FREQUENT_HOURS)
                              for count, hours in (cell.split(" ", 1) for cell in line.split("|"))])
        self._said: deque[Structure] = deque(maxlen=500)
        self._hours_said: deque[str] = deque(["Mo-Fr 09:00-12:00"], maxlen=500)

    def structure(self, number: int) -> tuple[Structure, list[Offer]]:
        """The next structure and its offers."""
        chance = self._chance
        producer = self._producers.one(chance)
        identifier = f"{producer}--{number:06}"
        kind = self._kinds.one(chance)
        if self._said and chance.random() < _SAID_TWICE:
            made = self._again(chance.choice(self._said), identifier, producer)
        else:
            made = self._new(kind, identifier, producer)
        self._said.append(made)
        offers = [self._offer(f"{identifier}-{i}", made, kind) for i in range(self._how_many.one(chance))]
        if not offers and kind.themes and chance.random() < 0.4:
            made = replace(made, thematiques=tuple(theme.slug for theme in kind.themes[:2]))
        return made, offers

    def _new(self, kind: _Kind, identifier: str, producer: str) -> Structure:
        chance = self._chance
        town: Town = chance.choices(self.towns, cum_weights=self.people)[0]
        latitude, longitude = around(town, chance)
        proper = " ".join(_syllables(chance, 2).capitalize() for _ in range(chance.choice((1, 1, 2))))
        nom = kind.name.format(town=town.nom, proper=proper)
        return Structure(
            identifier, nom, town.nom, self._seen(), producer, siret=f"000{chance.randrange(10**11):011}",
            description=self._described(kind.themes[0] if kind.themes else None, 30) if chance.random() < 0.45 else None,
            reseaux_porteurs=(kind.network,) if kind.network else (),
            adresse=f"{chance.randrange(1, 150)} {chance.choice(_STREETS)} {_syllables(chance, 2).capitalize()}",
            code_postal=town.code_postal, code_insee=town.insee, latitude=round(latitude, 6), longitude=round(longitude, 6),
            telephone=_telephone(chance) if chance.random() < 0.65 else None,
            courriel=f"contact@{_slug(nom)}.example" if chance.random() < 0.5 else None,
            site_web=f"https://{_slug(nom)}.example" if chance.random() < 0.5 else None,
            horaires_accueil=self._opening() if chance.random() < 0.7 else None,
            is_accessible=chance.choice((True, True, True, False, None, None, None, None)))

    def _again(self, said: Structure, identifier: str, producer: str) -> Structure:
        """The same place in the words of another producer."""
        latitude, longitude = _away(self._chance, said.latitude or 0.0, said.longitude or 0.0, 0.03, 0.03)
        return replace(said, id=identifier, source=producer, nom=self._chance.choice((said.nom.upper(), said.nom)),
                       date_maj=self._seen(), latitude=round(latitude, 6), longitude=round(longitude, 6),
                       siret=self._chance.choice((said.siret, None)))

    def _offer(self, identifier: str, structure: Structure, kind: _Kind) -> Offer:
        chance = self._chance
        own = kind.themes and chance.random() < 0.75
        theme: _Theme = chance.choice(kind.themes) if own else self._themes.one(chance)
        latitude, longitude = _away(chance, structure.latitude or 0.0, structure.longitude or 0.0, 3, 3)
        elsewhere = chance.random() < 0.05
        return Offer(
            identifier, structure.id, chance.choice(theme.offers), self._seen(), structure.source,
            self._described(theme, chance.choice((8, 20, 30, 40, 60, 110, 200))),
            type=chance.choice(list(TYPES_DE_SERVICES)), thematiques=self._slugs(theme), publics=_publics(chance),
            frais=chance.choice(("gratuit", "gratuit", "gratuit", "payant", None, None)),
            modes_accueil=("en-presentiel",), modes_mobilisation=("telephoner", "se-presenter"),
            zone_eligibilite=_zone(chance, structure), mobilisable_par=("usagers", "professionnels"),
            commune=structure.commune, code_insee=structure.code_insee, code_postal=structure.code_postal,
            latitude=round(latitude, 6) if elsewhere else None, longitude=round(longitude, 6) if elsewhere else None,
            telephone=structure.telephone, horaires_accueil=self._opening() if chance.random() < 0.15 else None)

    def _slugs(self, theme: _Theme) -> tuple[str, ...]:
        others = [self._themes.one(self._chance).slug for _ in range(self._chance.choice((0, 0, 0, 1, 2)))]
        return tuple(dict.fromkeys((theme.slug, *others)))

    def _seen(self) -> date:
        return _TODAY - timedelta(days=int(self._chance.triangular(0, 1500, 150)))

    def _described(self, theme: _Theme | None, length: int) -> str:
        chance = self._chance
        words = self._words.some(chance, max(4, int(chance.gauss(length, length / 4))))
        about = theme.words if theme else ()
        for i in range(len(words)):
            drawn = chance.random()
            if drawn < _TAIL:
                words[i] = self._rare.one(chance)
            elif about and drawn < _TAIL + _ABOUT:
                words[i] = chance.choice(about)
        return " ".join(words).capitalize() + "."

    def _opening(self) -> str:
        chance = self._chance
        drawn = chance.random()
        if drawn < _UNUSUAL_SHARE:
            return chance.choice(_UNUSUAL_HOURS)
        if drawn < _UNUSUAL_SHARE + _FREQUENT_SHARE:
            return str(self._hours.one(chance))
        hours = chance.choice(self._hours_said) if chance.random() < _SAME_HOURS else _composed_hours(chance)
        self._hours_said.append(hours)
        return hours


def _composed_hours(chance: random.Random) -> str:
    """Hours that few others have: one rule for most days, others for some; half the time a single day or two."""
    few = chance.sample(_DAYS, chance.choice((1, 1, 1, 2, 2, 3)))
    if chance.random() < 0.5:
        return "; ".join(f"{day} {_day_hours(chance)}" for day in sorted(few, key=_DAYS.index))
    usual = f'{chance.choice(("Mo-Fr", "Mo-Fr", "Mo-Fr", "Tu-Fr", "Tu-Sa", "Mo-Th", "Mo-Sa"))} {_day_hours(chance)}'
    others = [f"{day} {_day_hours(chance) if chance.random() < 0.93 else 'off'}" for day in sorted(few, key=_DAYS.index)]
    return "; ".join([usual, *others])


def _day_hours(chance: random.Random) -> str:
    morning, afternoon = chance.choice(_MORNINGS), chance.choice(_AFTERNOONS)
    return chance.choice((morning, afternoon, f"{morning},{afternoon}", f"{morning},{afternoon}", chance.choice(_LONG_DAYS)))


def _publics(chance: random.Random) -> tuple[str, ...]:
    if chance.random() < 0.5:
        return ("tous-publics",) if chance.random() < 0.7 else ()
    return tuple(sorted(chance.sample(list(PUBLICS), chance.choice((1, 1, 2, 3)))))


def _zone(chance: random.Random, structure: Structure) -> tuple[str, ...]:
    code = structure.code_insee or ""
    departement = code[:3] if code.startswith("97") else code[:2]
    return chance.choice(((), (), (), (), (), (departement,), (departement,), (code,), (f"2{chance.randrange(10**8):08}",),
                          ("france",)))


def _telephone(chance: random.Random) -> str:
    return f"01 99 00 {chance.randrange(100):02} {chance.randrange(100):02}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _syllables(chance: random.Random, most: int) -> str:
    middles = "".join(chance.choice(_MIDDLES) + chance.choice("lmnrstvd") for _ in range(chance.randrange(most)))
    return chance.choice(_STARTS) + middles + chance.choice(_MIDDLES) + chance.choice(_ENDS)


def _town_name(chance: random.Random) -> str:
    name, river = _syllables(chance, 2).capitalize(), _syllables(chance, 1).capitalize()
    return chance.choice((name, name, f"Saint-{name}", f"{name}-sur-{river}", f"{name}-les-Bois"))


def _away(chance: random.Random, latitude: float, longitude: float, north_km: float, east_km: float) -> tuple[float, float]:
    """A point at normally distributed distances."""
    wide = _KM_PER_DEGREE * cos(radians(latitude))
    return latitude + chance.gauss(0, north_km) / _KM_PER_DEGREE, longitude + chance.gauss(0, east_km) / wide


def _towns(chance: random.Random, cell: str) -> Iterator[Town]:
    """The towns of a département: the main one, then others of which each stands for fewer people than the one before."""
    code, *figures = cell.split()
    people, latitude, longitude, share, rest_latitude, rest_longitude, north_km, east_km = map(float, figures)
    postcode = "20" if code.startswith("2") and not code.isdigit() else code
    digits = 5 - len(code)
    yield Town(_town_name(chance), f"{code}{1:0{digits}}", f"{postcode}{0:0{5 - len(postcode)}}", latitude, longitude,
               people * share, _MAIN_TOWN_KM)
    weights = [1 / (rank + 3) for rank in range(_TOWNS_EACH - 1)]
    for rank, weight in enumerate(weights, start=2):
        at = _away(chance, rest_latitude, rest_longitude, north_km, east_km)
        yield Town(_town_name(chance), f"{code}{rank:0{digits}}", f"{postcode}{rank:0{5 - len(postcode)}}", *at,
                   people * (1 - share) * weight / sum(weights), _TOWN_KM)


def _themes() -> Iterator[tuple[_Theme, float]]:
    full = {slug.partition("--")[2]: slug for slug in THEMATIQUES}
    for line in _lines(_THEMES):
        head, offers, words = line.split("|")
        weight, name = head.split()
        yield _Theme(full[name], tuple(offers.split(";")), tuple(words.split())), float(weight)


def _kind(line: str, themes: dict[str, _Theme]) -> tuple[_Kind, float]:
    head, network, named = line.split("|")
    weight, name = head.split(" ", 1)
    return _Kind(name, network, tuple(themes[theme] for theme in named.split())), float(weight)


def _lines(table: str) -> list[str]:
    """The lines of a table; one that begins with spaces continues the one before."""
    return re.sub(r"\n +", " ", table.strip()).splitlines()
