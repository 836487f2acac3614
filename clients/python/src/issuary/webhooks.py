"""Receiving notifications."""

import re
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union
from urllib.parse import urlsplit

from ._codec import KeySource, PrivateKey, PublicKey, from_json, load_private_key, load_public_key, open_sealed
from ._jwe import open_card_data
from ._model import ContractViolated
from ._notifications import CONTENTS, IDENTITIES, Notification
from ._signatures import Message, verify
from .errors import CodecError, IssuaryError, NotificationTypeUnknown, NotificationUnreadable

ACCEPTED = "SUCCESS"
"""The body that acknowledges a notification, with status 200."""

Body = Union[str, bytes]
Headers = Union[Mapping[str, str], Sequence[Tuple[str, str]]]
_MAX_BODY_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """What to respond to the platform."""

    status: int
    body: str


class Webhooks:
    """Opens notifications and responds to them. Needs no connection to the platform.

    :param user_no: the merchant's number
    :param platform_key: the platform's public key for this merchant, or both during a key rotation
    :param private_key: the merchant's private key; only needed to open card data that comes as JWE
    :param require_signature: refuses notifications that are not signed, for merchants that must sign
    """

    def __init__(
        self,
        *,
        user_no: str,
        platform_key: Union[KeySource, Sequence[KeySource]],
        private_key: Optional[KeySource] = None,
        require_signature: bool = False,
    ) -> None:
        is_list = isinstance(platform_key, (list, tuple))
        keys: List[Any] = list(platform_key) if is_list else [platform_key]  # type: ignore[arg-type]
        self._set(
            user_no,
            [load_public_key(key) for key in keys],
            load_private_key(private_key) if private_key is not None else None,
            require_signature,
        )

    def _set(
        self, user_no: str, platform_keys: List[PublicKey], own_key: Optional[PrivateKey], require_signature: bool
    ) -> None:
        self._user_no, self._keys, self._own_key = user_no, platform_keys, own_key
        self._require_signature = require_signature

    @classmethod
    def _of_client(
        cls, user_no: str, keys: List[PublicKey], own_key: Optional[PrivateKey], require_signature: bool
    ) -> "Webhooks":
        webhooks = cls.__new__(cls)
        webhooks._set(user_no, keys, own_key, require_signature)
        return webhooks

    def open(
        self, body: Body, *, headers: Optional[Headers] = None, path: Optional[str] = None, now: Optional[float] = None
    ) -> Notification:
        """Opens the body of a notification, after checking that it is from the platform and for this merchant.

        Store it, then respond with status 200 and the body ``SUCCESS``; otherwise it comes again. Notifications come at
        least once and in any order: process each ``id`` once.

        :param headers: of the request. With them, a signature is verified, and ``id`` is the header ``webhook-id``.
        :param path: of the request as the platform sent it, before any proxy changed it; needed with a signature
        :param now: when it arrived, in epoch seconds
        :raises NotificationUnreadable: when it is not from the platform, not for this merchant, or not as agreed
        :raises NotificationTypeUnknown: when it is genuine and newer than this package
        """
        data = body.encode("utf-8") if isinstance(body, str) else bytes(body)
        received = _lower_case(headers)
        try:
            envelope = from_json(data.decode("utf-8"))
            self._check(envelope, data, received, path, time.time() if now is None else now)
            content = self._content(envelope["data"])
        except UnicodeDecodeError as cause:
            raise NotificationUnreadable("the body is not UTF-8") from cause
        except CodecError as cause:
            raise NotificationUnreadable(str(cause)) from cause
        type_: str = envelope["type"]
        if type_ not in CONTENTS:
            raise NotificationTypeUnknown(type_)
        model, notification = CONTENTS[type_]
        try:
            opened: Any = model.from_wire(content)
        except ContractViolated as cause:
            raise NotificationUnreadable(f"the content is not valid for {type_}: {cause}") from cause
        return notification(content=opened, id=identity_of(type_, content, received.get("webhook-id")))

    def receive(
        self, body: Body, handle: Callable[[Notification], object], *, headers: Headers, path: str
    ) -> Reply:
        """Opens a notification, has ``handle`` process it, and returns what to respond.

        An error of ``handle`` is raised: let the framework respond with status 500, and the notification comes again.
        """
        try:
            notification = self.open(body, headers=headers, path=path)
        except IssuaryError as error:
            return Reply(400, error.code)
        handle(notification)
        return Reply(200, ACCEPTED)

    def http_handler(self, handle: Callable[[Notification], object]) -> Type[BaseHTTPRequestHandler]:
        """Returns a handler for ``http.server``, which passes each notification to ``handle``."""
        receive = self.receive

        class Handler(BaseHTTPRequestHandler):
            timeout = 30

            def do_POST(self) -> None:
                length = self.headers.get("content-length") or ""
                if not re.fullmatch(r"[0-9]{1,9}", length):
                    return self.reply(Reply(411, "LENGTH_REQUIRED"))
                if int(length) > _MAX_BODY_BYTES:
                    return self.reply(Reply(413, "TOO_LONG"))
                body = self.rfile.read(int(length))
                try:
                    reply = receive(body, handle, headers=self.headers.items(), path=self.path)
                except Exception:
                    self.reply(Reply(500, "FAILED"))
                    raise
                self.reply(reply)

            def reply(self, reply: Reply) -> None:
                body = reply.body.encode()
                self.send_response(reply.status)
                self.send_header("content-type", "text/plain")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler

    def _check(
        self, envelope: Dict[str, Any], body: bytes, headers: Mapping[str, str], path: Optional[str], now: float
    ) -> None:
        is_whole = all(isinstance(envelope.get(name), str) for name in ("type", "data", "version"))
        if not is_whole or isinstance(envelope.get("userNo"), bool):
            raise NotificationUnreadable("the body is not the envelope of a notification")
        if str(envelope.get("userNo")) != self._user_no:
            raise NotificationUnreadable("the notification is for another merchant")
        where = urlsplit(path if path is not None else "/").path
        message = Message(body, headers, path=where)
        is_signed = path is not None and verify(message, self._keys, self._user_no, now)
        if self._require_signature and not is_signed:
            raise NotificationUnreadable("the notification is not signed")

    def _content(self, sealed: str) -> Dict[str, Any]:
        for key in self._keys[:-1]:
            try:
                return self._in_clear(open_sealed(sealed, key))
            except CodecError:
                pass
        return self._in_clear(open_sealed(sealed, self._keys[-1]))

    def _in_clear(self, content: Dict[str, Any]) -> Dict[str, Any]:
        opened: Dict[str, Any] = open_card_data(content, self._own_key) if self._own_key else content
        return opened


def identity_of(type_: str, content: Mapping[str, Any], webhook_id: Optional[str] = None) -> Optional[str]:
    """Returns what identifies the event: the header ``webhook-id``, or else fields of the content."""
    if webhook_id:
        return webhook_id
    fields = IDENTITIES.get(type_)
    if fields is None:
        return None
    values = (content.get(field) for field in fields)
    return "/".join([type_, *("" if value is None else str(value) for value in values)])


def _lower_case(headers: Optional[Headers]) -> Dict[str, str]:
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    received: Dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        received[name] = f"{received[name]}, {value}" if name in received else value
    return received
