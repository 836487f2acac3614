"""Opening notifications, by the test vectors and over HTTP."""

import json
import threading
import time
import unittest
from decimal import Decimal
from http.client import HTTPConnection
from http.server import HTTPServer
from typing import Any, Dict, List, Tuple

from issuary import NotificationTypeUnknown, NotificationUnreadable, Webhooks, _codec, _jwe, _signatures
from issuary.webhooks import identity_of

from .test_vectors import KEYS, VECTORS

PEM = VECTORS["keys"]["rsa2048"]
CONTENT: Dict[str, Any] = {
    "orderId": "1",
    "cardId": "2",
    "userReqNo": "R",
    "opType": 16,
    "status": 1,
    "amount": Decimal("50.25"),
    "fee": 1,
    "createAt": "2026-01-01 08:00:00",
}


def webhooks(**options: Any) -> Webhooks:
    return Webhooks(user_no="10000001", platform_key=PEM["publicKey"], **options)


def body_of(content: Dict[str, Any] = CONTENT, type_: str = "card_operate") -> bytes:
    data = _codec.seal(content, KEYS["rsa2048"][0])
    return json.dumps({"type": type_, "data": data, "version": "1.0.0", "userNo": 10000001}).encode()


def signature_of(body: bytes, path: str = "/notify") -> Dict[str, str]:
    message = _signatures.Message(body, {}, path=path)
    return _signatures.sign(message, KEYS["rsa2048"][0], "10000001", time.time())


class Opening(unittest.TestCase):
    def test_the_vectors(self) -> None:
        for vector in VECTORS["notifications"]:
            with self.subTest(vector["name"]):
                if "cause" in vector:
                    with self.assertRaises(NotificationUnreadable):
                        webhooks().open(vector["body"])
                else:
                    opened = webhooks().open(vector["body"])
                    self.assertEqual(opened.type, vector["type"])
                    self.assertEqual(opened.content.raw, json.loads(vector["json"], parse_float=Decimal))

    def test_the_vectors_of_identities(self) -> None:
        for vector in VECTORS["identities"]:
            with self.subTest(vector["name"]):
                identity = identity_of(vector["type"], vector["content"], vector["webhookId"])
                self.assertEqual(identity, vector["identity"])

    def test_what_is_inside(self) -> None:
        opened = webhooks().open(body_of(), headers={"Webhook-Id": "card_operate/1"})
        assert opened.type == "card_operate"
        self.assertEqual((opened.content.amount, opened.content.fee), (Decimal("50.25"), Decimal(1)))
        self.assertEqual(opened.id, "card_operate/1")

    def test_a_signature_is_checked_and_may_be_required(self) -> None:
        body = body_of()
        signed = signature_of(body)
        webhooks(require_signature=True).open(body, headers=signed, path="/notify?from=platform")
        with self.assertRaises(NotificationUnreadable):
            webhooks().open(body, headers=signed, path="/other")
        for headers, path in (({}, "/notify"), (signed, None)):
            with self.assertRaises(NotificationUnreadable):
                webhooks(require_signature=True).open(body, headers=headers, path=path)

    def test_during_a_rotation_both_keys_open(self) -> None:
        keys = [VECTORS["keys"]["other2048"]["publicKey"], PEM["publicKey"]]
        Webhooks(user_no="10000001", platform_key=keys).open(body_of())

    def test_a_newer_type(self) -> None:
        with self.assertRaises(NotificationTypeUnknown):
            webhooks().open(body_of(type_="card_unknown"))

    def test_a_content_that_lacks_a_field_or_has_a_wrong_type(self) -> None:
        for change in ({"orderId": None}, {"opType": "16"}, {"amount": True}):
            with self.assertRaises(NotificationUnreadable):
                webhooks().open(body_of({**CONTENT, **change}))

    def test_card_data_as_jwe(self) -> None:
        otp = {
            "otp": _jwe.seal_jwe("482913", KEYS["rsa2048"][1]),
            "cardId": "2",
            "cardNo": "499900******4242",
            "transactionCurrency": "USD",
            "transactionAmount": "40",
            "merchantName": "Bookshop",
        }
        opened = webhooks(private_key=PEM["privateKey"]).open(body_of(otp, "card_3ds_otp"))
        assert opened.type == "card_3ds_otp"
        self.assertEqual(opened.content.otp, "482913")
        self.assertNotIn("482913", repr(opened))


class Hostile(unittest.TestCase):
    def test_long_bodies_are_refused(self) -> None:
        many = 200_000
        for body in ('"\\' * many, "[" * many, '{"a":' * many, "9" * many, '{"userNo":' + "9" * many + "}", "\x00", "\ud800"):
            with self.assertRaises(NotificationUnreadable):
                webhooks().open(body.encode("utf-8", "surrogatepass"))


class OverHttp(unittest.TestCase):
    def post(self, body: bytes, fails: bool = False) -> Tuple[int, str, List[Any]]:
        handled: List[Any] = []

        def handle(notification: Any) -> None:
            handled.append(notification)
            if fails:
                raise RuntimeError("the database is down")

        class Quiet(HTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        server = Quiet(("127.0.0.1", 0), webhooks(require_signature=True).http_handler(handle))
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = HTTPConnection("127.0.0.1", server.server_port)
        connection.request("POST", "/notify", body, signature_of(body))
        response = connection.getresponse()
        answer = (response.status, response.read().decode(), handled)
        connection.close()
        thread.join()
        server.server_close()
        return answer

    def test_success(self) -> None:
        status, body, handled = self.post(body_of())
        self.assertEqual((status, body, handled[0].content.order_id), (200, "SUCCESS", "1"))

    def test_what_does_not_open_is_refused(self) -> None:
        self.assertEqual(self.post(b"{}"), (400, "NOTIFICATION_UNREADABLE", []))

    def test_requests_without_a_length_or_with_too_much(self) -> None:
        for length, status in (("x", 411), ("-1", 411), ("99999999", 413)):
            server = HTTPServer(("127.0.0.1", 0), webhooks().http_handler(print))
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            connection = HTTPConnection("127.0.0.1", server.server_port)
            connection.putrequest("POST", "/notify")
            connection.putheader("content-length", length)
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, status)
            connection.close()
            thread.join()
            server.server_close()

    def test_a_handler_that_fails_gets_it_again(self) -> None:
        status, body, _ = self.post(body_of(), fails=True)
        self.assertEqual((status, body), (500, "FAILED"))


if __name__ == "__main__":
    unittest.main()
