# Generated from the API catalogue by npm run generate:clients. Do not edit.
"""What the platform sends: the results of operations and the contents of notifications."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, List, Mapping, Optional, Tuple

from ._model import Model, Reader, decimal, integer, list_of, text


@dataclass(frozen=True)
class CardTransaction(Model):
    record_no: str
    """The transaction. Its settlement is notified again under the same number."""
    card_id: str
    """The card that was used."""
    transaction_time: str
    """When the transaction was made."""
    trans_currency_amt: Decimal
    """The amount in trans_currency."""
    local_currency: str
    """The card's currency."""
    local_currency_amt: Decimal
    """The amount in the card's currency."""
    merchant_name: str
    """The card acceptor."""
    trans_type: str
    """1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement."""
    trans_status: str
    """1 success, 2 failed."""
    trans_category: int
    """1 unsettled, 2 settled."""
    resp_code: str
    """The response code; 000000 means success."""
    resp_code_desc: str
    """The response code in words."""
    trans_currency: Optional[str] = None
    """The card acceptor's currency, which may be a withdrawn one."""
    approval_code: Optional[str] = None
    """The approval code of the authorization."""
    merchant_category_code: Optional[str] = None
    """The card acceptor's ISO 18245 category."""
    cross_board_type: Optional[str] = None
    """0 domestic, 1 overseas."""
    origin_record_no: Optional[str] = None
    """The transaction that this one reverses, refunds or clears."""
    fee_type: Optional[int] = None
    """Where fees are charged: 1 card, 2 account."""
    funds_type: Optional[int] = None
    """Where the money is booked: 1 card, 2 account."""
    funds_direction: Optional[int] = None
    """0 out, 1 in."""
    settle_amount: Optional[Decimal] = None
    """The settled amount in the card's currency. An upstream may send a negative amount, which moves in the
    opposite direction.
    """
    settle_time: Optional[str] = None
    """When the transaction was settled."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "record_no": ("recordNo", text),
        "card_id": ("cardId", text),
        "transaction_time": ("transactionTime", text),
        "trans_currency": ("transCurrency", text),
        "trans_currency_amt": ("transCurrencyAmt", decimal),
        "local_currency": ("localCurrency", text),
        "local_currency_amt": ("localCurrencyAmt", decimal),
        "approval_code": ("approvalCode", text),
        "merchant_name": ("merchantName", text),
        "merchant_category_code": ("merchantCategoryCode", text),
        "cross_board_type": ("crossBoardType", text),
        "trans_type": ("transType", text),
        "trans_status": ("transStatus", text),
        "origin_record_no": ("originRecordNo", text),
        "trans_category": ("transCategory", integer),
        "fee_type": ("feeType", integer),
        "funds_type": ("fundsType", integer),
        "funds_direction": ("fundsDirection", integer),
        "settle_amount": ("settleAmount", decimal),
        "settle_time": ("settleTime", text),
        "resp_code": ("respCode", text),
        "resp_code_desc": ("respCodeDesc", text),
    }


@dataclass(frozen=True)
class CardInfo(Model):
    card_no: str = field(repr=False)
    """The card number: masked unless the merchant is configured to receive it, and JWE if its card_data is jwe."""
    card_expiry_date: str
    """The expiry date on the card, yyyy-MM."""
    card_alias: str
    """The merchant's name for the card."""
    card_label: str
    """The merchant's label for the card."""
    local_currency: str
    """The currency of the card."""
    start_active_date: str
    """The first day on which the card can be used, yyyy-MM-dd."""
    end_close_date: str
    """The last day on which the card can be used, yyyy-MM-dd."""
    card_verify_no: Optional[str] = field(default=None, repr=False)
    """The CVV2, only for merchants that are configured to receive it; JWE if their card_data is jwe."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_no": ("cardNo", text),
        "card_verify_no": ("cardVerifyNo", text),
        "card_expiry_date": ("cardExpiryDate", text),
        "card_alias": ("cardAlias", text),
        "card_label": ("cardLabel", text),
        "local_currency": ("localCurrency", text),
        "start_active_date": ("startActiveDate", text),
        "end_close_date": ("endCloseDate", text),
    }


@dataclass(frozen=True)
class CardOperate(Model):
    order_id: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""
    op_type: int
    """15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application."""
    status: int
    """1 success, 2 failure."""
    amount: Decimal
    """The amount that the card or group gained or returned."""
    fee: Decimal
    """The fee, in addition to the amount."""
    create_at: str
    """When the order was accepted."""
    card_id: Optional[str] = None
    """The card of the order."""
    group_id: Optional[str] = None
    """The group of the order."""
    card_info: Optional["CardInfo"] = None
    """The new card, for an opening."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_id": ("orderId", text),
        "card_id": ("cardId", text),
        "group_id": ("groupId", text),
        "user_req_no": ("userReqNo", text),
        "op_type": ("opType", integer),
        "status": ("status", integer),
        "amount": ("amount", decimal),
        "fee": ("fee", decimal),
        "card_info": ("cardInfo", CardInfo.from_wire),
        "create_at": ("createAt", text),
    }


@dataclass(frozen=True)
class TradeFee(Model):
    card_id: str
    """The card of the transaction."""
    op_type: int
    """91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95
    settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction
    processing.
    """
    receipt_no: str
    """The fee."""
    record_no: str
    """The transaction of the fee."""
    user_no: str
    """The merchant."""
    real_ccy: str
    """The currency of the fee."""
    real_fee: str
    """The fee; negative when one is returned."""
    create_at: str
    """When the fee was charged."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_id": ("cardId", text),
        "op_type": ("opType", integer),
        "receipt_no": ("receiptNo", text),
        "record_no": ("recordNo", text),
        "user_no": ("userNo", text),
        "real_ccy": ("realCcy", text),
        "real_fee": ("realFee", text),
        "create_at": ("createAt", text),
    }


@dataclass(frozen=True)
class Card3dsOtp(Model):
    otp: str = field(repr=False)
    """The one-time password that the cardholder must enter; JWE if the merchant’s card_data is jwe."""
    card_id: str
    """The card."""
    card_no: str = field(repr=False)
    """The card number, masked."""
    transaction_currency: str
    """The currency of the purchase."""
    transaction_amount: str
    """The amount of the purchase."""
    merchant_name: str
    """The card acceptor."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "otp": ("otp", text),
        "card_id": ("cardId", text),
        "card_no": ("cardNo", text),
        "transaction_currency": ("transactionCurrency", text),
        "transaction_amount": ("transactionAmount", text),
        "merchant_name": ("merchantName", text),
    }


@dataclass(frozen=True)
class DptPaymentBill(Model):
    tx_id: str
    """The transaction id on the blockchain."""
    from_address: str
    """The address that sent the coins."""
    to_address: str
    """The address that received the coins."""
    payment_amount: Decimal
    """The amount received."""
    fact_amount: Decimal
    """The amount credited."""
    fee: Decimal
    """The fee."""
    serial_number: str
    """The merchant's request number."""
    order_no: str
    """The acquiring order."""
    transaction_time: str
    """When the payment was made, in ISO 8601: the time of its block. A transaction that is mined again has a later
    time.
    """
    log_index: Optional[int] = None
    """The log index of the transfer, which distinguishes two transfers of one transaction. Without it the
    transaction has only one transfer.
    """
    currency: Optional[str] = None
    """The coin."""
    network: Optional[str] = None
    """The network."""
    confirmations: Optional[int] = None
    """The number of blocks on top of the transaction. Without it the payment is final. Only sent by chain watchers."""
    removed: Optional[int] = None
    """1: the transaction was removed from the blockchain by a reorganisation, and its credit is reversed; the
    amounts are then negative.
    """

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "tx_id": ("txId", text),
        "from_address": ("fromAddress", text),
        "to_address": ("toAddress", text),
        "payment_amount": ("paymentAmount", decimal),
        "fact_amount": ("factAmount", decimal),
        "fee": ("fee", decimal),
        "serial_number": ("serialNumber", text),
        "order_no": ("orderNo", text),
        "transaction_time": ("transactionTime", text),
        "log_index": ("logIndex", integer),
        "currency": ("currency", text),
        "network": ("network", text),
        "confirmations": ("confirmations", integer),
        "removed": ("removed", integer),
    }


@dataclass(frozen=True)
class CardActivationCode(Model):
    card_id: str
    """The physical card."""
    card_no: str = field(repr=False)
    """The card number, masked."""
    activation_code: str = field(repr=False)
    """The 8-digit code that activates the card; JWE if the merchant’s card_data is jwe."""
    expire_time: Optional[str] = None
    """When the code expires."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_id": ("cardId", text),
        "card_no": ("cardNo", text),
        "activation_code": ("activationCode", text),
        "expire_time": ("expireTime", text),
    }


@dataclass(frozen=True)
class CardActivationStatus(Model):
    card_id: int
    """The physical card."""
    staus: int
    """1 success, 2 failure. The name is misspelt for compatibility."""
    status: Optional[int] = None
    """The same as staus."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_id": ("cardId", integer),
        "staus": ("staus", integer),
        "status": ("status", integer),
    }


@dataclass(frozen=True)
class Balance(Model):
    account_type: int
    """1 card account, 2 dpt account."""
    currency: str
    """The currency or coin of the account."""
    current_balance: Decimal
    """The total balance. Of a sum with more than 15 digits all but the first 15 are zeros."""
    available_balance: Decimal
    """The part that can be spent."""
    frozen_balance: Decimal
    """The part held by open orders."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "account_type": ("accountType", integer),
        "currency": ("currency", text),
        "current_balance": ("currentBalance", decimal),
        "available_balance": ("availableBalance", decimal),
        "frozen_balance": ("frozenBalance", decimal),
    }


@dataclass(frozen=True)
class StatementLine(Model):
    entry_no: str
    """The number of the line, unique within the account and increasing. An account with several shards has one
    sequence of numbers per shard.
    """
    time: str
    """When it was booked, yyyy-MM-dd HH:mm:ss."""
    kind: str
    """The kind of the line: deposit money paid in, payout money paid out, opening the opening of a card or group,
    recharge a recharge of a card or group, refund a refund from a card or group, closing the balance of a cancelled
    card, exchange a currency exchange, transfer coins converted into money on a card account, fee a fee,
    transaction a card transaction, acquiring coins received, withdrawal coins sent, correction the correction of an
    earlier line, suspense money that cannot be assigned yet, rebalance a transfer between the shards of one
    account, other anything else.
    """
    amount: Decimal
    """The change of the total balance: negative for a debit, 0 when money was only frozen or released."""
    balance_after: Decimal
    """The total balance after the line."""
    frozen_after: Decimal
    """The part of it held by open orders."""
    order_id: Optional[str] = None
    """The order that the line belongs to."""
    record_no: Optional[str] = None
    """The card transaction that the line belongs to."""
    remark: Optional[str] = None
    """Further details: a reference, a reason, the progress of the order."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "entry_no": ("entryNo", text),
        "time": ("time", text),
        "kind": ("kind", text),
        "amount": ("amount", decimal),
        "balance_after": ("balanceAfter", decimal),
        "frozen_after": ("frozenAfter", decimal),
        "order_id": ("orderId", text),
        "record_no": ("recordNo", text),
        "remark": ("remark", text),
    }


@dataclass(frozen=True)
class Transfer(Model):
    order_id: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""
    exchange_rate: Decimal
    """The price of one unit of the currency sold, in the currency bought."""
    status: int
    """1 success: the money has arrived."""
    create_at: str
    """When the money was converted, yyyy-MM-dd HH:mm:ss."""
    currency: str
    """The coin."""
    amount: Decimal
    """The coins taken from the dpt account, including the fee."""
    fee: Decimal
    """The fee in coins, rounded up."""
    target_currency: str
    """The currency of the card account."""
    target_amount: Decimal
    """The amount credited to the card account."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_id": ("orderId", text),
        "user_req_no": ("userReqNo", text),
        "exchange_rate": ("exchangeRate", decimal),
        "status": ("status", integer),
        "create_at": ("createAt", text),
        "currency": ("currency", text),
        "amount": ("amount", decimal),
        "fee": ("fee", decimal),
        "target_currency": ("targetCurrency", text),
        "target_amount": ("targetAmount", decimal),
    }


@dataclass(frozen=True)
class Exchange(Model):
    order_id: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""
    exchange_rate: Decimal
    """The price of one unit of the currency sold, in the currency bought."""
    status: int
    """1 success: the money has arrived."""
    create_at: str
    """When the money was converted, yyyy-MM-dd HH:mm:ss."""
    sell_currency: str
    """The currency sold."""
    sell_amount: Decimal
    """How much was sold."""
    buy_currency: str
    """The currency bought."""
    buy_amount: Decimal
    """How much was bought."""
    fee: Decimal
    """The fee in addition, in the currency sold; rounded up."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_id": ("orderId", text),
        "user_req_no": ("userReqNo", text),
        "exchange_rate": ("exchangeRate", decimal),
        "status": ("status", integer),
        "create_at": ("createAt", text),
        "sell_currency": ("sellCurrency", text),
        "sell_amount": ("sellAmount", decimal),
        "buy_currency": ("buyCurrency", text),
        "buy_amount": ("buyAmount", decimal),
        "fee": ("fee", decimal),
    }


@dataclass(frozen=True)
class Quote(Model):
    quote_id: str
    """The quote, for Card account exchange."""
    sell_currency: str
    """The currency or coin to sell."""
    buy_currency: str
    """The currency or coin to buy."""
    exchange_rate: Decimal
    """The price of one unit of the currency sold, in the currency bought."""
    quote_time: str
    """When the quote was given, yyyy-MM-dd HH:mm:ss."""
    expire_time: str
    """When the quote expires, yyyy-MM-dd HH:mm:ss."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "quote_id": ("quoteId", text),
        "sell_currency": ("sellCurrency", text),
        "buy_currency": ("buyCurrency", text),
        "exchange_rate": ("exchangeRate", decimal),
        "quote_time": ("quoteTime", text),
        "expire_time": ("expireTime", text),
    }


@dataclass(frozen=True)
class Scene(Model):
    scene_code: int
    """The code for card openings."""
    scene_name: str
    """Its name."""
    description: str
    """What the scene includes."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "scene_code": ("sceneCode", integer),
        "scene_name": ("sceneName", text),
        "description": ("description", text),
    }


@dataclass(frozen=True)
class BinRange(Model):
    bin_range_id: str
    """The id of the range, for card openings."""
    card_bin: str
    """The leading digits of its card numbers."""
    card_brand: str
    """The card network."""
    card_type: int
    """1 regular, 2 shared: a supplementary card of a group."""
    card_form: int
    """1 virtual, 2 physical."""
    need_cardholder: int
    """Whether an opening requires a cardholder: 0 no, 1 yes."""
    required_fields: List[str]
    """The fields that the cardholder must have, as named in Cardholder Application."""
    currency: str
    """The currency of the cards and of the amounts below."""
    open_fee: Decimal
    """The fee of an opening."""
    recharge_fee_rate: Decimal
    """The fee of a recharge as a share of its amount: 0.01 is 1 %. Rounded up to the minor unit."""
    min_amount: Decimal
    """The smallest amount for funding or recharging a card."""
    max_amount: Decimal
    """The largest amount for funding or recharging a card."""
    status: int
    """0 closed for new cards, 1 open."""
    min_recharge_fee: Optional[Decimal] = None
    """The minimum fee of a recharge, if the range has one."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "bin_range_id": ("binRangeId", text),
        "card_bin": ("cardBin", text),
        "card_brand": ("cardBrand", text),
        "card_type": ("cardType", integer),
        "card_form": ("cardForm", integer),
        "need_cardholder": ("needCardholder", integer),
        "required_fields": ("requiredFields", list_of(text)),
        "currency": ("currency", text),
        "open_fee": ("openFee", decimal),
        "recharge_fee_rate": ("rechargeFeeRate", decimal),
        "min_recharge_fee": ("minRechargeFee", decimal),
        "min_amount": ("minAmount", decimal),
        "max_amount": ("maxAmount", decimal),
        "status": ("status", integer),
    }


@dataclass(frozen=True)
class AcceptedOrder(Model):
    order_id: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_id": ("orderId", text),
        "user_req_no": ("userReqNo", text),
    }


@dataclass(frozen=True)
class AcceptedChange(Model):
    user_req_no: str
    """The merchant's request number."""
    card_id: str
    """The card."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "user_req_no": ("userReqNo", text),
        "card_id": ("cardId", text),
    }


@dataclass(frozen=True)
class CardUserInfo(Model):
    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    email: str
    """E-mail address."""
    mobile: str
    """Mobile number with its calling code."""
    birth_date: str
    """Date of birth, yyyy-MM-dd."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "first_name": ("firstName", text),
        "last_name": ("lastName", text),
        "email": ("email", text),
        "mobile": ("mobile", text),
        "birth_date": ("birthDate", text),
    }


@dataclass(frozen=True)
class BillAddressInfo(Model):
    country_code: str
    """ISO 3166-1 alpha-3 code."""
    country: str
    """The country's name in English."""
    billing_state: str
    """State or province."""
    billing_city: str
    """City."""
    billing_address: str
    """Street and number."""
    billing_zip_code: str
    """Postal code; empty when the country has none."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "country_code": ("countryCode", text),
        "country": ("country", text),
        "billing_state": ("billingState", text),
        "billing_city": ("billingCity", text),
        "billing_address": ("billingAddress", text),
        "billing_zip_code": ("billingZipCode", text),
    }


@dataclass(frozen=True)
class Card(Model):
    card_id: str
    """The card."""
    user_no: str
    """The merchant."""
    card_no: str = field(repr=False)
    """The card number: in plaintext, masked or as JWE, depending on the merchant’s card_data. Also masked once it
    is no longer stored, some time after the card was closed or expired.
    """
    card_alias: str
    """The merchant's name for the card; empty when it has none."""
    card_label: str
    """The merchant's label for the card; empty when it has none."""
    card_expiry_date: str
    """The expiry date on the card, yyyy-MM."""
    local_currency: str
    """The currency of the card and of the amounts below."""
    start_active_date: str
    """The first day on which the card can be used, yyyy-MM-dd."""
    end_close_date: str
    """The last day on which the card can be used, yyyy-MM-dd."""
    card_type: int
    """1 regular, 2 shared: a supplementary card of a group."""
    card_form: int
    """1 virtual, 2 physical."""
    min_auth_amt: Decimal
    """The smallest amount that can be loaded onto the card at once."""
    max_auth_amt: Decimal
    """The largest amount that can be loaded onto the card at once, and the largest purchase."""
    balance_amt: Decimal
    """The available balance."""
    used_auth_amt: Decimal
    """The amount used: authorized or cleared, less reversed and refunded."""
    enable_multi_use: int
    """1 many purchases, 0 one."""
    enable_currency_check: int
    """1 purchases in local_currency only, 0 purchases in any currency."""
    card_status: str
    """0 closed, 1 in use, 2 frozen, 3 awaiting activation."""
    card_status_desc: str
    """The status in words."""
    create_time: str
    """When the card was opened, yyyy-MM-dd HH:mm:ss."""
    group_id: Optional[str] = None
    """The group."""
    credit_limit_amt: Optional[Decimal] = None
    """A supplementary card's own limit within the pool."""
    card_closed_amt: Optional[Decimal] = None
    """The amount that the cancellation returned to the account."""
    card_user_info: Optional["CardUserInfo"] = None
    """The cardholder, if the card has one."""
    bill_address_info: Optional["BillAddressInfo"] = None
    """The cardholder's billing address."""
    card_verify_no: Optional[str] = field(default=None, repr=False)
    """The verification number (CVV2): in plaintext, absent or as JWE, depending on the merchant’s card_data. Absent
    when the card is closed or expired.
    """

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_id": ("cardId", text),
        "user_no": ("userNo", text),
        "card_no": ("cardNo", text),
        "card_alias": ("cardAlias", text),
        "card_label": ("cardLabel", text),
        "card_expiry_date": ("cardExpiryDate", text),
        "local_currency": ("localCurrency", text),
        "start_active_date": ("startActiveDate", text),
        "end_close_date": ("endCloseDate", text),
        "card_type": ("cardType", integer),
        "card_form": ("cardForm", integer),
        "group_id": ("groupId", text),
        "credit_limit_amt": ("creditLimitAmt", decimal),
        "min_auth_amt": ("minAuthAmt", decimal),
        "max_auth_amt": ("maxAuthAmt", decimal),
        "balance_amt": ("balanceAmt", decimal),
        "used_auth_amt": ("usedAuthAmt", decimal),
        "enable_multi_use": ("enableMultiUse", integer),
        "enable_currency_check": ("enableCurrencyCheck", integer),
        "card_closed_amt": ("cardClosedAmt", decimal),
        "card_status": ("cardStatus", text),
        "card_status_desc": ("cardStatusDesc", text),
        "create_time": ("createTime", text),
        "card_user_info": ("cardUserInfo", CardUserInfo.from_wire),
        "bill_address_info": ("billAddressInfo", BillAddressInfo.from_wire),
        "card_verify_no": ("cardVerifyNo", text),
    }


@dataclass(frozen=True)
class Order(Model):
    order_id: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""
    card_type: int
    """1 regular, 2 shared: a supplementary card of a group."""
    op_type: int
    """15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application."""
    status: int
    """0 in process, 1 success, 2 failure."""
    status_desc: str
    """The status in words; after a failure, the reason."""
    amount: Decimal
    """The amount that the card or group gained or returned."""
    fee: Decimal
    """The fee, in addition to the amount."""
    create_at: str
    """When the order was accepted, yyyy-MM-dd HH:mm:ss."""
    card_id: Optional[str] = None
    """The card."""
    group_id: Optional[str] = None
    """The group."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_id": ("orderId", text),
        "user_req_no": ("userReqNo", text),
        "card_id": ("cardId", text),
        "group_id": ("groupId", text),
        "card_type": ("cardType", integer),
        "op_type": ("opType", integer),
        "status": ("status", integer),
        "status_desc": ("statusDesc", text),
        "amount": ("amount", decimal),
        "fee": ("fee", decimal),
        "create_at": ("createAt", text),
    }


@dataclass(frozen=True)
class CardSummary(Model):
    card_id: str
    """The card."""
    user_no: str
    """The merchant."""
    card_no: str = field(repr=False)
    """The card number, masked."""
    card_alias: str
    """The merchant's name for the card; empty when it has none."""
    card_label: str
    """The merchant's label for the card; empty when it has none."""
    card_expiry_date: str
    """The expiry date on the card, yyyy-MM."""
    local_currency: str
    """The currency of the card and of the amounts below."""
    start_active_date: str
    """The first day on which the card can be used, yyyy-MM-dd."""
    end_close_date: str
    """The last day on which the card can be used, yyyy-MM-dd."""
    card_type: int
    """1 regular, 2 shared: a supplementary card of a group."""
    card_form: int
    """1 virtual, 2 physical."""
    min_auth_amt: Decimal
    """The smallest amount that can be loaded onto the card at once."""
    max_auth_amt: Decimal
    """The largest amount that can be loaded onto the card at once, and the largest purchase."""
    balance_amt: Decimal
    """The available balance."""
    used_auth_amt: Decimal
    """The amount used: authorized or cleared, less reversed and refunded."""
    enable_multi_use: int
    """1 many purchases, 0 one."""
    enable_currency_check: int
    """1 purchases in local_currency only, 0 purchases in any currency."""
    card_status: str
    """0 closed, 1 in use, 2 frozen, 3 awaiting activation."""
    card_status_desc: str
    """The status in words."""
    create_time: str
    """When the card was opened, yyyy-MM-dd HH:mm:ss."""
    group_id: Optional[str] = None
    """The group."""
    credit_limit_amt: Optional[Decimal] = None
    """A supplementary card's own limit within the pool."""
    card_closed_amt: Optional[Decimal] = None
    """The amount that the cancellation returned to the account."""
    card_user_info: Optional["CardUserInfo"] = None
    """The cardholder, if the card has one."""
    bill_address_info: Optional["BillAddressInfo"] = None
    """The cardholder's billing address."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_id": ("cardId", text),
        "user_no": ("userNo", text),
        "card_no": ("cardNo", text),
        "card_alias": ("cardAlias", text),
        "card_label": ("cardLabel", text),
        "card_expiry_date": ("cardExpiryDate", text),
        "local_currency": ("localCurrency", text),
        "start_active_date": ("startActiveDate", text),
        "end_close_date": ("endCloseDate", text),
        "card_type": ("cardType", integer),
        "card_form": ("cardForm", integer),
        "group_id": ("groupId", text),
        "credit_limit_amt": ("creditLimitAmt", decimal),
        "min_auth_amt": ("minAuthAmt", decimal),
        "max_auth_amt": ("maxAuthAmt", decimal),
        "balance_amt": ("balanceAmt", decimal),
        "used_auth_amt": ("usedAuthAmt", decimal),
        "enable_multi_use": ("enableMultiUse", integer),
        "enable_currency_check": ("enableCurrencyCheck", integer),
        "card_closed_amt": ("cardClosedAmt", decimal),
        "card_status": ("cardStatus", text),
        "card_status_desc": ("cardStatusDesc", text),
        "create_time": ("createTime", text),
        "card_user_info": ("cardUserInfo", CardUserInfo.from_wire),
        "bill_address_info": ("billAddressInfo", BillAddressInfo.from_wire),
    }


@dataclass(frozen=True)
class Group(Model):
    group_id: str
    """The group."""
    group_name: str
    """The name of the group; empty when it has none."""
    local_currency: str
    """The currency of the pool and its cards."""
    credit_limit_amt: Decimal
    """The total paid into the pool, less refunds to the account."""
    balance_amt: Decimal
    """The amount that its cards can spend."""
    used_auth_amt: Decimal
    """The amount that its cards used: authorized or cleared, less reversed and refunded."""
    card_count: int
    """The number of its cards that are not closed."""
    status: int
    """0 frozen, 1 enabled."""
    status_desc: str
    """The status in words."""
    create_time: str
    """When the group was opened."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "group_id": ("groupId", text),
        "group_name": ("groupName", text),
        "local_currency": ("localCurrency", text),
        "credit_limit_amt": ("creditLimitAmt", decimal),
        "balance_amt": ("balanceAmt", decimal),
        "used_auth_amt": ("usedAuthAmt", decimal),
        "card_count": ("cardCount", integer),
        "status": ("status", integer),
        "status_desc": ("statusDesc", text),
        "create_time": ("createTime", text),
    }


@dataclass(frozen=True)
class GroupStatusResult(Model):
    user_req_no: str
    """The merchant's request number."""
    group_id: str
    """The group."""
    status: int
    """The new status: 0 frozen, 1 enabled."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "user_req_no": ("userReqNo", text),
        "group_id": ("groupId", text),
        "status": ("status", integer),
    }


@dataclass(frozen=True)
class AcquiringOrder(Model):
    order_no: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""
    currency: str
    """The coin."""
    network: str
    """The network."""
    address: str
    """The address to which the payer sends the coins. It belongs to this order only."""
    expire_time: str
    """When the order expires, yyyy-MM-dd HH:mm:ss: after 24 hours. Later payments are still credited."""
    amount: Optional[Decimal] = None
    """The requested amount in coins."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_no": ("orderNo", text),
        "user_req_no": ("userReqNo", text),
        "currency": ("currency", text),
        "network": ("network", text),
        "address": ("address", text),
        "amount": ("amount", decimal),
        "expire_time": ("expireTime", text),
    }


@dataclass(frozen=True)
class Withdrawal(Model):
    order_no: str
    """The order. Digital Order Inquiry returns its outcome; there is no notification."""
    user_req_no: str
    """The merchant's request number."""
    currency: str
    """The coin."""
    amount: Decimal
    """The amount to send, in coins."""
    fee: Decimal
    """The fee in addition, in coins."""
    status: int
    """0 in process."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_no": ("orderNo", text),
        "user_req_no": ("userReqNo", text),
        "currency": ("currency", text),
        "amount": ("amount", decimal),
        "fee": ("fee", decimal),
        "status": ("status", integer),
    }


@dataclass(frozen=True)
class DptOrder(Model):
    order_no: str
    """The order."""
    user_req_no: str
    """The merchant's request number."""
    currency: str
    """The coin."""
    network: str
    """The network."""
    order_type: int
    """1 acquiring, 2 withdrawal."""
    address: str
    """The address that receives the coins."""
    fee: Decimal
    """The fee in coins; for a failed withdrawal, the fee that would have been charged."""
    status: int
    """0 in process; 1 success, for acquiring the full amount received, or any amount when none was requested; 2
    failure, for acquiring expired with nothing received.
    """
    status_desc: str
    """The status in words; for a failed withdrawal, the reason."""
    tx_ids: List[str]
    """The transaction ids on the blockchain, at most 100."""
    create_at: str
    """When the order was accepted, yyyy-MM-dd HH:mm:ss."""
    amount: Optional[Decimal] = None
    """The requested or withdrawn amount, in coins."""
    received_amount: Optional[Decimal] = None
    """Acquiring: the amount received so far, in coins."""
    fact_amount: Optional[Decimal] = None
    """Acquiring: the amount credited so far, in coins."""
    expire_time: Optional[str] = None
    """Acquiring: when the order expires."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "order_no": ("orderNo", text),
        "user_req_no": ("userReqNo", text),
        "currency": ("currency", text),
        "network": ("network", text),
        "order_type": ("orderType", integer),
        "address": ("address", text),
        "amount": ("amount", decimal),
        "received_amount": ("receivedAmount", decimal),
        "fact_amount": ("factAmount", decimal),
        "fee": ("fee", decimal),
        "status": ("status", integer),
        "status_desc": ("statusDesc", text),
        "tx_ids": ("txIds", list_of(text)),
        "create_at": ("createAt", text),
        "expire_time": ("expireTime", text),
    }


@dataclass(frozen=True)
class CardholderApplyResult(Model):
    card_user_id: str
    """The cardholder."""
    status: int
    """0 disabled, 1 enabled, 2 deleted, 3 in process."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_user_id": ("cardUserId", text),
        "status": ("status", integer),
    }


@dataclass(frozen=True)
class HolderCardBin(Model):
    bin_range_id: str
    """The BIN range."""
    card_bin: str
    """The leading digits of its card numbers."""
    holder_status: int
    """0 disabled, 1 enabled, 2 deleted, 3 in process."""
    holder_status_desc: str
    """The status in words."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "bin_range_id": ("binRangeId", text),
        "card_bin": ("cardBin", text),
        "holder_status": ("holderStatus", integer),
        "holder_status_desc": ("holderStatusDesc", text),
    }


@dataclass(frozen=True)
class Cardholder(Model):
    card_user_id: str
    """The cardholder."""
    first_name: str
    """Given name."""
    last_name: str
    """Family name."""
    email: str
    """E-mail address."""
    mobile_prefix: str
    """Calling code of the mobile number without plus."""
    mobile: str
    """Mobile number without its prefix."""
    birth_date: str
    """Date of birth."""
    country_code: str
    """ISO 3166-1 alpha-3 code of the billing address."""
    billing_state: str
    """State or province."""
    billing_city: str
    """City."""
    billing_address: str
    """Street and number."""
    billing_zip_code: str
    """Postal code; empty when the country has none."""
    status: int
    """0 disabled, 1 enabled, 2 deleted, 3 in process."""
    holder_card_bins: List["HolderCardBin"]
    """The BIN ranges in which the merchant can open cards for this cardholder."""
    create_at: str
    """When the cardholder was reported."""
    middle_name: Optional[str] = None
    """Middle name."""
    remark: Optional[str] = None
    """The merchant's own note."""
    gender: Optional[int] = None
    """1 male, 2 female."""
    certificate_type: Optional[int] = None
    """1 identity card, 2 passport."""
    certificate_no: Optional[str] = None
    """Number of the document."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_user_id": ("cardUserId", text),
        "first_name": ("firstName", text),
        "middle_name": ("middleName", text),
        "last_name": ("lastName", text),
        "email": ("email", text),
        "mobile_prefix": ("mobilePrefix", text),
        "mobile": ("mobile", text),
        "birth_date": ("birthDate", text),
        "country_code": ("countryCode", text),
        "billing_state": ("billingState", text),
        "billing_city": ("billingCity", text),
        "billing_address": ("billingAddress", text),
        "billing_zip_code": ("billingZipCode", text),
        "remark": ("remark", text),
        "gender": ("gender", integer),
        "certificate_type": ("certificateType", integer),
        "certificate_no": ("certificateNo", text),
        "status": ("status", integer),
        "holder_card_bins": ("holderCardBins", list_of(HolderCardBin.from_wire)),
        "create_at": ("createAt", text),
    }


@dataclass(frozen=True)
class CardholderDeleteResult(Model):
    card_user_id: str
    """The cardholder."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "card_user_id": ("cardUserId", text),
    }


@dataclass(frozen=True)
class AssignedCard(Model):
    user_req_no: str
    """The merchant's request number."""
    card_id: str
    """The card."""
    status: str
    """3 awaiting activation."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {
        "user_req_no": ("userReqNo", text),
        "card_id": ("cardId", text),
        "status": ("status", text),
    }
