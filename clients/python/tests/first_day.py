"""A merchant's first day against a local cloud, as npm run test:sdks starts it."""

import asyncio
import os
import queue
import re
import subprocess
import threading
import unittest
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Dict, List

import issuary
from issuary import AsyncIssuary, Issuary, Notification, OperationRefused, codes

from .test_vectors import VECTORS

ENV = os.environ
KEYS = {
    "user_no": ENV["ISSUARY_USER_NO"],
    "private_key": Path(ENV["ISSUARY_MERCHANT_KEY"]),
    "platform_key": Path(ENV["ISSUARY_PLATFORM_KEY"]),
}
README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
OTHER_KEY = VECTORS["keys"]["other2048"]["privateKey"]
TODAY = datetime.now(timezone(timedelta(hours=8))).date()


class Receiver:
    """A merchant's own endpoint: keeps each notification once."""

    def __init__(self, client: Issuary) -> None:
        self._received: List[Notification] = []
        self._news: "queue.Queue[Notification]" = queue.Queue()
        handler = client.webhooks.http_handler(self._news.put)
        self._server = ThreadingHTTPServer(("127.0.0.1", int(ENV["ISSUARY_RECEIVER_PORT"])), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait_for(self, is_it: Callable[[Notification], bool]) -> Notification:
        while True:
            for notification in self._received:
                if is_it(notification):
                    return notification
            notification = self._news.get(timeout=60)
            if notification.id not in [one.id for one in self._received]:
                self._received.append(notification)

    def outcome_of(self, user_req_no: str) -> issuary.models.CardOperate:
        notification = self.wait_for(
            lambda one: one.type == "card_operate" and one.content.user_req_no == user_req_no
        )
        assert notification.type == "card_operate"
        return notification.content

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def network(*args: str) -> str:
    """Plays the card network."""
    command = ["npm", "run", "--silent", "network", "--", *args]
    ran = subprocess.run(command, cwd=ENV["ISSUARY_PROJECT"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


class FirstDay(unittest.TestCase):
    def setUp(self) -> None:
        self.client = Issuary(base_url=ENV["ISSUARY_API"], **KEYS)
        self.receiver = Receiver(self.client)
        self.addCleanup(self.client.close)
        self.addCleanup(self.receiver.close)

    def balance(self) -> Decimal:
        [account] = self.client.accounts.balance(account_type=1, currency="USD")
        return account.available_balance

    def test_a_merchants_first_day(self) -> None:
        before = self.balance()
        bins = self.client.bins.list(card_type=1)
        v1 = next(row for row in bins if row.bin_range_id == "V1" and row.currency == "USD")

        accepted = self.client.cards.apply(
            local_currency="USD",
            auth_limit_amount=Decimal("100.00"),
            start_date=TODAY,
            end_date=TODAY + timedelta(days=365),
            enable_currency_check=0,
            bin_range_id="V1",
            card_alias="Zoë’s card",
        )
        opened = self.receiver.outcome_of(accepted.user_req_no)
        self.assertEqual((opened.op_type, opened.status), (codes.OP_TYPE_CARD_OPENING, codes.ORDER_STATUS_SUCCESS))
        self.assertEqual((opened.amount, opened.fee), (Decimal(100), v1.open_fee))
        card_id = opened.card_id
        assert card_id is not None

        card = self.client.cards.get(card_id=card_id)
        self.assertEqual((card.balance_amt, card.card_alias), (Decimal(100), "Zoë’s card"))
        self.assertNotIn(card.card_no, repr(card))

        approved = network("authorize", "--card", card_id, "--amount", "40.25")
        self.assertRegex(approved, "^approved")
        declined = network("authorize", "--card", card_id, "--amount", "500")
        self.assertRegex(declined, "^declined with 200002")
        for printed, status, resp_code in ((approved, "1", "000000"), (declined, "2", "200002")):
            record_no = printed.rpartition(" ")[2]
            notification = self.receiver.wait_for(
                lambda one: one.type == "card_transaction" and one.content.record_no == record_no
            )
            assert notification.type == "card_transaction"
            self.assertEqual((notification.content.trans_status, notification.content.resp_code), (status, resp_code))
        transactions = list(self.client.transactions.list(card_id=card_id, page_size=1))
        self.assertEqual([one.trans_status for one in transactions], ["2", "1"])
        self.assertEqual(self.client.cards.get(card_id=card_id).balance_amt, Decimal("59.75"))

        recharge = self.client.cards.recharge(card_id=card_id, auth_limit_amount=50, user_req_no=f"py-{card_id}")
        again = self.client.cards.recharge(card_id=card_id, auth_limit_amount=50, user_req_no=f"py-{card_id}")
        self.assertEqual(again.order_id, recharge.order_id)
        order = self.client.orders.wait(order_id=recharge.order_id)
        self.assertEqual((order.amount, order.fee), (Decimal(50), Decimal("0.5")))
        refund = self.client.cards.refund(card_id=card_id, refund_amount="30.00")
        self.assertEqual(self.receiver.outcome_of(refund.user_req_no).amount, Decimal(30))
        self.assertEqual(self.client.cards.get(card_id=card_id).balance_amt, Decimal("79.75"))
        self.assertEqual(self.balance(), before - Decimal(100) - v1.open_fee - Decimal("50.5") + Decimal(30))

    def test_refusals_name_fields_and_the_request(self) -> None:
        with self.assertRaises(OperationRefused) as caught:
            self.client.cards.apply(local_currency="USX", start_date="2020-01-01", end_date="2030-01-01")
        refused = caught.exception
        self.assertEqual(refused.error_code, "110001")
        self.assertIn("localCurrency", refused.fields)
        self.assertTrue(refused.request_id)

    def test_a_key_of_someone_else(self) -> None:
        client = Issuary(base_url=ENV["ISSUARY_API"], **{**KEYS, "private_key": OTHER_KEY})
        self.addCleanup(client.close)
        with self.assertRaises(OperationRefused) as caught:
            client.accounts.balance()
        self.assertEqual(caught.exception.error_code, "100002")
        self.assertTrue(caught.exception.hint)

    def test_the_programs_of_the_readme(self) -> None:
        folder = str(Path(ENV["ISSUARY_MERCHANT_KEY"]).parent)
        readme = README.replace("http://127.0.0.1:8080", ENV["ISSUARY_API"]).replace(".issuary/keys", folder)
        first, receiver, apply, pages, wait = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)[:5]
        names: Dict[str, Any] = {}
        exec(first, names)
        compile(receiver, "README.md", "exec")
        for program in (apply, pages, wait):
            exec(program, names)
        self.assertEqual(names["order"].status, codes.ORDER_STATUS_SUCCESS)
        names["client"].close()

    def test_asyncio(self) -> None:
        async def main() -> None:
            async with AsyncIssuary(base_url=ENV["ISSUARY_API"], **KEYS) as client:
                balances, scenes, bins = await asyncio.gather(
                    client.accounts.balance(currency="USD"), client.scenes.list(), client.bins.list()
                )
                self.assertEqual([one.currency for one in balances], ["USD"])
                self.assertTrue(scenes and bins)
                cards = [card.card_id async for card in client.cards.list(page_size=1)]
                self.assertEqual(len(cards), len(set(cards)))

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
