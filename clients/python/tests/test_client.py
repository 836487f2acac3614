"""Calls against a platform that answers what a test says, over real HTTP."""

import asyncio
import json
import threading
import time
import unittest
from datetime import date, datetime, timezone
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List

import issuary
from issuary import AsyncIssuary, Issuary, OperationRefused, OrderFailed, OutcomeUnknown, _codec, _signatures, errors

from .test_vectors import KEYS, VECTORS

MERCHANT, PLATFORM = VECTORS["keys"]["rsa2048"], VECTORS["keys"]["other2048"]
OPTIONS = {"user_no": "10000001", "private_key": MERCHANT["privateKey"], "platform_key": PLATFORM["publicKey"]}


def failure(code: str, message: str = "") -> Dict[str, Any]:
    return {
        "success": False,
        "errorCode": code,
        "errorMsg": message,
        "result": "",
        "userNo": "10000001",
        "async": False,
    }


class Platform:
    """Answers each request with the next answer: a result, an envelope, a body, or a status without a body."""

    def __init__(self, *answers: Any, signs: bool = True) -> None:
        self.requests: List[Dict[str, Any]] = []
        self.headers: List[Dict[str, str]] = []
        self._answers = list(answers)
        self._signs = signs
        platform = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                platform.answer(self, body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/stage"

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        message = _signatures.Message(body, headers, path=handler.path)
        assert _signatures.verify(message, [KEYS["rsa2048"][1]], "10000001", time.time())
        self.headers.append(headers)
        envelope = json.loads(body)
        self.requests.append(_codec.open_sealed(envelope["dataContent"], KEYS["rsa2048"][1]))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        status = answer if isinstance(answer, int) else 200
        if isinstance(answer, dict) and "success" not in answer:
            result = _codec.seal(answer, KEYS["other2048"][0])
            answer = {"success": True, "result": result, "userNo": "10000001", "async": False}
        content = b"" if isinstance(answer, int) else (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        signed: Dict[str, str] = {}
        if self._signs and status == 200:
            response = _signatures.Message(content, {}, status=status, request_signature=headers["signature"])
            signed = _signatures.sign(response, KEYS["other2048"][0], "10000001", time.time())
        handler.send_response(status)
        for name, value in {"issuary-request-id": "req-1", "content-length": str(len(content)), **signed}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


ORDER = {"orderId": "7", "userReqNo": "R"}


class Calls(unittest.TestCase):
    def platform(self, *answers: Any, signs: bool = True) -> Platform:
        platform = Platform(*answers, signs=signs)
        self.addCleanup(platform.close)
        return platform

    def client(self, platform: Platform, **options: Any) -> Issuary:
        client = Issuary(base_url=platform.url, **{**OPTIONS, **options})
        self.slept: List[float] = []
        client._caller.sleep = self.slept.append
        self.addCleanup(client.close)
        return client

    def test_a_request_as_it_is_on_the_wire(self) -> None:
        platform = self.platform(ORDER)
        accepted = self.client(platform).cards.apply(
            local_currency="USD",
            start_date=date(2026, 3, 1),
            end_date="2027-03-01",
            auth_limit_amount=Decimal("100.50"),
            enable_currency_check=0,
            user_req_no="R",
        )
        self.assertEqual((accepted.order_id, accepted.user_req_no), ("7", "R"))
        self.assertEqual(
            platform.requests[0],
            {
                "userReqNo": "R",
                "localCurrency": "USD",
                "startDate": "2026-03-01",
                "endDate": "2027-03-01",
                "authLimitAmount": Decimal("100.50"),
                "enableCurrencyCheck": 0,
            },
        )

    def test_times_are_those_of_the_platform(self) -> None:
        platform = self.platform({"totalCount": 0, "currentPage": 1, "pageSize": 50, "totalPages": 0, "list": []})
        client = self.client(platform)
        client.orders.list(begin_time=datetime(2026, 3, 1, 10), end_time=date(2026, 3, 2)).first()
        self.assertEqual(platform.requests[0]["beginTime"], "2026-03-01 10:00:00")
        self.assertEqual(platform.requests[0]["endTime"], "2026-03-02")
        with self.assertRaises(errors.RequestInvalid):
            client.orders.list(begin_time=datetime.now(timezone.utc)).first()

    def test_newer_fields_are_kept_and_missing_ones_refused(self) -> None:
        platform = self.platform({**ORDER, "newer": 1}, {"orderId": "7"})
        client = self.client(platform)
        self.assertEqual(client.cards.close(card_id="1").raw["newer"], 1)
        with self.assertRaises(errors.ResponseUnreadable):
            client.cards.close(card_id="1")

    def test_the_plain_call(self) -> None:
        client = self.client(self.platform(ORDER))
        self.assertEqual(client.call("cardClose", {"cardId": "1"})["orderId"], "7")
        with self.assertRaisesRegex(ValueError, "there is no operation 'cardClosed'"):
            client.call("cardClosed", {})

    def test_changes_are_repeated_under_one_number_until_they_have_an_answer(self) -> None:
        platform = self.platform(503, failure("130001"), failure("140001"), ORDER)
        self.client(platform).cards.close(card_id="1")
        numbers = {request["userReqNo"] for request in platform.requests}
        self.assertEqual((len(platform.requests), len(numbers)), (4, 1))
        self.assertEqual(len(self.slept), 3)
        self.assertTrue(0.25 <= self.slept[0] <= 0.5 and 1 <= self.slept[2] <= 2)

    def test_the_outcome_is_unknown_when_nothing_helps(self) -> None:
        platform = self.platform(503)
        with self.assertRaises(OutcomeUnknown) as caught:
            self.client(platform).cards.close(card_id="1", user_req_no="R")
        unknown = caught.exception
        self.assertEqual((unknown.user_req_no, unknown.request_id, len(platform.requests)), ("R", "req-1", 5))

    def test_a_query_has_no_outcome_that_could_be_unknown(self) -> None:
        with self.assertRaises(errors.ResponseMissing):
            self.client(self.platform(503), max_attempts=2).accounts.balance()

    def test_what_cannot_be_repeated_is_sent_once(self) -> None:
        platform = self.platform(503)
        with self.assertRaises(OutcomeUnknown):
            self.client(platform).accounts.exchange_rate(sell_currency="USD", buy_currency="EUR")
        self.assertEqual(len(platform.requests), 1)

    def test_nothing_was_done_when_nothing_listens(self) -> None:
        platform = self.platform(ORDER)
        platform.close()
        with self.assertRaisesRegex(errors.ResponseMissing, "nothing listens at .*: start the local platform"):
            self.client(platform, max_attempts=2).cards.close(card_id="1")

    def test_a_refusal_names_the_fields(self) -> None:
        message = "startDate: must be a date; more; endDate: is required"
        with self.assertRaises(OperationRefused) as caught:
            self.client(self.platform(failure("110001", message))).cards.close(card_id="1")
        refused = caught.exception
        self.assertEqual(refused.fields, {"startDate": "must be a date; more", "endDate": "is required"})
        self.assertEqual((refused.field, refused.error_code, refused.request_id), ("startDate", "110001", "req-1"))

    def test_responses_that_are_not_the_platforms(self) -> None:
        foreign = {**failure("110001"), "userNo": "10000002"}
        for answer in ("<html>", "[]", foreign):
            with self.assertRaises(errors.ResponseUnreadable):
                self.client(self.platform(answer)).accounts.balance()

    def test_unsigned_responses(self) -> None:
        with self.assertRaisesRegex(errors.ResponseUnreadable, "not signed"):
            self.client(self.platform(ORDER, signs=False)).cards.close(card_id="1")
        with self.assertRaises(OperationRefused):
            self.client(self.platform(failure("100002"), signs=False)).cards.close(card_id="1")

    def test_a_connection_is_used_again(self) -> None:
        platform = self.platform(ORDER)
        client = self.client(platform)
        for _ in range(3):
            client.cards.close(card_id="1")
        self.assertEqual(len(client._engine._transport._idle), 1)

    def test_addresses_that_cannot_be_right(self) -> None:
        for url in ("127.0.0.1:8080", "ftp://127.0.0.1", "https://api.example/openapi/"):
            with self.assertRaises(ValueError):
                Issuary(base_url=url, **OPTIONS)

    def test_pages(self) -> None:
        def page(number: int, *ids: str) -> Dict[str, Any]:
            group = {"groupName": "", "localCurrency": "USD", "creditLimitAmt": 1, "balanceAmt": 0.5}
            more = {"usedAuthAmt": 0, "cardCount": 0, "status": 1, "statusDesc": "", "createTime": ""}
            rows = [{"groupId": one, **group, **more} for one in ids]
            return {"totalCount": 3, "currentPage": number, "pageSize": 2, "totalPages": 2, "list": rows}

        platform = self.platform(page(1, "a", "b"), page(2, "c"))
        groups = list(self.client(platform).groups.list(page_size=2))
        self.assertEqual([group.group_id for group in groups], ["a", "b", "c"])
        self.assertEqual(groups[0].balance_amt, Decimal("0.5"))
        self.assertEqual([request.get("currentPage") for request in platform.requests], [1, 2])

    def order(self, status: int) -> Dict[str, Any]:
        order = {"cardType": 1, "opType": 16, "status": status, "statusDesc": "card is closed", "amount": 1, "fee": 0}
        rows = [{**ORDER, **order, "createAt": ""}]
        return {"totalCount": 1, "currentPage": 1, "pageSize": 50, "totalPages": 1, "list": rows}

    def test_waiting_for_an_order(self) -> None:
        platform = self.platform(self.order(0), self.order(0), self.order(1))
        self.assertEqual(self.client(platform).orders.wait(order_id="7").status, 1)
        self.assertEqual(len(self.slept), 2)

    def test_waiting_for_an_order_that_fails_or_does_not_end(self) -> None:
        with self.assertRaisesRegex(OrderFailed, "card is closed"):
            self.client(self.platform(self.order(2))).orders.wait(order_id="7")
        with self.assertRaises(issuary.OrderPending):
            self.client(self.platform(self.order(0))).orders.wait(order_id="7", timeout=0)

    def test_asyncio_does_the_same(self) -> None:
        platform = self.platform(503, self.order(0), self.order(1), ORDER)

        async def main() -> None:
            async with AsyncIssuary(base_url=platform.url, **OPTIONS) as client:
                slept: List[float] = []

                async def sleep(seconds: float) -> None:
                    slept.append(seconds)

                client._caller.sleep = sleep
                self.assertEqual((await client.orders.wait(order_id="7")).status, 1)
                self.assertEqual((await client.cards.close(card_id="1")).order_id, "7")
                self.assertEqual(len(slept), 2)

        asyncio.run(main())

    def test_many_threads(self) -> None:
        platform = self.platform(ORDER)
        client = self.client(platform)
        threads = [threading.Thread(target=lambda: client.cards.close(card_id="1")) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len({request["userReqNo"] for request in platform.requests}), 8)


class Keys(unittest.TestCase):
    def test_forms_of_keys(self) -> None:
        bare = "".join(PLATFORM["publicKey"].splitlines()[1:-1])
        for form in (bare, PLATFORM["publicKey"].encode(), PLATFORM["publicKey"].replace("\n", "\r\n")):
            self.assertEqual(_codec.load_public_key(form), KEYS["other2048"][1])

    def test_keys_that_are_swapped_or_something_else(self) -> None:
        for load, key in (
            (_codec.load_public_key, PLATFORM["privateKey"]),
            (_codec.load_private_key, PLATFORM["publicKey"]),
            (_codec.load_public_key, "nonsense"),
            (_codec.load_public_key, "MAA="),
            (_codec.load_private_key, b"\x30\x82"),
        ):
            with self.assertRaises(errors.KeyUnsupported):
                load(key)

    def test_nothing_shows_a_key(self) -> None:
        private = KEYS["rsa2048"][0]
        self.assertNotIn(str(private.primes.p), repr(private))
        client = Issuary(base_url="http://127.0.0.1:1", **OPTIONS)
        self.assertEqual(repr(client), "Issuary('http://127.0.0.1:1', user_no='10000001')")

    def test_a_client_that_cannot_sign(self) -> None:
        with self.assertRaises(errors.KeyUnsupported):
            Issuary(base_url="http://127.0.0.1:1", user_no="1", platform_key=PLATFORM["publicKey"])


if __name__ == "__main__":
    unittest.main()
