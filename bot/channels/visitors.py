"""Where somebody calls from: what a proxy of ours says of it, and never what a visitor says."""
from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

Networks = tuple["IPv4Network | IPv6Network", ...]
PROXIES = web.AppKey("proxies", tuple)
# What nobody has said otherwise: our own machine.
_OUR_MACHINE = ip_network("127.0.0.0/8"), ip_network("::1/128")
_OF_ONE_HOME = 64  # bits: a provider gives each home that much, and its machines change the rest as they like


def networks(written: Collection[str]) -> Networks:
    """The networks that proxies call from. ValueError if one is none."""
    return tuple(ip_network(one) for one in sorted(written))


def client_address(request: web.Request) -> str:
    """The last address in X-Forwarded-For if it is a proxy of ours that calls, else who calls."""
    remote = request.remote or ""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if not forwarded or not _is_in(remote, request.config_dict.get(PROXIES, _OUR_MACHINE)):
        return remote
    return forwarded if _readable(forwarded) else remote


def origin(request: web.Request) -> str:
    """`client_address`, or the home that it belongs to where homes have many."""
    address = client_address(request)
    if not _readable(address):
        return address
    known = ip_address(address)
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or IPv6Network((int(known) >> _OF_ONE_HOME << _OF_ONE_HOME, _OF_ONE_HOME)))
    return address


def _is_in(address: str, those: Networks) -> bool:
    if not _readable(address):
        return False
    known = ip_address(address)
    plain = known.ipv4_mapped or known if isinstance(known, IPv6Address) else known
    return any(plain in one for one in those)


def _readable(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True

