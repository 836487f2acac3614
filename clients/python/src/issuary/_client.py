"""The clients: one that waits, one for asyncio."""

import ssl
from types import TracebackType
from typing import Any, Dict, Mapping, Optional, Sequence, Type, Union

from ._callers import AsyncCaller, Caller
from ._codec import KeySource
from ._engine import Engine, Options
from ._methods import OPERATIONS, AsyncOperationGroups, OperationGroups
from ._requests import Operation
from .webhooks import Webhooks

_ARGUMENTS = """
    :param base_url: of the API, without ``/openapi``
    :param user_no: the merchant's number, 1 to 11 digits
    :param private_key: the merchant's private key (PKCS#8): PEM, Base64 or DER, or a ``pathlib.Path`` to a file with it
    :param platform_key: the platform's public key for this merchant, or a list of both during a key rotation, the
        current one first
    :param request_cipher: ``platform-public`` for merchants that were opened so
    :param card_data: ``jwe`` seals card data in requests, for merchants that are set so
    :param unsigned: neither signs requests nor verifies responses, for platforms without signatures
    :param require_signature: refuses notifications that are not signed
    :param timeout: of one attempt to connect, send or receive, in seconds
    :param max_attempts: attempts of a call in total. Queries are repeated, and changes under their ``user_req_no``, which
        ensures that they happen once.
    :param ssl_context: for the connection, if not the default one
"""


class _Client:
    def __init__(self, options: Options) -> None:
        self._engine = Engine(options)
        self.webhooks = Webhooks._of_client(
            options.user_no, self._engine.platform_keys, self._engine.own_key, options.require_signature
        )

    def __repr__(self) -> str:
        options = self._engine.options
        return f"{type(self).__name__}({options.base_url!r}, user_no={options.user_no!r})"


def _operation(name: str) -> Operation:
    if name not in OPERATIONS:
        raise ValueError(f"there is no operation {name!r}; there are {', '.join(OPERATIONS)}")
    return OPERATIONS[name]


class Issuary(OperationGroups, _Client):
    __doc__ = f"""A client of the Merchant API. One instance serves any number of threads.
{_ARGUMENTS}"""

    def __init__(
        self,
        *,
        base_url: str,
        user_no: str,
        platform_key: Union[KeySource, Sequence[KeySource]],
        private_key: Optional[KeySource] = None,
        request_cipher: str = "merchant-private",
        card_data: str = "clear",
        unsigned: bool = False,
        require_signature: bool = False,
        timeout: float = 30.0,
        max_attempts: int = 5,
        ssl_context: Optional[ssl.SSLContext] = None,
    ) -> None:
        options = Options(
            base_url,
            user_no,
            platform_key,
            private_key,
            request_cipher,
            card_data,
            unsigned,
            require_signature,
            timeout,
            max_attempts,
            ssl_context,
        )
        _Client.__init__(self, options)
        self._caller = Caller(self._engine)
        OperationGroups.__init__(self, self._caller)

    def call(self, operation: str, fields: Mapping[str, Any]) -> Dict[str, Any]:
        """Calls an operation by its name in the reference, with its fields as they are on the wire."""
        return self._caller.raw(_operation(operation), fields)

    def close(self) -> None:
        """Closes the connections that are kept open."""
        self._engine.close()

    def __enter__(self) -> "Issuary":
        return self

    def __exit__(
        self, type_: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()


class AsyncIssuary(AsyncOperationGroups, _Client):
    __doc__ = f"""A client of the Merchant API for asyncio.

    The standard library has no asynchronous HTTP client: calls run in up to ``max_connections`` threads, so the event
    loop is free meanwhile. A call that is cancelled is not waited for, but its current attempt goes on to its end.
{_ARGUMENTS}"""

    def __init__(
        self,
        *,
        base_url: str,
        user_no: str,
        platform_key: Union[KeySource, Sequence[KeySource]],
        private_key: Optional[KeySource] = None,
        request_cipher: str = "merchant-private",
        card_data: str = "clear",
        unsigned: bool = False,
        require_signature: bool = False,
        timeout: float = 30.0,
        max_attempts: int = 5,
        ssl_context: Optional[ssl.SSLContext] = None,
        max_connections: int = 16,
    ) -> None:
        options = Options(
            base_url,
            user_no,
            platform_key,
            private_key,
            request_cipher,
            card_data,
            unsigned,
            require_signature,
            timeout,
            max_attempts,
            ssl_context,
        )
        _Client.__init__(self, options)
        self._caller = AsyncCaller(self._engine, max_connections)
        AsyncOperationGroups.__init__(self, self._caller)

    async def call(self, operation: str, fields: Mapping[str, Any]) -> Dict[str, Any]:
        """Calls an operation by its name in the reference, with its fields as they are on the wire."""
        return await self._caller.raw(_operation(operation), fields)

    async def close(self) -> None:
        """Closes the connections that are kept open."""
        self._caller.close()
        self._engine.close()

    async def __aenter__(self) -> "AsyncIssuary":
        return self

    async def __aexit__(
        self, type_: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.close()
