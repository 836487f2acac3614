"""orders.wait: asks for an order until it has an outcome."""

import time
from typing import TYPE_CHECKING, Optional

from ._callers import AsyncCaller, AsyncPages, Caller, Page, Pages
from .errors import OrderFailed, OrderPending

if TYPE_CHECKING:
    from ._models import Order

_FIRST_DELAY, _LONGEST_DELAY = 0.2, 5.0
_SUCCESS, _FAILURE = 1, 2


class _Waiting:
    """How long to wait, and what to make of each answer."""

    def __init__(self, timeout: float) -> None:
        self._end = time.monotonic() + timeout
        self._delay = _FIRST_DELAY

    def outcome_in(self, page: "Page[Order]") -> "Optional[Order]":
        for order in page.rows:
            if order.status == _FAILURE:
                raise OrderFailed(order)
            if order.status == _SUCCESS:
                return order
        return None

    def next_delay(self) -> float:
        if time.monotonic() >= self._end:
            raise OrderPending("the order has no outcome yet")
        delay, self._delay = self._delay, min(_LONGEST_DELAY, self._delay * 1.5)
        return min(delay, max(0.0, self._end - time.monotonic()))


class WaitsForOrders:
    _caller: Caller

    def list(self, *, order_id: Optional[str] = None, user_req_no: Optional[str] = None) -> "Pages[Order]":
        raise NotImplementedError

    def wait(
        self, *, order_id: Optional[str] = None, user_req_no: Optional[str] = None, timeout: float = 60.0
    ) -> "Order":
        """Waits until an order has succeeded, by asking for it. A notification says the same, usually sooner.

        :param timeout: in seconds
        :raises OrderFailed: when it has failed
        :raises OrderPending: when it has no outcome in time
        """
        waiting = _Waiting(timeout)
        while True:
            order = waiting.outcome_in(self.list(order_id=order_id, user_req_no=user_req_no).first())
            if order is not None:
                return order
            self._caller.sleep(waiting.next_delay())


class AsyncWaitsForOrders:
    _caller: AsyncCaller

    def list(self, *, order_id: Optional[str] = None, user_req_no: Optional[str] = None) -> "AsyncPages[Order]":
        raise NotImplementedError

    async def wait(
        self, *, order_id: Optional[str] = None, user_req_no: Optional[str] = None, timeout: float = 60.0
    ) -> "Order":
        """Waits until an order has succeeded, by asking for it. A notification says the same, usually sooner.

        :param timeout: in seconds
        :raises OrderFailed: when it has failed
        :raises OrderPending: when it has no outcome in time
        """
        waiting = _Waiting(timeout)
        while True:
            order = waiting.outcome_in(await self.list(order_id=order_id, user_req_no=user_req_no).first())
            if order is not None:
                return order
            await self._caller.sleep(waiting.next_delay())
