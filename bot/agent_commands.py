"""The command of `python -m bot` that gives people their account at the desk."""
from __future__ import annotations

import argparse

from bot.bootstrap import build
from bot.domain.agent import Role
from bot.domain.errors import AccountRefused
from bot.services.accounts import INVITATION
from bot.settings import Settings


def agent(options: argparse.Namespace) -> int:
    """Give accounts at the desk: `agent add prenom.nom --nom "Prénom" --role accueil` prints a link that serves once."""
    settings = Settings.from_environment()
    accounts = build(settings).accounts
    try:
        if options.act == "list":
            for one in accounts.all():
                state = "fermé" if one.is_disabled else "lien pas encore utilisé" if one.is_pending else "ouvert"
                print(f"{one.login:<24} {one.role.nom:<15} {state:<24} {one.nom}")
            return 0
        if not options.login:
            raise AccountRefused("Donnez un identifiant, par exemple : python -m bot agent add prenom.nom")
        if options.act == "close":
            print(f"Le compte « {accounts.change(options.login, disabled=True).login} » est fermé.")
            return 0
        token = (accounts.add(options.login, options.nom or options.login, Role(options.role)) if options.act == "add"
                 else accounts.link(options.login))
    except AccountRefused as refused:
        print(refused)
        return 1
    print(f"Donnez ce lien à cette personne, et à elle seule ; il sert une fois :\n{settings.public_url}{INVITATION}{token}")
    return 0


ACTS = ("add", "link", "close", "list")
ROLES = tuple(role.value for role in Role)
