"""Client of the Issuary Merchant API: issue cards, fund them, and be notified of what they are used for."""

from . import codes, errors
from . import _models as models
from ._callers import AsyncPages, Page, Pages
from ._client import AsyncIssuary, Issuary
from ._notifications import (
    Card3dsOtpNotification,
    CardActivationCodeNotification,
    CardActivationStatusNotification,
    CardOperateNotification,
    CardTransactionNotification,
    DptPaymentBillNotification,
    Notification,
    TradeFeeNotification,
)
from ._version import VERSION as __version__
from .errors import (
    IssuaryError,
    NotificationTypeUnknown,
    NotificationUnreadable,
    OperationRefused,
    OrderFailed,
    OrderPending,
    OutcomeUnknown,
    ResponseMissing,
    ResponseUnreadable,
)
from .webhooks import ACCEPTED, Reply, Webhooks

__all__ = [
    "ACCEPTED",
    "AsyncIssuary",
    "AsyncPages",
    "Card3dsOtpNotification",
    "CardActivationCodeNotification",
    "CardActivationStatusNotification",
    "CardOperateNotification",
    "CardTransactionNotification",
    "DptPaymentBillNotification",
    "Issuary",
    "IssuaryError",
    "Notification",
    "NotificationTypeUnknown",
    "NotificationUnreadable",
    "OperationRefused",
    "OrderFailed",
    "OrderPending",
    "OutcomeUnknown",
    "Page",
    "Pages",
    "Reply",
    "ResponseMissing",
    "ResponseUnreadable",
    "TradeFeeNotification",
    "Webhooks",
    "__version__",
    "codes",
    "errors",
    "models",
]
