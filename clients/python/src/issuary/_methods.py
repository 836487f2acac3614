# Generated from the API catalogue by npm run generate:clients. Do not edit.
"""The operations of the API, in groups."""

from typing import List, Literal, Mapping, Optional

from . import _models as models
from ._callers import AsyncCaller, AsyncPages, Caller, Pages
from ._orders import AsyncWaitsForOrders, WaitsForOrders
from ._requests import Amount, Date, DateOrTime, Operation

ACCOUNT_BALANCE = Operation("accountBalance", "/openapi/account/balance", False, False)
ACCOUNT_STATEMENT = Operation("accountStatement", "/openapi/account/statement", False, False)
ACCOUNT_TRANSFER = Operation("accountTransfer", "/openapi/account/transfer", True, True)
ACCOUNT_EXCHANGE = Operation("accountExchange", "/openapi/account/exchange", True, True)
ACCOUNT_EXCHANGE_RATE = Operation("accountExchangeRate", "/openapi/account/exchangeRate", True, False)
SCENE = Operation("scene", "/openapi/vcc/scene", False, False)
CARD_BIN = Operation("cardBin", "/openapi/vcc/cardBin", False, False)
CARD_APPLY = Operation("cardApply", "/openapi/vcc/card/apply", True, True)
CARD_CLOSE = Operation("cardClose", "/openapi/vcc/card/close", True, True)
CARD_RECHARGE = Operation("cardRecharge", "/openapi/vcc/card/recharge", True, True)
CARD_MODIFY = Operation("cardModify", "/openapi/vcc/card/modify", True, True)
CARD_INFO = Operation("cardInfo", "/openapi/vcc/card/info", False, False)
CARD_REFUND = Operation("cardRefund", "/openapi/vcc/card/refund", True, True)
CARD_OPERATE_QUERY = Operation("cardOperateQuery", "/openapi/vcc/card/operate/query", False, False)
CARD_PAGE = Operation("cardPage", "/openapi/vcc/card/page", False, False)
TRANSACTION_QUERY = Operation("transactionQuery", "/openapi/vcc/transaction/query", False, False)
GROUP_APPLY = Operation("groupApply", "/openapi/vcc/group/apply", True, True)
GROUP_PAGE = Operation("groupPage", "/openapi/vcc/group/page", False, False)
GROUP_INFO = Operation("groupInfo", "/openapi/vcc/group/info", False, False)
GROUP_STATUS = Operation("groupStatus", "/openapi/vcc/group/status", True, True)
DPT_ACQUIRE = Operation("dptAcquire", "/openapi/dpt/acquire", True, True)
DPT_WITHDRAW = Operation("dptWithdraw", "/openapi/dpt/withdraw", True, True)
DPT_ORDER_QUERY = Operation("dptOrderQuery", "/openapi/dpt/order/query", False, False)
CARDHOLDER_APPLY = Operation("cardholderApply", "/openapi/vcc/cardholder/apply", True, True)
CARDHOLDER_INFO = Operation("cardholderInfo", "/openapi/vcc/cardholder/info", False, False)
CARDHOLDER_DELETE = Operation("cardholderDelete", "/openapi/vcc/cardholder/delete", True, True)
CARD_ASSIGN = Operation("cardAssign", "/openapi/vcc/card/assign", True, True)
CARD_ACTIVE = Operation("cardActive", "/openapi/vcc/card/active", True, True)
CARD_PIN_RESET = Operation("cardPinReset", "/openapi/vcc/card/pin/reset", True, True)

OPERATIONS: Mapping[str, Operation] = {
    "accountBalance": ACCOUNT_BALANCE,
    "accountStatement": ACCOUNT_STATEMENT,
    "accountTransfer": ACCOUNT_TRANSFER,
    "accountExchange": ACCOUNT_EXCHANGE,
    "accountExchangeRate": ACCOUNT_EXCHANGE_RATE,
    "scene": SCENE,
    "cardBin": CARD_BIN,
    "cardApply": CARD_APPLY,
    "cardClose": CARD_CLOSE,
    "cardRecharge": CARD_RECHARGE,
    "cardModify": CARD_MODIFY,
    "cardInfo": CARD_INFO,
    "cardRefund": CARD_REFUND,
    "cardOperateQuery": CARD_OPERATE_QUERY,
    "cardPage": CARD_PAGE,
    "transactionQuery": TRANSACTION_QUERY,
    "groupApply": GROUP_APPLY,
    "groupPage": GROUP_PAGE,
    "groupInfo": GROUP_INFO,
    "groupStatus": GROUP_STATUS,
    "dptAcquire": DPT_ACQUIRE,
    "dptWithdraw": DPT_WITHDRAW,
    "dptOrderQuery": DPT_ORDER_QUERY,
    "cardholderApply": CARDHOLDER_APPLY,
    "cardholderInfo": CARDHOLDER_INFO,
    "cardholderDelete": CARDHOLDER_DELETE,
    "cardAssign": CARD_ASSIGN,
    "cardActive": CARD_ACTIVE,
    "cardPinReset": CARD_PIN_RESET,
}


class Accounts:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def balance(
        self,
        *,
        account_type: Optional[Literal[1, 2]] = None,
        currency: Optional[str] = None,
    ) -> List[models.Balance]:
        """Returns the balances of the merchant's accounts: total, available and frozen by open orders.

        The operation is called accountBalance in the reference.

        :param account_type: Only accounts of this type: 1 card account, 2 dpt account. Defaults to both.
        :param currency: Only accounts in this currency or coin.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return self._caller.list(
            ACCOUNT_BALANCE,
            models.Balance,
            {
                "accountType": account_type,
                "currency": currency,
            },
        )

    def statement(
        self,
        *,
        account_type: Literal[1, 2],
        currency: str,
        begin_time: DateOrTime,
        end_time: DateOrTime,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> Pages[models.StatementLine]:
        """Returns the lines of one account in a period, oldest first. Each line is the change by one booking, with
        the balance after it. Lines appear moments after their bookings.

        The operation is called accountStatement in the reference.

        :param account_type: 1 card account, 2 dpt account.
        :param currency: The currency or coin of the account.
        :param begin_time: Booked at this time or later; a date includes the whole day.
        :param end_time: Booked at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return Pages(self._caller, 
            ACCOUNT_STATEMENT,
            models.StatementLine,
            {
                "accountType": account_type,
                "currency": currency,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )

    def transfer(
        self,
        *,
        currency: Literal["USDT", "USDC"],
        amount: Amount,
        user_req_no: Optional[str] = None,
        target_currency: Optional[str] = None,
    ) -> models.Transfer:
        """Converts coins of the dpt account into money on a card account at the current rate. The fee is deducted
        from the coins; the target amount is rounded down to the minor unit.

        The operation is called accountTransfer in the reference.

        :param currency: The coin: USDT or USDC.
        :param amount: The coins to take from the dpt account, including the fee.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param target_currency: The currency of the card account. Defaults to USD.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            ACCOUNT_TRANSFER,
            models.Transfer,
            {
                "userReqNo": user_req_no,
                "currency": currency,
                "amount": amount,
                "targetCurrency": target_currency,
            },
        )

    def exchange(
        self,
        *,
        sell_currency: str,
        buy_currency: str,
        user_req_no: Optional[str] = None,
        sell_amount: Optional[Amount] = None,
        buy_amount: Optional[Amount] = None,
        quote_id: Optional[str] = None,
    ) -> models.Exchange:
        """Converts money of one card account into another currency. With sell_amount the bought amount is rounded
        down to the minor unit, with buy_amount the sold amount is rounded up. The fee is charged in addition to the
        sold amount.

        The operation is called accountExchange in the reference.

        :param sell_currency: The currency to sell.
        :param buy_currency: The currency to buy; must differ from sell_currency.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param sell_amount: How much to sell. Exactly one of sell_amount and buy_amount is required.
        :param buy_amount: How much to buy. Exactly one of sell_amount and buy_amount is required.
        :param quote_id: An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 110010 quote expired or unknown, 130001 failed, try again later,
            999999 system error.
        """
        return self._caller.one(
            ACCOUNT_EXCHANGE,
            models.Exchange,
            {
                "userReqNo": user_req_no,
                "sellCurrency": sell_currency,
                "buyCurrency": buy_currency,
                "sellAmount": sell_amount,
                "buyAmount": buy_amount,
                "quoteId": quote_id,
            },
        )

    def exchange_rate(
        self,
        *,
        sell_currency: str,
        buy_currency: str,
    ) -> models.Quote:
        """Returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one exchange
        of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote.

        The operation is called accountExchangeRate in the reference.

        :param sell_currency: The currency or coin to sell.
        :param buy_currency: The currency or coin to buy; must differ from sell_currency.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            ACCOUNT_EXCHANGE_RATE,
            models.Quote,
            {
                "sellCurrency": sell_currency,
                "buyCurrency": buy_currency,
            },
        )


class Scenes:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
    ) -> List[models.Scene]:
        """Returns the purposes for which a card can be opened.

        The operation is called scene in the reference.

        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 999999 system error.
        """
        return self._caller.list(
            SCENE,
            models.Scene,
            {},
        )


class Bins:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        card_type: Optional[Literal[1, 2]] = None,
    ) -> List[models.BinRange]:
        """Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees
        and limits.

        The operation is called cardBin in the reference.

        :param card_type: 1 regular, 2 shared: a supplementary card of a group.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return self._caller.list(
            CARD_BIN,
            models.BinRange,
            {
                "cardType": card_type,
            },
        )


class Cards:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def apply(
        self,
        *,
        local_currency: str,
        start_date: Date,
        end_date: Date,
        user_req_no: Optional[str] = None,
        channel_type: Optional[Literal[1, 2]] = None,
        auth_limit_amount: Optional[Amount] = None,
        enable_multi_use: Optional[Literal[0, 1]] = None,
        enable_currency_check: Optional[Literal[0, 1]] = None,
        card_alias: Optional[str] = None,
        bin_range_id: Optional[str] = None,
        group_id: Optional[str] = None,
        card_user_id: Optional[str] = None,
        scene_code: Optional[Literal[1001, 1002, 1003, 1004]] = None,
        air_line_code: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Opens a card and funds it from the card account of its currency. The outcome arrives as card_operate,
        op_type 15.

        The operation is called cardApply in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param local_currency: The currency of the card and of the account that pays.
        :param start_date: The first day on which the card can be used: today or later.
        :param end_date: The last day on which the card can be used: start_date or later, but not after the card's
            expiry date.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param channel_type: 1 a regular card, 2 a supplementary card of a group. Defaults to 1.
        :param auth_limit_amount: For channel_type 1: the initial funding, required. For channel_type 2: the card’s
            own limit within the pool; absent or 0 means that only the pool limits it.
        :param enable_multi_use: 1 many purchases, 0 one. Defaults to 1.
        :param enable_currency_check: 1 purchases in local_currency only, 0 purchases in any currency. Required for
            channel_type 1.
        :param card_alias: The merchant's name for the card.
        :param bin_range_id: A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to
            the first range for the currency; for channel_type 2 to the group's range, and must have the same issuer
            as the group.
        :param group_id: The group, required for channel_type 2.
        :param card_user_id: The cardholder.
        :param scene_code: The purpose of the card, from Scene list query.
        :param air_line_code: The IATA code of the airline, for scene 1004 only.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110004 card, group or holder status not suitable, 110005
            account balance insufficient, 110007 cardholder not reported, 110009 request number already used with
            other content, 120001 nothing found, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARD_APPLY,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "localCurrency": local_currency,
                "startDate": start_date,
                "endDate": end_date,
                "channelType": channel_type,
                "authLimitAmount": auth_limit_amount,
                "enableMultiUse": enable_multi_use,
                "enableCurrencyCheck": enable_currency_check,
                "cardAlias": card_alias,
                "binRangeId": bin_range_id,
                "groupId": group_id,
                "cardUserId": card_user_id,
                "sceneCode": scene_code,
                "airLineCode": air_line_code,
            },
        )

    def close(
        self,
        *,
        card_id: str,
        user_req_no: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Cancels a card and returns its available balance to the account. The outcome arrives as card_operate,
        op_type 19.

        The operation is called cardClose in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param card_id: The card.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARD_CLOSE,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
            },
        )

    def recharge(
        self,
        *,
        auth_limit_amount: Amount,
        user_req_no: Optional[str] = None,
        channel_type: Optional[Literal[1, 2]] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Adds auth_limit_amount to a card from the card account of its currency. The outcome arrives as
        card_operate, op_type 16.

        The operation is called cardRecharge in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param auth_limit_amount: The amount to add, from min_amount to max_amount of the BIN range. The fee is
            charged in addition.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param channel_type: 1 a card, identified by card_id; 2 a group, identified by group_id. Defaults to 1.
        :param card_id: The card, for channel_type 1.
        :param group_id: The group, for channel_type 2.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110003
            fee rules missing, 110004 card, group or holder status not suitable, 110005 account balance
            insufficient, 110009 request number already used with other content, 120001 nothing found, 130001
            failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARD_RECHARGE,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "channelType": channel_type,
                "cardId": card_id,
                "groupId": group_id,
                "authLimitAmount": auth_limit_amount,
            },
        )

    def modify(
        self,
        *,
        card_id: str,
        user_req_no: Optional[str] = None,
        card_alias: Optional[str] = None,
        card_label: Optional[str] = None,
        status: Optional[Literal[0, 1]] = None,
        auth_limit_amount: Optional[Amount] = None,
    ) -> models.AcceptedChange:
        """Freezes or enables a card, or changes its alias, label or limit. At least one of them is required.

        The operation is called cardModify in the reference.

        :param card_id: The card.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param card_alias: The merchant's name for the card.
        :param card_label: The merchant's label for the card.
        :param status: 0 freeze, 1 enable.
        :param auth_limit_amount: The limit of a supplementary card within its pool, not below the used amount; 0
            means no limit. Other cards have no limit.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110008 limit below the used amount, 110009 request number
            already used with other content, 120001 nothing found, 130001 failed, try again later, 999999 system
            error.
        """
        return self._caller.one(
            CARD_MODIFY,
            models.AcceptedChange,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
                "cardAlias": card_alias,
                "cardLabel": card_label,
                "status": status,
                "authLimitAmount": auth_limit_amount,
            },
        )

    def get(
        self,
        *,
        card_id: str,
    ) -> models.Card:
        """Returns a card with its number, verification number, balance and status. A closed or expired card has no
        verification number.

        The operation is called cardInfo in the reference.

        :param card_id: The card.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARD_INFO,
            models.Card,
            {
                "cardId": card_id,
            },
        )

    def refund(
        self,
        *,
        refund_amount: Amount,
        user_req_no: Optional[str] = None,
        channel_type: Optional[Literal[1, 2]] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Moves refund_amount of a card's available balance back to the account. The outcome arrives as
        card_operate, op_type 18.

        The operation is called cardRefund in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param refund_amount: The amount to return, at most the available balance.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param channel_type: 1 a card, identified by card_id; 2 a group, identified by group_id. Defaults to 1.
        :param card_id: The card, for channel_type 1.
        :param group_id: The group, for channel_type 2.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110006 card or group balance insufficient, 110009 request
            number already used with other content, 120001 nothing found, 130001 failed, try again later, 999999
            system error.
        """
        return self._caller.one(
            CARD_REFUND,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "channelType": channel_type,
                "cardId": card_id,
                "groupId": group_id,
                "refundAmount": refund_amount,
            },
        )

    def list(
        self,
        *,
        card_type: Optional[Literal[1, 2]] = None,
        group_id: Optional[str] = None,
        status: Optional[Literal["0", "1", "2", "3"]] = None,
        card_user_id: Optional[str] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> Pages[models.CardSummary]:
        """Returns the merchant's cards, newest first, with masked numbers. With an end_time in the past, pages do
        not shift while cards are added. Without one, new cards push the others towards later pages, but none is
        skipped. Without filters, or with a period alone, every page takes the same time. With other filters the
        time is proportional to the cards of the cardholder or group, or for card_type and status alone of the
        merchant within the period.

        The operation is called cardPage in the reference.

        :param card_type: 1 regular, 2 shared: a supplementary card of a group.
        :param group_id: The group.
        :param status: 0 closed, 1 in use, 2 frozen, 3 awaiting activation.
        :param card_user_id: The cardholder.
        :param begin_time: Opened at this time or later; a date includes the whole day.
        :param end_time: Opened at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return Pages(self._caller, 
            CARD_PAGE,
            models.CardSummary,
            {
                "cardType": card_type,
                "groupId": group_id,
                "status": status,
                "cardUserId": card_user_id,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )

    def assign(
        self,
        *,
        local_currency: str,
        card_user_id: str,
        user_req_no: Optional[str] = None,
        bin_range_id: Optional[str] = None,
        card_no: Optional[str] = None,
    ) -> models.AssignedCard:
        """Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits
        activation; its code arrives as card_activation_code.

        The operation is called cardAssign in the reference.

        :param local_currency: The currency of the card.
        :param card_user_id: The cardholder.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param bin_range_id: A BIN range of physical cards, or its BIN. Optional with card_no; defaults to the range
            of that card.
        :param card_no: The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s
            card_data is jwe; not allowed if it is masked.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110007 cardholder
            not reported, 110009 request number already used with other content, 120001 nothing found, 130001
            failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARD_ASSIGN,
            models.AssignedCard,
            {
                "userReqNo": user_req_no,
                "binRangeId": bin_range_id,
                "localCurrency": local_currency,
                "cardUserId": card_user_id,
                "cardNo": card_no,
            },
        )

    def activate(
        self,
        *,
        card_id: str,
        activation_code: str,
        pin: str,
        user_req_no: Optional[str] = None,
    ) -> models.AcceptedChange:
        """Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status.
        Five wrong codes lock the activation. A repeated user_req_no gets the first result, whatever code and PIN it
        carries, and does not set another PIN.

        The operation is called cardActive in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param card_id: The card.
        :param activation_code: The 8-digit code from card_activation_code. As JWE if the merchant’s card_data is
            jwe.
        :param pin: The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s card_data is jwe.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 110011
            activation locked or code wrong, 120001 nothing found, 130001 failed, try again later, 999999 system
            error.
        """
        return self._caller.one(
            CARD_ACTIVE,
            models.AcceptedChange,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
                "activationCode": activation_code,
                "pin": pin,
            },
        )

    def reset_pin(
        self,
        *,
        card_id: str,
        pin: str,
        user_req_no: Optional[str] = None,
    ) -> models.AcceptedChange:
        """Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated
        user_req_no gets the first result, whatever PIN it carries, and does not set another PIN.

        The operation is called cardPinReset in the reference.

        :param card_id: The card.
        :param pin: The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s card_data is jwe.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARD_PIN_RESET,
            models.AcceptedChange,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
                "pin": pin,
            },
        )


class Orders(WaitsForOrders):
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        user_req_no: Optional[str] = None,
        order_id: Optional[str] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
        op_type: Optional[Literal[15, 16, 18, 19, 26]] = None,
        status: Optional[Literal[0, 1, 2]] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> Pages[models.Order]:
        """Returns orders on cards and groups that match at least one filter, newest first. With an end_time in the
        past, pages do not shift while orders are added. A query by order_id or user_req_no finds its order
        directly. Other queries take time in proportion to the orders of the card or group, or without either of the
        merchant within the period.

        The operation is called cardOperateQuery in the reference.

        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing.
        :param order_id: The order.
        :param card_id: The card.
        :param group_id: The group.
        :param op_type: 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.
        :param status: 0 in process, 1 success, 2 failure.
        :param begin_time: Accepted at this time or later; a date includes the whole day.
        :param end_time: Accepted at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return Pages(self._caller, 
            CARD_OPERATE_QUERY,
            models.Order,
            {
                "userReqNo": user_req_no,
                "orderId": order_id,
                "cardId": card_id,
                "groupId": group_id,
                "opType": op_type,
                "status": status,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )


class Transactions:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        card_type: Optional[Literal[1, 2]] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
        record_no: Optional[str] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        time_type: Optional[Literal[0, 1]] = None,
        trans_type: Optional[Literal["1", "2", "3", "4", "5", "7"]] = None,
        trans_status: Optional[Literal["1", "2"]] = None,
        trans_category: Optional[Literal[1, 2]] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> Pages[models.CardTransaction]:
        """Returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of
        card_transaction.

        The operation is called transactionQuery in the reference.

        :param card_type: 1 regular, 2 shared: a supplementary card of a group.
        :param card_id: The card.
        :param group_id: The group.
        :param record_no: The transaction.
        :param begin_time: At this time or later. Requires end_time, at most 45 days after it. A date includes the
            whole day. Without a period and a record_no, the last 45 days are searched.
        :param end_time: At this time or earlier. Requires begin_time. A date includes the whole day.
        :param time_type: The time that the period refers to: 0 when the transaction was made, 1 when the platform
            recorded it. Defaults to 0.
        :param trans_type: 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7
            forced settlement.
        :param trans_status: 1 success, 2 failed.
        :param trans_category: 1 unsettled, 2 settled.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return Pages(self._caller, 
            TRANSACTION_QUERY,
            models.CardTransaction,
            {
                "cardType": card_type,
                "cardId": card_id,
                "groupId": group_id,
                "recordNo": record_no,
                "beginTime": begin_time,
                "endTime": end_time,
                "timeType": time_type,
                "transType": trans_type,
                "transStatus": trans_status,
                "transCategory": trans_category,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )


class Groups:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def apply(
        self,
        *,
        local_currency: str,
        auth_limit_amount: Amount,
        user_req_no: Optional[str] = None,
        group_name: Optional[str] = None,
        bin_range_id: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Opens a group: a pool that is funded from the card account of its currency and shared by supplementary
        cards. The outcome arrives as card_operate, op_type 26.

        The operation is called groupApply in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param local_currency: The currency of the pool and its cards.
        :param auth_limit_amount: The initial funding of the pool, within the limits of the BIN range.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param group_name: The merchant's name for the group.
        :param bin_range_id: A BIN range for shared cards, or its BIN. Defaults to the first range for the currency.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            GROUP_APPLY,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "localCurrency": local_currency,
                "authLimitAmount": auth_limit_amount,
                "groupName": group_name,
                "binRangeId": bin_range_id,
            },
        )

    def list(
        self,
        *,
        status: Optional[Literal[0, 1]] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> Pages[models.Group]:
        """Returns the merchant's groups, newest first.

        The operation is called groupPage in the reference.

        :param status: 0 frozen, 1 enabled.
        :param begin_time: Opened at this time or later; a date includes the whole day.
        :param end_time: Opened at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return Pages(self._caller, 
            GROUP_PAGE,
            models.Group,
            {
                "status": status,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )

    def get(
        self,
        *,
        group_id: str,
    ) -> models.Group:
        """Returns a group with the balance of its pool and the amount its cards used.

        The operation is called groupInfo in the reference.

        :param group_id: The group.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 999999 system error.
        """
        return self._caller.one(
            GROUP_INFO,
            models.Group,
            {
                "groupId": group_id,
            },
        )

    def set_status(
        self,
        *,
        group_id: str,
        status: Literal[0, 1],
        user_req_no: Optional[str] = None,
    ) -> models.GroupStatusResult:
        """Freezes or enables a group. Purchases with cards of a frozen group are declined.

        The operation is called groupStatus in the reference.

        :param group_id: The group.
        :param status: 0 freeze, 1 enable.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            GROUP_STATUS,
            models.GroupStatusResult,
            {
                "userReqNo": user_req_no,
                "groupId": group_id,
                "status": status,
            },
        )


class Dpt:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def acquire(
        self,
        *,
        currency: Literal["USDT", "USDC"],
        network: Literal["TRC20", "ERC20", "BEP20"],
        user_req_no: Optional[str] = None,
        amount: Optional[Amount] = None,
    ) -> models.AcquiringOrder:
        """Assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less
        the fee.

        The operation is called dptAcquire in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param currency: The coin: USDT or USDC.
        :param network: The blockchain network of the coin.
        :param user_req_no: The merchant's request number; dpt_payment_bill repeats it as serial_number. Defaults to
            a new number; store one of your own first if your program may crash.
        :param amount: The requested amount in coins. Without it any amount is accepted.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110009 request number already used with other content,
            130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            DPT_ACQUIRE,
            models.AcquiringOrder,
            {
                "userReqNo": user_req_no,
                "currency": currency,
                "network": network,
                "amount": amount,
            },
        )

    def withdraw(
        self,
        *,
        currency: Literal["USDT", "USDC"],
        network: Literal["TRC20", "ERC20", "BEP20"],
        address: str,
        amount: Amount,
        user_req_no: Optional[str] = None,
    ) -> models.Withdrawal:
        """Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed
        the transfer; a failure releases both.

        The operation is called dptWithdraw in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param currency: The coin: USDT or USDC.
        :param network: The blockchain network of the coin.
        :param address: The destination: an address of the network with a valid checksum.
        :param amount: The amount to send, in coins. The fee is charged in addition.
        :param user_req_no: The merchant's request number, unique for ever. Defaults to a new number; store one of
            your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            DPT_WITHDRAW,
            models.Withdrawal,
            {
                "userReqNo": user_req_no,
                "currency": currency,
                "network": network,
                "address": address,
                "amount": amount,
            },
        )

    def get_order(
        self,
        *,
        order_no: Optional[str] = None,
        user_req_no: Optional[str] = None,
    ) -> models.DptOrder:
        """Returns an acquiring or withdrawal order with its status, by order_no or user_req_no.

        The operation is called dptOrderQuery in the reference.

        :param order_no: The order. Either order_no or user_req_no is required.
        :param user_req_no: The merchant's number of the request that created the order.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 999999 system error.
        """
        return self._caller.one(
            DPT_ORDER_QUERY,
            models.DptOrder,
            {
                "orderNo": order_no,
                "userReqNo": user_req_no,
            },
        )


class Holders:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create(
        self,
        *,
        first_name: str,
        last_name: str,
        email: str,
        mobile_prefix: str,
        mobile: str,
        birth_date: Date,
        country_code: str,
        billing_state: str,
        billing_city: str,
        billing_address: str,
        user_req_no: Optional[str] = None,
        middle_name: Optional[str] = None,
        billing_zip_code: Optional[str] = None,
        remark: Optional[str] = None,
        gender: Optional[Literal[1, 2]] = None,
        certificate_type: Optional[Literal[1, 2]] = None,
        certificate_no: Optional[str] = None,
        certificate_front_image_base64: Optional[str] = None,
        certificate_back_image_base64: Optional[str] = None,
        certificate_hold_image_base64: Optional[str] = None,
    ) -> models.CardholderApplyResult:
        """Reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the
        same application, with or without a user_req_no, returns the same cardholder.

        The operation is called cardholderApply in the reference.

        :param first_name: Given name.
        :param last_name: Family name.
        :param email: E-mail address. Unique among the cardholders of the merchant, regardless of case.
        :param mobile_prefix: ITU calling code of the mobile number without plus, for example 86.
        :param mobile: Mobile number without its prefix. Unique among the cardholders of the merchant, with or
            without a trunk prefix 0.
        :param birth_date: Date of birth; the cardholder must be 18 or older.
        :param country_code: ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for
            CHN.
        :param billing_state: State or province. In the United States a two-letter code of the appendix.
        :param billing_city: City.
        :param billing_address: Street and number.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param middle_name: Middle name.
        :param billing_zip_code: Postal code. May be omitted for countries and regions without postal codes, such as
            Hong Kong.
        :param remark: The merchant's own note.
        :param gender: 1 male, 2 female.
        :param certificate_type: 1 identity card, 2 passport. Requires certificate_no.
        :param certificate_no: Number of the document. Requires certificate_type.
        :param certificate_front_image_base64: The front of the document: a JPEG or PNG of at most 512 KiB, as
            Base64 or as a data: URI. Never returned.
        :param certificate_back_image_base64: The back of the document: a JPEG or PNG of at most 512 KiB, as Base64
            or as a data: URI. Never returned.
        :param certificate_hold_image_base64: The cardholder holding the document: a JPEG or PNG of at most 512 KiB,
            as Base64 or as a data: URI. Never returned.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110009
            request number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARDHOLDER_APPLY,
            models.CardholderApplyResult,
            {
                "userReqNo": user_req_no,
                "firstName": first_name,
                "middleName": middle_name,
                "lastName": last_name,
                "email": email,
                "mobilePrefix": mobile_prefix,
                "mobile": mobile,
                "birthDate": birth_date,
                "countryCode": country_code,
                "billingState": billing_state,
                "billingCity": billing_city,
                "billingAddress": billing_address,
                "billingZipCode": billing_zip_code,
                "remark": remark,
                "gender": gender,
                "certificateType": certificate_type,
                "certificateNo": certificate_no,
                "certificateFrontImageBase64": certificate_front_image_base64,
                "certificateBackImageBase64": certificate_back_image_base64,
                "certificateHoldImageBase64": certificate_hold_image_base64,
            },
        )

    def get(
        self,
        *,
        card_user_id: str,
    ) -> models.Cardholder:
        """Returns what was reported about a cardholder, without images, and the BIN ranges that accept the
        cardholder.

        The operation is called cardholderInfo in the reference.

        :param card_user_id: The cardholder.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 999999 system error.
        """
        return self._caller.one(
            CARDHOLDER_INFO,
            models.Cardholder,
            {
                "cardUserId": card_user_id,
            },
        )

    def delete(
        self,
        *,
        card_user_id: str,
        user_req_no: Optional[str] = None,
    ) -> models.CardholderDeleteResult:
        """Deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes
        nothing.

        The operation is called cardholderDelete in the reference.

        :param card_user_id: The cardholder.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return self._caller.one(
            CARDHOLDER_DELETE,
            models.CardholderDeleteResult,
            {
                "userReqNo": user_req_no,
                "cardUserId": card_user_id,
            },
        )


class AsyncAccounts:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def balance(
        self,
        *,
        account_type: Optional[Literal[1, 2]] = None,
        currency: Optional[str] = None,
    ) -> List[models.Balance]:
        """Returns the balances of the merchant's accounts: total, available and frozen by open orders.

        The operation is called accountBalance in the reference.

        :param account_type: Only accounts of this type: 1 card account, 2 dpt account. Defaults to both.
        :param currency: Only accounts in this currency or coin.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return await self._caller.list(
            ACCOUNT_BALANCE,
            models.Balance,
            {
                "accountType": account_type,
                "currency": currency,
            },
        )

    def statement(
        self,
        *,
        account_type: Literal[1, 2],
        currency: str,
        begin_time: DateOrTime,
        end_time: DateOrTime,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> AsyncPages[models.StatementLine]:
        """Returns the lines of one account in a period, oldest first. Each line is the change by one booking, with
        the balance after it. Lines appear moments after their bookings.

        The operation is called accountStatement in the reference.

        :param account_type: 1 card account, 2 dpt account.
        :param currency: The currency or coin of the account.
        :param begin_time: Booked at this time or later; a date includes the whole day.
        :param end_time: Booked at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return AsyncPages(self._caller, 
            ACCOUNT_STATEMENT,
            models.StatementLine,
            {
                "accountType": account_type,
                "currency": currency,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )

    async def transfer(
        self,
        *,
        currency: Literal["USDT", "USDC"],
        amount: Amount,
        user_req_no: Optional[str] = None,
        target_currency: Optional[str] = None,
    ) -> models.Transfer:
        """Converts coins of the dpt account into money on a card account at the current rate. The fee is deducted
        from the coins; the target amount is rounded down to the minor unit.

        The operation is called accountTransfer in the reference.

        :param currency: The coin: USDT or USDC.
        :param amount: The coins to take from the dpt account, including the fee.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param target_currency: The currency of the card account. Defaults to USD.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            ACCOUNT_TRANSFER,
            models.Transfer,
            {
                "userReqNo": user_req_no,
                "currency": currency,
                "amount": amount,
                "targetCurrency": target_currency,
            },
        )

    async def exchange(
        self,
        *,
        sell_currency: str,
        buy_currency: str,
        user_req_no: Optional[str] = None,
        sell_amount: Optional[Amount] = None,
        buy_amount: Optional[Amount] = None,
        quote_id: Optional[str] = None,
    ) -> models.Exchange:
        """Converts money of one card account into another currency. With sell_amount the bought amount is rounded
        down to the minor unit, with buy_amount the sold amount is rounded up. The fee is charged in addition to the
        sold amount.

        The operation is called accountExchange in the reference.

        :param sell_currency: The currency to sell.
        :param buy_currency: The currency to buy; must differ from sell_currency.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param sell_amount: How much to sell. Exactly one of sell_amount and buy_amount is required.
        :param buy_amount: How much to buy. Exactly one of sell_amount and buy_amount is required.
        :param quote_id: An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 110010 quote expired or unknown, 130001 failed, try again later,
            999999 system error.
        """
        return await self._caller.one(
            ACCOUNT_EXCHANGE,
            models.Exchange,
            {
                "userReqNo": user_req_no,
                "sellCurrency": sell_currency,
                "buyCurrency": buy_currency,
                "sellAmount": sell_amount,
                "buyAmount": buy_amount,
                "quoteId": quote_id,
            },
        )

    async def exchange_rate(
        self,
        *,
        sell_currency: str,
        buy_currency: str,
    ) -> models.Quote:
        """Returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one exchange
        of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote.

        The operation is called accountExchangeRate in the reference.

        :param sell_currency: The currency or coin to sell.
        :param buy_currency: The currency or coin to buy; must differ from sell_currency.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            ACCOUNT_EXCHANGE_RATE,
            models.Quote,
            {
                "sellCurrency": sell_currency,
                "buyCurrency": buy_currency,
            },
        )


class AsyncScenes:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
    ) -> List[models.Scene]:
        """Returns the purposes for which a card can be opened.

        The operation is called scene in the reference.

        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 999999 system error.
        """
        return await self._caller.list(
            SCENE,
            models.Scene,
            {},
        )


class AsyncBins:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        card_type: Optional[Literal[1, 2]] = None,
    ) -> List[models.BinRange]:
        """Returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees
        and limits.

        The operation is called cardBin in the reference.

        :param card_type: 1 regular, 2 shared: a supplementary card of a group.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return await self._caller.list(
            CARD_BIN,
            models.BinRange,
            {
                "cardType": card_type,
            },
        )


class AsyncCards:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def apply(
        self,
        *,
        local_currency: str,
        start_date: Date,
        end_date: Date,
        user_req_no: Optional[str] = None,
        channel_type: Optional[Literal[1, 2]] = None,
        auth_limit_amount: Optional[Amount] = None,
        enable_multi_use: Optional[Literal[0, 1]] = None,
        enable_currency_check: Optional[Literal[0, 1]] = None,
        card_alias: Optional[str] = None,
        bin_range_id: Optional[str] = None,
        group_id: Optional[str] = None,
        card_user_id: Optional[str] = None,
        scene_code: Optional[Literal[1001, 1002, 1003, 1004]] = None,
        air_line_code: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Opens a card and funds it from the card account of its currency. The outcome arrives as card_operate,
        op_type 15.

        The operation is called cardApply in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param local_currency: The currency of the card and of the account that pays.
        :param start_date: The first day on which the card can be used: today or later.
        :param end_date: The last day on which the card can be used: start_date or later, but not after the card's
            expiry date.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param channel_type: 1 a regular card, 2 a supplementary card of a group. Defaults to 1.
        :param auth_limit_amount: For channel_type 1: the initial funding, required. For channel_type 2: the card’s
            own limit within the pool; absent or 0 means that only the pool limits it.
        :param enable_multi_use: 1 many purchases, 0 one. Defaults to 1.
        :param enable_currency_check: 1 purchases in local_currency only, 0 purchases in any currency. Required for
            channel_type 1.
        :param card_alias: The merchant's name for the card.
        :param bin_range_id: A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to
            the first range for the currency; for channel_type 2 to the group's range, and must have the same issuer
            as the group.
        :param group_id: The group, required for channel_type 2.
        :param card_user_id: The cardholder.
        :param scene_code: The purpose of the card, from Scene list query.
        :param air_line_code: The IATA code of the airline, for scene 1004 only.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110004 card, group or holder status not suitable, 110005
            account balance insufficient, 110007 cardholder not reported, 110009 request number already used with
            other content, 120001 nothing found, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARD_APPLY,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "localCurrency": local_currency,
                "startDate": start_date,
                "endDate": end_date,
                "channelType": channel_type,
                "authLimitAmount": auth_limit_amount,
                "enableMultiUse": enable_multi_use,
                "enableCurrencyCheck": enable_currency_check,
                "cardAlias": card_alias,
                "binRangeId": bin_range_id,
                "groupId": group_id,
                "cardUserId": card_user_id,
                "sceneCode": scene_code,
                "airLineCode": air_line_code,
            },
        )

    async def close(
        self,
        *,
        card_id: str,
        user_req_no: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Cancels a card and returns its available balance to the account. The outcome arrives as card_operate,
        op_type 19.

        The operation is called cardClose in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param card_id: The card.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARD_CLOSE,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
            },
        )

    async def recharge(
        self,
        *,
        auth_limit_amount: Amount,
        user_req_no: Optional[str] = None,
        channel_type: Optional[Literal[1, 2]] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Adds auth_limit_amount to a card from the card account of its currency. The outcome arrives as
        card_operate, op_type 16.

        The operation is called cardRecharge in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param auth_limit_amount: The amount to add, from min_amount to max_amount of the BIN range. The fee is
            charged in addition.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param channel_type: 1 a card, identified by card_id; 2 a group, identified by group_id. Defaults to 1.
        :param card_id: The card, for channel_type 1.
        :param group_id: The group, for channel_type 2.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110003
            fee rules missing, 110004 card, group or holder status not suitable, 110005 account balance
            insufficient, 110009 request number already used with other content, 120001 nothing found, 130001
            failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARD_RECHARGE,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "channelType": channel_type,
                "cardId": card_id,
                "groupId": group_id,
                "authLimitAmount": auth_limit_amount,
            },
        )

    async def modify(
        self,
        *,
        card_id: str,
        user_req_no: Optional[str] = None,
        card_alias: Optional[str] = None,
        card_label: Optional[str] = None,
        status: Optional[Literal[0, 1]] = None,
        auth_limit_amount: Optional[Amount] = None,
    ) -> models.AcceptedChange:
        """Freezes or enables a card, or changes its alias, label or limit. At least one of them is required.

        The operation is called cardModify in the reference.

        :param card_id: The card.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param card_alias: The merchant's name for the card.
        :param card_label: The merchant's label for the card.
        :param status: 0 freeze, 1 enable.
        :param auth_limit_amount: The limit of a supplementary card within its pool, not below the used amount; 0
            means no limit. Other cards have no limit.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110008 limit below the used amount, 110009 request number
            already used with other content, 120001 nothing found, 130001 failed, try again later, 999999 system
            error.
        """
        return await self._caller.one(
            CARD_MODIFY,
            models.AcceptedChange,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
                "cardAlias": card_alias,
                "cardLabel": card_label,
                "status": status,
                "authLimitAmount": auth_limit_amount,
            },
        )

    async def get(
        self,
        *,
        card_id: str,
    ) -> models.Card:
        """Returns a card with its number, verification number, balance and status. A closed or expired card has no
        verification number.

        The operation is called cardInfo in the reference.

        :param card_id: The card.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARD_INFO,
            models.Card,
            {
                "cardId": card_id,
            },
        )

    async def refund(
        self,
        *,
        refund_amount: Amount,
        user_req_no: Optional[str] = None,
        channel_type: Optional[Literal[1, 2]] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Moves refund_amount of a card's available balance back to the account. The outcome arrives as
        card_operate, op_type 18.

        The operation is called cardRefund in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param refund_amount: The amount to return, at most the available balance.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param channel_type: 1 a card, identified by card_id; 2 a group, identified by group_id. Defaults to 1.
        :param card_id: The card, for channel_type 1.
        :param group_id: The group, for channel_type 2.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110006 card or group balance insufficient, 110009 request
            number already used with other content, 120001 nothing found, 130001 failed, try again later, 999999
            system error.
        """
        return await self._caller.one(
            CARD_REFUND,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "channelType": channel_type,
                "cardId": card_id,
                "groupId": group_id,
                "refundAmount": refund_amount,
            },
        )

    def list(
        self,
        *,
        card_type: Optional[Literal[1, 2]] = None,
        group_id: Optional[str] = None,
        status: Optional[Literal["0", "1", "2", "3"]] = None,
        card_user_id: Optional[str] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> AsyncPages[models.CardSummary]:
        """Returns the merchant's cards, newest first, with masked numbers. With an end_time in the past, pages do
        not shift while cards are added. Without one, new cards push the others towards later pages, but none is
        skipped. Without filters, or with a period alone, every page takes the same time. With other filters the
        time is proportional to the cards of the cardholder or group, or for card_type and status alone of the
        merchant within the period.

        The operation is called cardPage in the reference.

        :param card_type: 1 regular, 2 shared: a supplementary card of a group.
        :param group_id: The group.
        :param status: 0 closed, 1 in use, 2 frozen, 3 awaiting activation.
        :param card_user_id: The cardholder.
        :param begin_time: Opened at this time or later; a date includes the whole day.
        :param end_time: Opened at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return AsyncPages(self._caller, 
            CARD_PAGE,
            models.CardSummary,
            {
                "cardType": card_type,
                "groupId": group_id,
                "status": status,
                "cardUserId": card_user_id,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )

    async def assign(
        self,
        *,
        local_currency: str,
        card_user_id: str,
        user_req_no: Optional[str] = None,
        bin_range_id: Optional[str] = None,
        card_no: Optional[str] = None,
    ) -> models.AssignedCard:
        """Assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits
        activation; its code arrives as card_activation_code.

        The operation is called cardAssign in the reference.

        :param local_currency: The currency of the card.
        :param card_user_id: The cardholder.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param bin_range_id: A BIN range of physical cards, or its BIN. Optional with card_no; defaults to the range
            of that card.
        :param card_no: The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s
            card_data is jwe; not allowed if it is masked.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110007 cardholder
            not reported, 110009 request number already used with other content, 120001 nothing found, 130001
            failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARD_ASSIGN,
            models.AssignedCard,
            {
                "userReqNo": user_req_no,
                "binRangeId": bin_range_id,
                "localCurrency": local_currency,
                "cardUserId": card_user_id,
                "cardNo": card_no,
            },
        )

    async def activate(
        self,
        *,
        card_id: str,
        activation_code: str,
        pin: str,
        user_req_no: Optional[str] = None,
    ) -> models.AcceptedChange:
        """Activates a physical card with its code and sets its PIN. The outcome arrives as card_activation_status.
        Five wrong codes lock the activation. A repeated user_req_no gets the first result, whatever code and PIN it
        carries, and does not set another PIN.

        The operation is called cardActive in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param card_id: The card.
        :param activation_code: The 8-digit code from card_activation_code. As JWE if the merchant’s card_data is
            jwe.
        :param pin: The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s card_data is jwe.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 110011
            activation locked or code wrong, 120001 nothing found, 130001 failed, try again later, 999999 system
            error.
        """
        return await self._caller.one(
            CARD_ACTIVE,
            models.AcceptedChange,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
                "activationCode": activation_code,
                "pin": pin,
            },
        )

    async def reset_pin(
        self,
        *,
        card_id: str,
        pin: str,
        user_req_no: Optional[str] = None,
    ) -> models.AcceptedChange:
        """Sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated
        user_req_no gets the first result, whatever PIN it carries, and does not set another PIN.

        The operation is called cardPinReset in the reference.

        :param card_id: The card.
        :param pin: The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s card_data is jwe.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARD_PIN_RESET,
            models.AcceptedChange,
            {
                "userReqNo": user_req_no,
                "cardId": card_id,
                "pin": pin,
            },
        )


class AsyncOrders(AsyncWaitsForOrders):
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        user_req_no: Optional[str] = None,
        order_id: Optional[str] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
        op_type: Optional[Literal[15, 16, 18, 19, 26]] = None,
        status: Optional[Literal[0, 1, 2]] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> AsyncPages[models.Order]:
        """Returns orders on cards and groups that match at least one filter, newest first. With an end_time in the
        past, pages do not shift while orders are added. A query by order_id or user_req_no finds its order
        directly. Other queries take time in proportion to the orders of the card or group, or without either of the
        merchant within the period.

        The operation is called cardOperateQuery in the reference.

        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing.
        :param order_id: The order.
        :param card_id: The card.
        :param group_id: The group.
        :param op_type: 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.
        :param status: 0 in process, 1 success, 2 failure.
        :param begin_time: Accepted at this time or later; a date includes the whole day.
        :param end_time: Accepted at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return AsyncPages(self._caller, 
            CARD_OPERATE_QUERY,
            models.Order,
            {
                "userReqNo": user_req_no,
                "orderId": order_id,
                "cardId": card_id,
                "groupId": group_id,
                "opType": op_type,
                "status": status,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )


class AsyncTransactions:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        card_type: Optional[Literal[1, 2]] = None,
        card_id: Optional[str] = None,
        group_id: Optional[str] = None,
        record_no: Optional[str] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        time_type: Optional[Literal[0, 1]] = None,
        trans_type: Optional[Literal["1", "2", "3", "4", "5", "7"]] = None,
        trans_status: Optional[Literal["1", "2"]] = None,
        trans_category: Optional[Literal[1, 2]] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> AsyncPages[models.CardTransaction]:
        """Returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of
        card_transaction.

        The operation is called transactionQuery in the reference.

        :param card_type: 1 regular, 2 shared: a supplementary card of a group.
        :param card_id: The card.
        :param group_id: The group.
        :param record_no: The transaction.
        :param begin_time: At this time or later. Requires end_time, at most 45 days after it. A date includes the
            whole day. Without a period and a record_no, the last 45 days are searched.
        :param end_time: At this time or earlier. Requires begin_time. A date includes the whole day.
        :param time_type: The time that the period refers to: 0 when the transaction was made, 1 when the platform
            recorded it. Defaults to 0.
        :param trans_type: 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7
            forced settlement.
        :param trans_status: 1 success, 2 failed.
        :param trans_category: 1 unsettled, 2 settled.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return AsyncPages(self._caller, 
            TRANSACTION_QUERY,
            models.CardTransaction,
            {
                "cardType": card_type,
                "cardId": card_id,
                "groupId": group_id,
                "recordNo": record_no,
                "beginTime": begin_time,
                "endTime": end_time,
                "timeType": time_type,
                "transType": trans_type,
                "transStatus": trans_status,
                "transCategory": trans_category,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )


class AsyncGroups:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def apply(
        self,
        *,
        local_currency: str,
        auth_limit_amount: Amount,
        user_req_no: Optional[str] = None,
        group_name: Optional[str] = None,
        bin_range_id: Optional[str] = None,
    ) -> models.AcceptedOrder:
        """Opens a group: a pool that is funded from the card account of its currency and shared by supplementary
        cards. The outcome arrives as card_operate, op_type 26.

        The operation is called groupApply in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param local_currency: The currency of the pool and its cards.
        :param auth_limit_amount: The initial funding of the pool, within the limits of the BIN range.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param group_name: The merchant's name for the group.
        :param bin_range_id: A BIN range for shared cards, or its BIN. Defaults to the first range for the currency.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            GROUP_APPLY,
            models.AcceptedOrder,
            {
                "userReqNo": user_req_no,
                "localCurrency": local_currency,
                "authLimitAmount": auth_limit_amount,
                "groupName": group_name,
                "binRangeId": bin_range_id,
            },
        )

    def list(
        self,
        *,
        status: Optional[Literal[0, 1]] = None,
        begin_time: Optional[DateOrTime] = None,
        end_time: Optional[DateOrTime] = None,
        current_page: Optional[int] = None,
        page_size: int = 50,
    ) -> AsyncPages[models.Group]:
        """Returns the merchant's groups, newest first.

        The operation is called groupPage in the reference.

        :param status: 0 frozen, 1 enabled.
        :param begin_time: Opened at this time or later; a date includes the whole day.
        :param end_time: Opened at this time or earlier, not before begin_time; a date includes the whole day.
        :param current_page: The requested page. Defaults to 1.
        :param page_size: Rows per page. Defaults to 50.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 999999
            system error.
        """
        return AsyncPages(self._caller, 
            GROUP_PAGE,
            models.Group,
            {
                "status": status,
                "beginTime": begin_time,
                "endTime": end_time,
                "currentPage": current_page,
                "pageSize": page_size,
            },
        )

    async def get(
        self,
        *,
        group_id: str,
    ) -> models.Group:
        """Returns a group with the balance of its pool and the amount its cards used.

        The operation is called groupInfo in the reference.

        :param group_id: The group.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 999999 system error.
        """
        return await self._caller.one(
            GROUP_INFO,
            models.Group,
            {
                "groupId": group_id,
            },
        )

    async def set_status(
        self,
        *,
        group_id: str,
        status: Literal[0, 1],
        user_req_no: Optional[str] = None,
    ) -> models.GroupStatusResult:
        """Freezes or enables a group. Purchases with cards of a frozen group are declined.

        The operation is called groupStatus in the reference.

        :param group_id: The group.
        :param status: 0 freeze, 1 enable.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            GROUP_STATUS,
            models.GroupStatusResult,
            {
                "userReqNo": user_req_no,
                "groupId": group_id,
                "status": status,
            },
        )


class AsyncDpt:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def acquire(
        self,
        *,
        currency: Literal["USDT", "USDC"],
        network: Literal["TRC20", "ERC20", "BEP20"],
        user_req_no: Optional[str] = None,
        amount: Optional[Amount] = None,
    ) -> models.AcquiringOrder:
        """Assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less
        the fee.

        The operation is called dptAcquire in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param currency: The coin: USDT or USDC.
        :param network: The blockchain network of the coin.
        :param user_req_no: The merchant's request number; dpt_payment_bill repeats it as serial_number. Defaults to
            a new number; store one of your own first if your program may crash.
        :param amount: The requested amount in coins. Without it any amount is accepted.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110009 request number already used with other content,
            130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            DPT_ACQUIRE,
            models.AcquiringOrder,
            {
                "userReqNo": user_req_no,
                "currency": currency,
                "network": network,
                "amount": amount,
            },
        )

    async def withdraw(
        self,
        *,
        currency: Literal["USDT", "USDC"],
        network: Literal["TRC20", "ERC20", "BEP20"],
        address: str,
        amount: Amount,
        user_req_no: Optional[str] = None,
    ) -> models.Withdrawal:
        """Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed
        the transfer; a failure releases both.

        The operation is called dptWithdraw in the reference.
        Returns once it is accepted; the outcome arrives as a notification.

        :param currency: The coin: USDT or USDC.
        :param network: The blockchain network of the coin.
        :param address: The destination: an address of the network with a valid checksum.
        :param amount: The amount to send, in coins. The fee is charged in addition.
        :param user_req_no: The merchant's request number, unique for ever. Defaults to a new number; store one of
            your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110002
            product not enabled, 110003 fee rules missing, 110005 account balance insufficient, 110009 request
            number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            DPT_WITHDRAW,
            models.Withdrawal,
            {
                "userReqNo": user_req_no,
                "currency": currency,
                "network": network,
                "address": address,
                "amount": amount,
            },
        )

    async def get_order(
        self,
        *,
        order_no: Optional[str] = None,
        user_req_no: Optional[str] = None,
    ) -> models.DptOrder:
        """Returns an acquiring or withdrawal order with its status, by order_no or user_req_no.

        The operation is called dptOrderQuery in the reference.

        :param order_no: The order. Either order_no or user_req_no is required.
        :param user_req_no: The merchant's number of the request that created the order.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 999999 system error.
        """
        return await self._caller.one(
            DPT_ORDER_QUERY,
            models.DptOrder,
            {
                "orderNo": order_no,
                "userReqNo": user_req_no,
            },
        )


class AsyncHolders:
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create(
        self,
        *,
        first_name: str,
        last_name: str,
        email: str,
        mobile_prefix: str,
        mobile: str,
        birth_date: Date,
        country_code: str,
        billing_state: str,
        billing_city: str,
        billing_address: str,
        user_req_no: Optional[str] = None,
        middle_name: Optional[str] = None,
        billing_zip_code: Optional[str] = None,
        remark: Optional[str] = None,
        gender: Optional[Literal[1, 2]] = None,
        certificate_type: Optional[Literal[1, 2]] = None,
        certificate_no: Optional[str] = None,
        certificate_front_image_base64: Optional[str] = None,
        certificate_back_image_base64: Optional[str] = None,
        certificate_hold_image_base64: Optional[str] = None,
    ) -> models.CardholderApplyResult:
        """Reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the
        same application, with or without a user_req_no, returns the same cardholder.

        The operation is called cardholderApply in the reference.

        :param first_name: Given name.
        :param last_name: Family name.
        :param email: E-mail address. Unique among the cardholders of the merchant, regardless of case.
        :param mobile_prefix: ITU calling code of the mobile number without plus, for example 86.
        :param mobile: Mobile number without its prefix. Unique among the cardholders of the merchant, with or
            without a trunk prefix 0.
        :param birth_date: Date of birth; the cardholder must be 18 or older.
        :param country_code: ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for
            CHN.
        :param billing_state: State or province. In the United States a two-letter code of the appendix.
        :param billing_city: City.
        :param billing_address: Street and number.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :param middle_name: Middle name.
        :param billing_zip_code: Postal code. May be omitted for countries and regions without postal codes, such as
            Hong Kong.
        :param remark: The merchant's own note.
        :param gender: 1 male, 2 female.
        :param certificate_type: 1 identity card, 2 passport. Requires certificate_no.
        :param certificate_no: Number of the document. Requires certificate_type.
        :param certificate_front_image_base64: The front of the document: a JPEG or PNG of at most 512 KiB, as
            Base64 or as a data: URI. Never returned.
        :param certificate_back_image_base64: The back of the document: a JPEG or PNG of at most 512 KiB, as Base64
            or as a data: URI. Never returned.
        :param certificate_hold_image_base64: The cardholder holding the document: a JPEG or PNG of at most 512 KiB,
            as Base64 or as a data: URI. Never returned.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110009
            request number already used with other content, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARDHOLDER_APPLY,
            models.CardholderApplyResult,
            {
                "userReqNo": user_req_no,
                "firstName": first_name,
                "middleName": middle_name,
                "lastName": last_name,
                "email": email,
                "mobilePrefix": mobile_prefix,
                "mobile": mobile,
                "birthDate": birth_date,
                "countryCode": country_code,
                "billingState": billing_state,
                "billingCity": billing_city,
                "billingAddress": billing_address,
                "billingZipCode": billing_zip_code,
                "remark": remark,
                "gender": gender,
                "certificateType": certificate_type,
                "certificateNo": certificate_no,
                "certificateFrontImageBase64": certificate_front_image_base64,
                "certificateBackImageBase64": certificate_back_image_base64,
                "certificateHoldImageBase64": certificate_hold_image_base64,
            },
        )

    async def get(
        self,
        *,
        card_user_id: str,
    ) -> models.Cardholder:
        """Returns what was reported about a cardholder, without images, and the BIN ranges that accept the
        cardholder.

        The operation is called cardholderInfo in the reference.

        :param card_user_id: The cardholder.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 120001
            nothing found, 999999 system error.
        """
        return await self._caller.one(
            CARDHOLDER_INFO,
            models.Cardholder,
            {
                "cardUserId": card_user_id,
            },
        )

    async def delete(
        self,
        *,
        card_user_id: str,
        user_req_no: Optional[str] = None,
    ) -> models.CardholderDeleteResult:
        """Deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes
        nothing.

        The operation is called cardholderDelete in the reference.

        :param card_user_id: The cardholder.
        :param user_req_no: The merchant's request number, unique for ever. Repeating a request under the same
            number changes nothing. Defaults to a new number; store one of your own first if your program may crash.
        :raises OperationRefused: with 100002 authentication failed, 100003 source address not allowed, 100004
            version or dataType not supported, 100005 too many requests, 110001 parameter validation failed, 110004
            card, group or holder status not suitable, 110009 request number already used with other content, 120001
            nothing found, 130001 failed, try again later, 999999 system error.
        """
        return await self._caller.one(
            CARDHOLDER_DELETE,
            models.CardholderDeleteResult,
            {
                "userReqNo": user_req_no,
                "cardUserId": card_user_id,
            },
        )


class OperationGroups:
    """The groups of operations, as attributes."""

    def __init__(self, caller: Caller) -> None:
        self.accounts = Accounts(caller)
        self.scenes = Scenes(caller)
        self.bins = Bins(caller)
        self.cards = Cards(caller)
        self.orders = Orders(caller)
        self.transactions = Transactions(caller)
        self.groups = Groups(caller)
        self.dpt = Dpt(caller)
        self.holders = Holders(caller)


class AsyncOperationGroups:
    """The groups of operations, as attributes."""

    def __init__(self, caller: AsyncCaller) -> None:
        self.accounts = AsyncAccounts(caller)
        self.scenes = AsyncScenes(caller)
        self.bins = AsyncBins(caller)
        self.cards = AsyncCards(caller)
        self.orders = AsyncOrders(caller)
        self.transactions = AsyncTransactions(caller)
        self.groups = AsyncGroups(caller)
        self.dpt = AsyncDpt(caller)
        self.holders = AsyncHolders(caller)
