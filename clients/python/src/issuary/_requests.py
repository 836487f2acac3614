"""What callers give, as it goes onto the wire."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Dict, Mapping, Union

from .errors import RequestInvalid

Amount = Union[Decimal, int, str]
Date = Union[str, date]
"""A day, also as text ``yyyy-MM-dd``."""
DateOrTime = Union[str, date, datetime]
"""A day or a time in the platform's zone, also as text ``yyyy-MM-dd`` or ``yyyy-MM-dd HH:mm:ss``."""


@dataclass(frozen=True)
class Operation:
    """An operation of the API."""

    name: str
    path: str
    changes: bool
    takes_request_number: bool


def wire_content(fields: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns the fields that are set, with dates as text."""
    return {name: _wire_value(name, value) for name, value in fields.items() if value is not None}


def _wire_value(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise RequestInvalid(f"{name}: give a time in the platform's zone, without tzinfo")
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value
