"""HTTP over ``http.client``: connections are kept open and reused, proxies come from the environment."""

import socket
import ssl
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Dict, List, Mapping, NamedTuple, Optional, Tuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_MAX_RESPONSE_BYTES = 8 * 1024 * 1024
_MAX_IDLE_SECONDS = 4.0
"""Shorter than servers keep idle connections open, so that none is closed while it is used again."""

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class HttpResponse(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class TransportError(Exception):
    """There is no response. ``is_unreachable`` says that nothing was sent."""

    def __init__(self, message: str, is_unreachable: bool = False) -> None:
        super().__init__(message)
        self.is_unreachable = is_unreachable


class Transport:
    """Posts to one server from any number of threads."""

    def __init__(self, base_url: str, timeout: float, context: Optional[ssl.SSLContext]) -> None:
        url = urlsplit(base_url)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError(f"base_url must begin with https:// or http://, and it is {base_url!r}")
        self._scheme, self._host, self._port = url.scheme, url.hostname, url.port
        self.base_path = url.path.rstrip("/")
        if self.base_path.endswith("/openapi"):
            raise ValueError("base_url is that of the API, without /openapi")
        self._timeout = timeout
        self._context = context or (ssl.create_default_context() if url.scheme == "https" else None)
        self._idle: List[Tuple[float, HTTPConnection]] = []
        self._lock = threading.Lock()
        self._prefix = ""

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> HttpResponse:
        connection = self._take() or self._connect()
        try:
            connection.request("POST", self._prefix + path, body, dict(headers))
            response = connection.getresponse()
            content = response.read(_MAX_RESPONSE_BYTES + 1)
        except (OSError, HTTPException) as cause:
            connection.close()
            raise TransportError(_words(cause)) from cause
        if len(content) > _MAX_RESPONSE_BYTES:
            connection.close()
            raise TransportError("the response is too long")
        received: Dict[str, str] = {}
        for name, value in response.getheaders():
            name = name.lower()
            received[name] = f"{received[name]}, {value}" if name in received else value
        if response.will_close:
            connection.close()
        else:
            with self._lock:
                self._idle.append((time.monotonic(), connection))
        return HttpResponse(response.status, received, content)

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _take(self) -> Optional[HTTPConnection]:
        with self._lock:
            while self._idle:
                since, connection = self._idle.pop()
                if time.monotonic() - since < _MAX_IDLE_SECONDS:
                    return connection
                connection.close()
        return None

    def _connect(self) -> HTTPConnection:
        is_direct = self._host in _LOOPBACK or proxy_bypass(self._host)
        proxy = None if is_direct else getproxies().get(self._scheme)
        host, port = self._host, self._port
        if proxy:
            url = urlsplit(proxy if "//" in proxy else f"//{proxy}")
            host, port = url.hostname or "", url.port or 8080
        connection = (
            HTTPSConnection(host, port, timeout=self._timeout, context=self._context)
            if self._scheme == "https"
            else HTTPConnection(host, port, timeout=self._timeout)
        )
        if proxy and self._scheme == "https":
            connection.set_tunnel(self._host, self._port)
        elif proxy:
            self._prefix = f"http://{self._host}:{self._port or 80}"
        try:
            connection.connect()
        except (OSError, HTTPException) as cause:
            connection.close()
            raise TransportError(self._unreachable(cause), is_unreachable=True) from cause
        return connection

    def _unreachable(self, cause: Exception) -> str:
        where = f"{self._scheme}://{self._host}:{self._port or (443 if self._scheme == 'https' else 80)}"
        if isinstance(cause, ConnectionRefusedError):
            is_local = self._host in _LOOPBACK
            return f"nothing listens at {where}" + (": start the local platform" if is_local else "")
        return f"{where} cannot be reached: {_words(cause)}"


def _words(cause: Exception) -> str:
    if isinstance(cause, (socket.timeout, TimeoutError)):
        return "no response in time"
    return str(cause) or type(cause).__name__
