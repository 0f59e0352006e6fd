"""A booking under way as JSON, and back."""
from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, Mapping

from bot.domain.appointment import Creneau
from bot.domain.booking_draft import BookingDraft, Purpose
from bot.domain.wish import Wish


def draft_to_json(draft: BookingDraft) -> str:
    shape = asdict(draft)
    shape["proposed"] = [_creneau_to_dict(c) for c in draft.proposed]
    shape["creneau"] = _creneau_to_dict(draft.creneau) if draft.creneau else None
    shape["wish"] = draft.wish.to_dict() if draft.wish else None
    shape["purpose"] = draft.purpose.value
    return json.dumps(shape)


def draft_from_json(text: str) -> BookingDraft:
    shape = json.loads(text)
    shape["proposed"] = tuple(_creneau_from_dict(c) for c in shape["proposed"])
    shape["creneau"] = _creneau_from_dict(shape["creneau"]) if shape["creneau"] else None
    shape["wish"] = Wish.from_dict(shape["wish"]) if shape["wish"] else None
    shape["purpose"] = Purpose(shape.get("purpose", Purpose.RDV))
    return BookingDraft(**shape)


def _creneau_to_dict(creneau: Creneau) -> dict[str, Any]:
    return {**asdict(creneau), "start": creneau.start.isoformat(), "end": creneau.end.isoformat()}


def _creneau_from_dict(shape: Mapping[str, Any]) -> Creneau:
    moments = {name: datetime.fromisoformat(shape[name]) for name in ("start", "end")}
    return Creneau(**{**shape, **moments})
