// Code generated from the API catalogue. DO NOT EDIT.
// Generated from the API catalogue by npm run generate:clients. Do not edit.

package issuary

// Version is the version of the package, and of the API that it was generated for.
const Version = "0.1.0"

// The codes of refusals, for errors.Is.
const (
	// malformed envelope
	ErrEnvelopeMalformed ErrorCode = "100001"
	// authentication failed
	ErrAuthenticationFailed ErrorCode = "100002"
	// source address not allowed
	ErrSourceAddressNotAllowed ErrorCode = "100003"
	// version or dataType not supported
	ErrEnvelopeNotSupported ErrorCode = "100004"
	// too many requests
	ErrTooManyRequests ErrorCode = "100005"
	// parameter validation failed
	ErrParameterInvalid ErrorCode = "110001"
	// product not enabled
	ErrProductNotEnabled ErrorCode = "110002"
	// fee rules missing
	ErrFeeRuleMissing ErrorCode = "110003"
	// card, group or holder status not suitable
	ErrStatusNotSuitable ErrorCode = "110004"
	// account balance insufficient
	ErrAccountBalanceInsufficient ErrorCode = "110005"
	// card or group balance insufficient
	ErrCardBalanceInsufficient ErrorCode = "110006"
	// cardholder not reported
	ErrCardholderNotReported ErrorCode = "110007"
	// limit below the used amount
	ErrLimitBelowUsed ErrorCode = "110008"
	// request number already used with other content
	ErrRequestNumberReused ErrorCode = "110009"
	// quote expired or unknown
	ErrQuoteExpired ErrorCode = "110010"
	// activation locked or code wrong
	ErrActivationRefused ErrorCode = "110011"
	// nothing found
	ErrNothingFound ErrorCode = "120001"
	// failed, try again later
	ErrTryAgainLater ErrorCode = "130001"
	// order state unknown, query for the outcome
	ErrOrderStateUnknown ErrorCode = "140001"
	// system error
	ErrSystemError ErrorCode = "999999"
)

var meanings = map[ErrorCode]string{
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

// ResponseCodes says in words what the respCode of a transaction means.
var ResponseCodes = map[string]string{
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

// The codes with the prefix OpType.
const (
	OpTypeCardOpening      = 15
	OpTypeRecharge         = 16
	OpTypeRefund           = 18
	OpTypeCardCancellation = 19
	OpTypeGroupOpening     = 26
)

// The codes with the prefix OrderStatus.
const (
	OrderStatusInProcess = 0
	OrderStatusSuccess   = 1
	OrderStatusFailure   = 2
)

// The codes with the prefix TransType.
const (
	TransTypeConsumption          = "1"
	TransTypeReversal             = "2"
	TransTypeRefund               = "3"
	TransTypeSettlementDifference = "4"
	TransTypeCaptureAfterReversal = "5"
	TransTypeForcedSettlement     = "7"
)

// newContent returns a pointer to the empty content of a type of notification; nil for a type that is not known.
func newContent(notificationType string) any {
	switch notificationType {
	case "card_transaction":
		return new(CardTransaction)
	case "card_operate":
		return new(CardOperate)
	case "trade_fee":
		return new(TradeFee)
	case "card_3ds_otp":
		return new(Card3dsOtp)
	case "dpt_payment_bill":
		return new(DptPaymentBill)
	case "card_activation_code":
		return new(CardActivationCode)
	case "card_activation_status":
		return new(CardActivationStatus)
	}
	return nil
}

// identityFields returns the fields that together identify an event of a type; none where only the header does.
func identityFields(notificationType string) []string {
	switch notificationType {
	case "card_transaction":
		return []string{"recordNo", "transCategory", "cardId"}
	case "card_operate":
		return []string{"orderId"}
	case "trade_fee":
		return []string{"receiptNo", "cardId"}
	case "dpt_payment_bill":
		return []string{"txId", "logIndex", "orderNo", "transactionTime", "removed"}
	}
	return nil
}
