# Generated from the API catalogue by npm run generate:clients. Do not edit.
"""The codes of the API with their meanings."""

from typing import Mapping

ERROR_CODES: Mapping[str, str] = {
    "100001": "malformed envelope",
    "100002": "authentication failed",
    "100003": "source address not allowed",
    "100004": "version or dataType not supported",
    "100005": "too many requests",
    "110001": "parameter validation failed",
    "110002": "product not enabled",
    "110003": "fee rules missing",
    "110004": "card, group or holder status not suitable",
    "110005": "account balance insufficient",
    "110006": "card or group balance insufficient",
    "110007": "cardholder not reported",
    "110008": "limit below the used amount",
    "110009": "request number already used with other content",
    "110010": "quote expired or unknown",
    "110011": "activation locked or code wrong",
    "120001": "nothing found",
    "130001": "failed, try again later",
    "140001": "order state unknown, query for the outcome",
    "999999": "system error",
}
"""The ``error_code`` of a refusal."""

RESPONSE_CODES: Mapping[str, str] = {
    "000000": "success",
    "100001": "account exception",
    "200001": "invalid card",
    "200002": "insufficient balance",
    "200003": "invalid CVV",
    "200004": "invalid expiry",
    "200005": "invalid currency",
    "200006": "not a multi-use card",
    "200007": "over limit",
    "200008": "card exception",
    "200009": "over transaction limit",
    "300001": "invalid merchant",
    "400001": "high risk",
    "400002": "invalid amount",
    "400003": "invalid transaction",
    "400004": "not found",
    "400005": "invalid transaction status",
    "400006": "unsupported type",
    "400007": "time-out",
    "400008": "risk rejection",
    "400009": "channel interception",
    "400010": "refund limit exceeded",
    "400011": "too frequent",
    "400012": "decision rejection",
    "999998": "system upgrade",
    "999999": "unknown",
}
"""The ``resp_code`` of a card transaction."""

OP_TYPE_CARD_OPENING = 15
OP_TYPE_RECHARGE = 16
OP_TYPE_REFUND = 18
OP_TYPE_CARD_CANCELLATION = 19
OP_TYPE_GROUP_OPENING = 26

ORDER_STATUS_IN_PROCESS = 0
ORDER_STATUS_SUCCESS = 1
ORDER_STATUS_FAILURE = 2

TRANS_TYPE_CONSUMPTION = "1"
TRANS_TYPE_REVERSAL = "2"
TRANS_TYPE_REFUND = "3"
TRANS_TYPE_SETTLEMENT_DIFFERENCE = "4"
TRANS_TYPE_CAPTURE_AFTER_REVERSAL = "5"
TRANS_TYPE_FORCED_SETTLEMENT = "7"
