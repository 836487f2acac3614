# Generated from the API catalogue by npm run generate:clients. Do not edit.
"""The notifications, each with its content and what identifies it."""

from dataclasses import dataclass
from typing import Literal, Mapping, Optional, Tuple, Type, Union

from . import _models as models
from ._model import Model


@dataclass(frozen=True)
class CardTransactionNotification:
    """A card transaction was approved, declined, settled, reversed or refunded."""

    content: models.CardTransaction
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["card_transaction"] = "card_transaction"


@dataclass(frozen=True)
class CardOperateNotification:
    """An order on a card or group succeeded or failed."""

    content: models.CardOperate
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["card_operate"] = "card_operate"


@dataclass(frozen=True)
class TradeFeeNotification:
    """A fee was charged for a transaction or returned."""

    content: models.TradeFee
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["trade_fee"] = "trade_fee"


@dataclass(frozen=True)
class Card3dsOtpNotification:
    """A cardholder must confirm a purchase with a one-time password (3-D Secure)."""

    content: models.Card3dsOtp
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["card_3ds_otp"] = "card_3ds_otp"


@dataclass(frozen=True)
class DptPaymentBillNotification:
    """Coins arrived at the address of an acquiring order."""

    content: models.DptPaymentBill
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["dpt_payment_bill"] = "dpt_payment_bill"


@dataclass(frozen=True)
class CardActivationCodeNotification:
    """A physical card was assigned and awaits activation with this code."""

    content: models.CardActivationCode
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["card_activation_code"] = "card_activation_code"


@dataclass(frozen=True)
class CardActivationStatusNotification:
    """The activation of a physical card succeeded or failed."""

    content: models.CardActivationStatus
    id: Optional[str]
    """What identifies the event: process each id once. None when nothing does."""
    type: Literal["card_activation_status"] = "card_activation_status"


Notification = Union[
    CardTransactionNotification,
    CardOperateNotification,
    TradeFeeNotification,
    Card3dsOtpNotification,
    DptPaymentBillNotification,
    CardActivationCodeNotification,
    CardActivationStatusNotification,
]
"""An opened notification: its ``type`` says which content it has."""

CONTENTS: Mapping[str, Tuple[Type[Model], Type[Notification]]] = {
    "card_transaction": (models.CardTransaction, CardTransactionNotification),
    "card_operate": (models.CardOperate, CardOperateNotification),
    "trade_fee": (models.TradeFee, TradeFeeNotification),
    "card_3ds_otp": (models.Card3dsOtp, Card3dsOtpNotification),
    "dpt_payment_bill": (models.DptPaymentBill, DptPaymentBillNotification),
    "card_activation_code": (models.CardActivationCode, CardActivationCodeNotification),
    "card_activation_status": (models.CardActivationStatus, CardActivationStatusNotification),
}

IDENTITIES: Mapping[str, Tuple[str, ...]] = {
    "card_transaction": ("recordNo", "transCategory", "cardId"),
    "card_operate": ("orderId",),
    "trade_fee": ("receiptNo", "cardId"),
    "dpt_payment_bill": ("txId", "logIndex", "orderNo", "transactionTime", "removed"),
}
