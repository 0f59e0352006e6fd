"""One line for each request: which page, which status, how long. Never its address, which may hold a secret."""
from __future__ import annotations

import logging

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

ACCESS = logging.getLogger("bot.access")
# Asked every few seconds by machines.
_NOT_SAID = ("/sante", "/pret", "/metrics")


class AccessLines(AbstractAccessLogger):
    @property
    def enabled(self) -> bool:
        return self.logger.isEnabledFor(logging.INFO)

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        page = _page(request)
        if page not in _NOT_SAID:
            self.logger.info("%s %s %d %d ms", _method(request), page, response.status, round(time * 1000))


def _page(request: web.BaseRequest) -> str:
    """As the program names it: `/sms/ovhcloud/{secret}`."""
    resource = request.match_info.route.resource if isinstance(request, web.Request) else None
    return resource.canonical if resource is not None else "-"


def _method(request: web.BaseRequest) -> str:
    return request.method if request.method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS") else "-"
