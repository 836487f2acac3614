"""One call: sealed and signed once, then attempted until there is a definite answer."""

import json
import random
import re
import ssl
import time
import uuid
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Type, TypeVar, Union

from ._codec import (
    KeySource,
    PrivateKey,
    PublicKey,
    from_json,
    load_private_key,
    load_public_key,
    open_sealed,
    optional_text,
    seal,
)
from ._jwe import open_card_data, seal_card_data
from ._model import ContractViolated, Model
from ._requests import Operation, wire_content
from ._signatures import Message, sign, verify
from ._transport import HttpResponse, Transport, TransportError
from ._version import VERSION
from .errors import (
    CallFailed,
    CodecError,
    EnvelopeUnreadable,
    KeyUnsupported,
    OperationRefused,
    OutcomeUnknown,
    ResponseMissing,
    ResponseUnreadable,
)

Row = TypeVar("Row", bound=Model)

_OUTCOME_UNKNOWN_CODES = ("140001", "999999")
_RETRYABLE_CODES = ("100005", "130001")
_UNSIGNED_FAILURE_CODES = ("100001", "100002", "100005", "130001", "999999")
"""Codes of failures that the platform may send before it knows the sender, and cannot sign."""


@dataclass(frozen=True)
class Options:
    """Everything that a client is made with. The keyword arguments of ``Issuary`` describe it."""

    base_url: str
    user_no: str
    platform_key: Union[KeySource, Sequence[KeySource]]
    private_key: Optional[KeySource] = None
    request_cipher: str = "merchant-private"
    card_data: str = "clear"
    unsigned: bool = False
    require_signature: bool = False
    timeout: float = 30.0
    max_attempts: int = 5
    ssl_context: Optional[ssl.SSLContext] = None


@dataclass(frozen=True)
class PreparedCall:
    operation: Operation
    body: bytes
    user_req_no: Optional[str]
    max_attempts: int


class Engine:
    """The keys and the connection of a client."""

    def __init__(self, options: Options) -> None:
        if not re.fullmatch(r"[0-9]{1,11}", options.user_no):
            raise ValueError("user_no must have 1 to 11 digits")
        self.options = options
        is_list = isinstance(options.platform_key, (list, tuple))
        keys: List[Any] = list(options.platform_key) if is_list else [options.platform_key]  # type: ignore[arg-type]
        self.platform_keys = [load_public_key(key) for key in keys]
        self.own_key = load_private_key(options.private_key) if options.private_key is not None else None
        is_public = options.request_cipher == "platform-public"
        if self.own_key is None and not (is_public and options.unsigned):
            raise KeyUnsupported("no private key to seal or sign with")
        self._request_key: Union[PrivateKey, PublicKey] = self.platform_keys[0]
        if self.own_key is not None and not is_public:
            self._request_key = self.own_key
        self._transport = Transport(options.base_url, options.timeout, options.ssl_context)

    def close(self) -> None:
        self._transport.close()

    def prepare(self, operation: Operation, fields: Mapping[str, Any]) -> PreparedCall:
        content = wire_content(fields)
        if operation.takes_request_number and "userReqNo" not in content:
            content["userReqNo"] = str(uuid.uuid4())
        number = content.get("userReqNo") if operation.changes else None
        if self.options.card_data == "jwe":
            content = seal_card_data(content, self.platform_keys[0])
        envelope = {
            "version": "1.0.0",
            "userNo": int(self.options.user_no),
            "dataType": "JSON",
            "dataContent": seal(content, self._request_key),
        }
        is_safe = not operation.changes or number is not None
        attempts = self.options.max_attempts if is_safe else 1
        return PreparedCall(operation, json.dumps(envelope, separators=(",", ":")).encode(), number, attempts)

    def attempt(self, call: PreparedCall) -> Dict[str, Any]:
        """Sends the request once and returns the result in clear."""
        path = self._transport.base_path + call.operation.path
        signature = self._sign(path, call.body)
        headers = {"content-type": "application/json", "user-agent": f"issuary-python/{VERSION}", **signature}
        try:
            response = self._transport.post(path, headers, call.body)
        except TransportError as cause:
            raise ResponseMissing(call.operation.name, str(cause), call.user_req_no) from cause
        return self._read(call, response, signature.get("signature"))

    def _sign(self, path: str, body: bytes) -> Dict[str, str]:
        if self.options.unsigned or self.own_key is None:
            return {}
        return sign(Message(body, {}, path=path), self.own_key, self.options.user_no, time.time())

    def _read(self, call: PreparedCall, response: HttpResponse, signature: Optional[str]) -> Dict[str, Any]:
        request_id = response.headers.get("issuary-request-id")

        def failed(kind: Type[CallFailed], problem: str) -> CallFailed:
            return kind(call.operation.name, problem, call.user_req_no, request_id)

        try:
            envelope = _envelope_of(response.body)
        except CodecError as cause:
            if response.status >= 500 or response.status == 429:
                raise failed(ResponseMissing, f"HTTP {response.status}") from cause
            raise failed(ResponseUnreadable, f"HTTP {response.status} without an envelope") from cause
        code = optional_text(envelope, "errorCode") or ""
        is_success = envelope["success"]
        try:
            if signature is not None and not self._is_signed(response, signature):
                if is_success or code not in _UNSIGNED_FAILURE_CODES:
                    raise failed(ResponseUnreadable, "the response is not signed")
            if envelope["userNo"] != self.options.user_no and (is_success or envelope["userNo"] != ""):
                raise failed(ResponseUnreadable, "the response is for another merchant")
            if not is_success:
                message = optional_text(envelope, "errorMsg") or ""
                hint = response.headers.get("issuary-hint")
                raise OperationRefused(call.operation.name, code, message, call.user_req_no, request_id, hint)
            return self.in_clear(self.open(envelope["result"]))
        except CodecError as cause:
            raise failed(ResponseUnreadable, f"the response does not open: {cause}") from cause

    def _is_signed(self, response: HttpResponse, signature: str) -> bool:
        message = Message(response.body, response.headers, status=response.status, request_signature=signature)
        return verify(message, self.platform_keys, self.options.user_no, time.time())

    def open(self, sealed: str) -> Dict[str, Any]:
        """Opens what the platform sealed: during a key rotation it has two keys."""
        for key in self.platform_keys[:-1]:
            try:
                return open_sealed(sealed, key)
            except CodecError:
                pass
        return open_sealed(sealed, self.platform_keys[-1])

    def in_clear(self, content: Dict[str, Any]) -> Dict[str, Any]:
        """Returns the content with its JWEs opened."""
        opened: Dict[str, Any] = open_card_data(content, self.own_key) if self.own_key else content
        return opened


def _envelope_of(body: bytes) -> Dict[str, Any]:
    """Reads the envelope of a response, with userNo as text."""
    try:
        envelope = from_json(body.decode("utf-8"))
    except UnicodeDecodeError as cause:
        raise EnvelopeUnreadable("envelope", "not UTF-8") from cause
    user_no = envelope.get("userNo")
    envelope["userNo"] = str(user_no) if isinstance(user_no, int) else user_no
    success, result = envelope.get("success"), envelope.get("result")
    is_sealed = isinstance(result, str) and result != ""
    if not isinstance(success, bool) or not isinstance(envelope["userNo"], str) or (success and not is_sealed):
        raise EnvelopeUnreadable("envelope", "not the envelope of a response")
    return envelope


class Retries:
    """Decides after each failed attempt whether there is another one."""

    def __init__(self, call: PreparedCall, jitter: Callable[[], float] = random.random) -> None:
        self._call = call
        self._jitter = jitter
        self._attempts = 0
        self._may_be_done = False

    def delay_after(self, error: CallFailed) -> float:
        """Returns the seconds until the next attempt. Raises what the caller should see when there is none."""
        self._attempts += 1
        code = error.error_code if isinstance(error, OperationRefused) else ""
        is_unknown = isinstance(error, ResponseMissing) or code in _OUTCOME_UNKNOWN_CODES
        if not is_unknown and code not in _RETRYABLE_CODES:
            raise error
        was_sent = not (isinstance(error.__cause__, TransportError) and error.__cause__.is_unreachable)
        self._may_be_done = self._may_be_done or (is_unknown and was_sent)
        if self._attempts >= self._call.max_attempts:
            if self._may_be_done and self._call.operation.changes:
                raise self._outcome_unknown(error) from error
            raise error
        delay: float = min(8.0, 0.5 * 2 ** (self._attempts - 1))
        return delay / 2 * (1 + self._jitter())

    def _outcome_unknown(self, error: CallFailed) -> OutcomeUnknown:
        plural = "" if self._attempts == 1 else "s"
        problem = f"outcome unknown after {self._attempts} attempt{plural}"
        return OutcomeUnknown(self._call.operation.name, problem, self._call.user_req_no, error.request_id)


def rows_in(result: Mapping[str, Any], row: Type[Row]) -> List[Row]:
    rows = result.get("list")
    if not isinstance(rows, list):
        raise ContractViolated("the result has no list")
    return [row.from_wire(one) for one in rows]


def read_result(call: PreparedCall, read: Callable[[], Any]) -> Any:
    """Returns what ``read`` makes of a result."""
    try:
        return read()
    except ContractViolated as cause:
        problem = f"the result violates the contract: {cause}"
        raise ResponseUnreadable(call.operation.name, problem, call.user_req_no) from cause
