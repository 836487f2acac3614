"""How the generated methods call operations, with threads and with asyncio."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, AsyncIterator, Callable, Dict, Generic, Iterator, List, Mapping, Type, TypeVar

from ._engine import Engine, PreparedCall, Retries, read_result, rows_in
from ._model import Model, integer
from ._requests import Operation
from .errors import CallFailed

Result = TypeVar("Result", bound=Model)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list."""

    rows: List[Row]
    total_count: int
    """Rows on all pages."""
    current_page: int
    """From 1."""
    total_pages: int


def _page_in(result: Mapping[str, Any], row: Type[Row]) -> "Page[Row]":
    counts = [integer(result.get(name, 0)) for name in ("totalCount", "currentPage", "totalPages")]
    return Page(rows_in(result, row), *counts)


class Caller:
    """Calls operations and waits for their results."""

    def __init__(self, engine: Engine, sleep: Callable[[float], None] = time.sleep) -> None:
        self._engine = engine
        self.sleep = sleep

    def exchange(self, call: PreparedCall) -> Dict[str, Any]:
        retries = Retries(call)
        while True:
            try:
                return self._engine.attempt(call)
            except CallFailed as error:
                delay = retries.delay_after(error)
            self.sleep(delay)

    def raw(self, operation: Operation, fields: Mapping[str, Any]) -> Dict[str, Any]:
        return self.exchange(self._engine.prepare(operation, fields))

    def one(self, operation: Operation, model: Type[Result], fields: Mapping[str, Any]) -> Result:
        call = self._engine.prepare(operation, fields)
        result = self.exchange(call)
        opened: Result = read_result(call, lambda: model.from_wire(result))
        return opened

    def list(self, operation: Operation, row: Type[Row], fields: Mapping[str, Any]) -> List[Row]:
        call = self._engine.prepare(operation, fields)
        result = self.exchange(call)
        rows: List[Row] = read_result(call, lambda: rows_in(result, row))
        return rows

    def page(self, operation: Operation, row: Type[Row], fields: Mapping[str, Any]) -> "Page[Row]":
        call = self._engine.prepare(operation, fields)
        result = self.exchange(call)
        page: Page[Row] = read_result(call, lambda: _page_in(result, row))
        return page


class Pages(Generic[Row]):
    """The rows of all pages, which are requested as they are needed: iterate over it."""

    def __init__(self, caller: Caller, operation: Operation, row: Type[Row], fields: Mapping[str, Any]) -> None:
        self._caller, self._operation, self._row, self._fields = caller, operation, row, dict(fields)

    def pages(self) -> "Iterator[Page[Row]]":
        """Iterates over the pages."""
        number = self._fields.get("currentPage") or 1
        while True:
            page = self._caller.page(self._operation, self._row, {**self._fields, "currentPage": number})
            yield page
            if number >= page.total_pages:
                return
            number += 1

    def first(self) -> "Page[Row]":
        """Requests the first page only."""
        return next(self.pages())

    def __iter__(self) -> Iterator[Row]:
        for page in self.pages():
            yield from page.rows


class AsyncCaller:
    """Calls operations in threads of its own, so that the event loop is free meanwhile."""

    def __init__(self, engine: Engine, max_connections: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(max_connections, thread_name_prefix="issuary")
        self.sleep = asyncio.sleep

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def prepare(self, operation: Operation, fields: Mapping[str, Any]) -> PreparedCall:
        call: PreparedCall = await self._in_thread(lambda: self._engine.prepare(operation, fields))
        return call

    async def exchange(self, call: PreparedCall) -> Dict[str, Any]:
        retries = Retries(call)
        while True:
            try:
                result: Dict[str, Any] = await self._in_thread(lambda: self._engine.attempt(call))
                return result
            except CallFailed as error:
                delay = retries.delay_after(error)
            await self.sleep(delay)

    async def raw(self, operation: Operation, fields: Mapping[str, Any]) -> Dict[str, Any]:
        return await self.exchange(await self.prepare(operation, fields))

    async def one(self, operation: Operation, model: Type[Result], fields: Mapping[str, Any]) -> Result:
        call = await self.prepare(operation, fields)
        result = await self.exchange(call)
        opened: Result = read_result(call, lambda: model.from_wire(result))
        return opened

    async def list(self, operation: Operation, row: Type[Row], fields: Mapping[str, Any]) -> List[Row]:
        call = await self.prepare(operation, fields)
        result = await self.exchange(call)
        rows: List[Row] = read_result(call, lambda: rows_in(result, row))
        return rows

    async def page(self, operation: Operation, row: Type[Row], fields: Mapping[str, Any]) -> "Page[Row]":
        call = await self.prepare(operation, fields)
        result = await self.exchange(call)
        page: Page[Row] = read_result(call, lambda: _page_in(result, row))
        return page


class AsyncPages(Generic[Row]):
    """The rows of all pages, which are requested as they are needed: iterate over it with ``async for``."""

    def __init__(self, caller: AsyncCaller, operation: Operation, row: Type[Row], fields: Mapping[str, Any]) -> None:
        self._caller, self._operation, self._row, self._fields = caller, operation, row, dict(fields)

    async def pages(self) -> "AsyncIterator[Page[Row]]":
        """Iterates over the pages."""
        number = self._fields.get("currentPage") or 1
        while True:
            page = await self._caller.page(self._operation, self._row, {**self._fields, "currentPage": number})
            yield page
            if number >= page.total_pages:
                return
            number += 1

    async def first(self) -> "Page[Row]":
        """Requests the first page only."""
        async for page in self.pages():
            return page
        raise AssertionError("there is always a first page")

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for page in self.pages():
            for row in page.rows:
                yield row
