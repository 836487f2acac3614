"""Errors: one class per condition, each with a stable ``code``.

Messages hold names, codes and request numbers, never content, card data or key material.
"""

import re
from typing import TYPE_CHECKING, Dict, Optional

if TYPE_CHECKING:
    from ._models import Order


class IssuaryError(Exception):
    """Base class of all errors of this package."""

    code = "ISSUARY_ERROR"


class KeyUnsupported(IssuaryError):
    """A key that cannot be read, or that the API does not allow."""

    code = "KEY_UNSUPPORTED"


class RequestInvalid(IssuaryError):
    """The request holds a value that cannot be sent. Nothing was sent."""

    code = "REQUEST_INVALID"


class CodecError(IssuaryError):
    """Something that was received is not what it should be."""

    code = "CODEC_ERROR"


class EnvelopeUnreadable(CodecError):
    """An envelope does not open. ``cause`` is one of the causes in the README of the test vectors."""

    code = "ENVELOPE_UNREADABLE"

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(message)
        self.cause = cause


class SignatureInvalid(CodecError):
    """A signature is missing where it is required, or is not valid. ``reason`` is one word."""

    code = "SIGNATURE_INVALID"

    def __init__(self, reason: str) -> None:
        super().__init__(f"signature {reason}")
        self.reason = reason


class JweUnreadable(CodecError):
    """A JWE does not open with this key. The error does not say what is wrong with it."""

    code = "JWE_UNREADABLE"

    def __init__(self) -> None:
        super().__init__("a JWE does not open with this key")


class CallFailed(IssuaryError):
    """A call did not return a result. Quote ``request_id`` when you ask the operator about it."""

    code = "CALL_FAILED"

    def __init__(
        self, operation: str, problem: str, user_req_no: Optional[str] = None, request_id: Optional[str] = None
    ) -> None:
        number = f" (user_req_no {user_req_no})" if user_req_no is not None else ""
        super().__init__(f"{operation}{number}: {problem}")
        self.operation = operation
        self.user_req_no = user_req_no
        self.request_id = request_id


class OperationRefused(CallFailed):
    """The platform refused the operation, and nothing was changed.

    ``error_code`` and ``error_msg`` are those of its response. ``fields`` has the problem of each invalid field by its
    name on the wire, and ``field`` is the first of them. A platform on this machine says in ``hint`` why it did not accept
    the sender.
    """

    code = "OPERATION_REFUSED"

    def __init__(
        self,
        operation: str,
        error_code: str,
        error_msg: str,
        user_req_no: Optional[str] = None,
        request_id: Optional[str] = None,
        hint: Optional[str] = None,
    ) -> None:
        problem = f"refused with {error_code} {error_msg}" + (f" ({hint})" if hint else "")
        super().__init__(operation, problem, user_req_no, request_id)
        self.hint = hint
        self.error_code = error_code
        self.error_msg = error_msg
        self.fields: Dict[str, str] = dict(_fields_in(error_msg))
        self.field = next(iter(self.fields), None)


def _fields_in(message: str) -> Dict[str, str]:
    """Returns the problems in ``startDate: is required; endDate: must be a date``."""
    parts = (re.fullmatch(r"(\w+): (.*)", part) for part in re.split(r"; (?=\w+: )", message))
    return {part.group(1): part.group(2) for part in parts if part}


class ResponseMissing(CallFailed):
    """The platform could not be reached or did not respond in time. ``__cause__`` says why."""

    code = "RESPONSE_MISSING"


class ResponseUnreadable(CallFailed):
    """The response is not from the platform, not for this merchant, or violates the contract.

    The outcome of an operation that changes something is unknown, as for ``OutcomeUnknown``.
    """

    code = "RESPONSE_UNREADABLE"


class OutcomeUnknown(CallFailed):
    """An operation that changes something may or may not have been carried out, and retrying did not help.

    Query the outcome by ``user_req_no``, or repeat the call with the same ``user_req_no`` and content, never with a new
    one.
    """

    code = "OUTCOME_UNKNOWN"


class OrderFailed(IssuaryError):
    """An order that ``orders.wait`` waited for has failed. ``order.status_desc`` says why."""

    code = "ORDER_FAILED"

    def __init__(self, order: "Order") -> None:
        super().__init__(f"order {order.order_id} failed: {order.status_desc}")
        self.order = order


class OrderPending(IssuaryError):
    """An order has no outcome yet after the time that ``orders.wait`` was given."""

    code = "ORDER_PENDING"


class NotificationUnreadable(IssuaryError):
    """The notification is not from the platform or not for this merchant. Do not respond SUCCESS."""

    code = "NOTIFICATION_UNREADABLE"


class NotificationTypeUnknown(IssuaryError):
    """A genuine notification of a type that is newer than this package."""

    code = "NOTIFICATION_TYPE_UNKNOWN"

    def __init__(self, type_: str) -> None:
        super().__init__("unknown notification type")
        self.type = type_
