// Code generated from the API catalogue. DO NOT EDIT.
// Generated from the API catalogue by npm run generate:clients. Do not edit.

package issuary

import "context"

// services are the groups of a client's methods.
type services struct {
	Accounts     *AccountsService
	Scenes       *ScenesService
	Bins         *BinsService
	Cards        *CardsService
	Orders       *OrdersService
	Transactions *TransactionsService
	Groups       *GroupsService
	Dpt          *DptService
	Holders      *HoldersService
}

func newServices(client *Client) services {
	return services{
		&AccountsService{client},
		&ScenesService{client},
		&BinsService{client},
		&CardsService{client},
		&OrdersService{client},
		&TransactionsService{client},
		&GroupsService{client},
		&DptService{client},
		&HoldersService{client},
	}
}

// operations are all of them: name, path, whether it changes something, and whether it takes a userReqNo.
var operations = []operation{
	{"accountBalance", "/openapi/account/balance", false, false},
	{"accountStatement", "/openapi/account/statement", false, false},
	{"accountTransfer", "/openapi/account/transfer", true, true},
	{"accountExchange", "/openapi/account/exchange", true, true},
	{"accountExchangeRate", "/openapi/account/exchangeRate", true, false},
	{"scene", "/openapi/vcc/scene", false, false},
	{"cardBin", "/openapi/vcc/cardBin", false, false},
	{"cardApply", "/openapi/vcc/card/apply", true, true},
	{"cardClose", "/openapi/vcc/card/close", true, true},
	{"cardRecharge", "/openapi/vcc/card/recharge", true, true},
	{"cardModify", "/openapi/vcc/card/modify", true, true},
	{"cardInfo", "/openapi/vcc/card/info", false, false},
	{"cardRefund", "/openapi/vcc/card/refund", true, true},
	{"cardOperateQuery", "/openapi/vcc/card/operate/query", false, false},
	{"cardPage", "/openapi/vcc/card/page", false, false},
	{"transactionQuery", "/openapi/vcc/transaction/query", false, false},
	{"groupApply", "/openapi/vcc/group/apply", true, true},
	{"groupPage", "/openapi/vcc/group/page", false, false},
	{"groupInfo", "/openapi/vcc/group/info", false, false},
	{"groupStatus", "/openapi/vcc/group/status", true, true},
	{"dptAcquire", "/openapi/dpt/acquire", true, true},
	{"dptWithdraw", "/openapi/dpt/withdraw", true, true},
	{"dptOrderQuery", "/openapi/dpt/order/query", false, false},
	{"cardholderApply", "/openapi/vcc/cardholder/apply", true, true},
	{"cardholderInfo", "/openapi/vcc/cardholder/info", false, false},
	{"cardholderDelete", "/openapi/vcc/cardholder/delete", true, true},
	{"cardAssign", "/openapi/vcc/card/assign", true, true},
	{"cardActive", "/openapi/vcc/card/active", true, true},
	{"cardPinReset", "/openapi/vcc/card/pin/reset", true, true},
}

// AccountsService has the methods of Client.Accounts.
type AccountsService struct{ client *Client }

// Balance returns the balances of the merchant's accounts: total, available and frozen by open orders.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *AccountsService) Balance(ctx context.Context, request *AccountBalanceRequest) ([]Balance, error) {
	return sendForList[Balance](ctx, s.client, "accountBalance", request)
}

// Statement returns the lines of one account in a period, oldest first. Each line is the change by one booking,
// with the balance after it. Lines appear moments after their bookings. It goes through all pages, from the one
// that the request names.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *AccountsService) Statement(ctx context.Context, request *AccountStatementRequest) Seq[StatementLine] {
	var first AccountStatementRequest
	if request != nil {
		first = *request
	}
	return pages(func(page int) (*Page[StatementLine], error) {
		next := first
		next.CurrentPage = page
		return s.StatementPage(ctx, &next)
	}, first.CurrentPage)
}

// StatementPage returns one page of what Statement goes through.
func (s *AccountsService) StatementPage(ctx context.Context, request *AccountStatementRequest) (*Page[StatementLine], error) {
	return send[Page[StatementLine]](ctx, s.client, "accountStatement", request)
}

// Transfer converts coins of the dpt account into money on a card account at the current rate. The fee is deducted
// from the coins; the target amount is rounded down to the minor unit.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrAccountBalanceInsufficient,
// ErrRequestNumberReused, ErrTryAgainLater, ErrSystemError.
func (s *AccountsService) Transfer(ctx context.Context, request *AccountTransferRequest) (*Transfer, error) {
	return send[Transfer](ctx, s.client, "accountTransfer", request)
}

// Exchange converts money of one card account into another currency. With sellAmount the bought amount is rounded
// down to the minor unit, with buyAmount the sold amount is rounded up. The fee is charged in addition to the sold
// amount.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrAccountBalanceInsufficient,
// ErrRequestNumberReused, ErrQuoteExpired, ErrTryAgainLater, ErrSystemError.
func (s *AccountsService) Exchange(ctx context.Context, request *AccountExchangeRequest) (*Exchange, error) {
	return send[Exchange](ctx, s.client, "accountExchange", request)
}

// ExchangeRate returns the current rate of a currency pair with a quote that holds it for 60 seconds, for one
// exchange of this merchant. Rates of coins are those of Dpt Transfer Card Account, which accepts no quote.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrTryAgainLater, ErrSystemError.
func (s *AccountsService) ExchangeRate(ctx context.Context, request *AccountExchangeRateRequest) (*Quote, error) {
	return send[Quote](ctx, s.client, "accountExchangeRate", request)
}

// ScenesService has the methods of Client.Scenes.
type ScenesService struct{ client *Client }

// List returns the purposes for which a card can be opened.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrSystemError.
func (s *ScenesService) List(ctx context.Context) ([]Scene, error) {
	return sendForList[Scene](ctx, s.client, "scene", nil)
}

// BinsService has the methods of Client.Bins.
type BinsService struct{ client *Client }

// List returns the BIN ranges in which the merchant may open cards, one row per range and currency, with fees and
// limits.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *BinsService) List(ctx context.Context, request *CardBinRequest) ([]BinRange, error) {
	return sendForList[BinRange](ctx, s.client, "cardBin", request)
}

// CardsService has the methods of Client.Cards.
type CardsService struct{ client *Client }

// Apply opens a card and funds it from the card account of its currency. The outcome arrives as card_operate,
// opType 15.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrStatusNotSuitable,
// ErrAccountBalanceInsufficient, ErrCardholderNotReported, ErrRequestNumberReused, ErrNothingFound,
// ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Apply(ctx context.Context, request *CardApplyRequest) (*AcceptedOrder, error) {
	return send[AcceptedOrder](ctx, s.client, "cardApply", request)
}

// Close cancels a card and returns its available balance to the account. The outcome arrives as card_operate,
// opType 19.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrRequestNumberReused, ErrNothingFound,
// ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Close(ctx context.Context, request *CardCloseRequest) (*AcceptedOrder, error) {
	return send[AcceptedOrder](ctx, s.client, "cardClose", request)
}

// Recharge adds authLimitAmount to a card from the card account of its currency. The outcome arrives as
// card_operate, opType 16.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrFeeRuleMissing, ErrStatusNotSuitable, ErrAccountBalanceInsufficient,
// ErrRequestNumberReused, ErrNothingFound, ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Recharge(ctx context.Context, request *CardRechargeRequest) (*AcceptedOrder, error) {
	return send[AcceptedOrder](ctx, s.client, "cardRecharge", request)
}

// Modify freezes or enables a card, or changes its alias, label or limit. At least one of them is required.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrLimitBelowUsed, ErrRequestNumberReused,
// ErrNothingFound, ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Modify(ctx context.Context, request *CardModifyRequest) (*AcceptedChange, error) {
	return send[AcceptedChange](ctx, s.client, "cardModify", request)
}

// Get returns a card with its number, verification number, balance and status. A closed or expired card has no
// verification number.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrNothingFound, ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Get(ctx context.Context, request *CardInfoRequest) (*Card, error) {
	return send[Card](ctx, s.client, "cardInfo", request)
}

// Refund moves refundAmount of a card's available balance back to the account. The outcome arrives as
// card_operate, opType 18.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrCardBalanceInsufficient,
// ErrRequestNumberReused, ErrNothingFound, ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Refund(ctx context.Context, request *CardRefundRequest) (*AcceptedOrder, error) {
	return send[AcceptedOrder](ctx, s.client, "cardRefund", request)
}

// List returns the merchant's cards, newest first, with masked numbers. With an endTime in the past, pages do not
// shift while cards are added. Without one, new cards push the others towards later pages, but none is skipped.
// Without filters, or with a period alone, every page takes the same time. With other filters the time is
// proportional to the cards of the cardholder or group, or for cardType and status alone of the merchant within
// the period. It goes through all pages, from the one that the request names.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *CardsService) List(ctx context.Context, request *CardPageRequest) Seq[CardSummary] {
	var first CardPageRequest
	if request != nil {
		first = *request
	}
	return pages(func(page int) (*Page[CardSummary], error) {
		next := first
		next.CurrentPage = page
		return s.ListPage(ctx, &next)
	}, first.CurrentPage)
}

// ListPage returns one page of what List goes through.
func (s *CardsService) ListPage(ctx context.Context, request *CardPageRequest) (*Page[CardSummary], error) {
	return send[Page[CardSummary]](ctx, s.client, "cardPage", request)
}

// Assign assigns a physical card from stock to a cardholder and charges the opening fee. The card awaits
// activation; its code arrives as card_activation_code.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrAccountBalanceInsufficient,
// ErrCardholderNotReported, ErrRequestNumberReused, ErrNothingFound, ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Assign(ctx context.Context, request *CardAssignRequest) (*AssignedCard, error) {
	return send[AssignedCard](ctx, s.client, "cardAssign", request)
}

// Activate activates a physical card with its code and sets its PIN. The outcome arrives as
// card_activation_status. Five wrong codes lock the activation. A repeated userReqNo gets the first result,
// whatever code and PIN it carries, and does not set another PIN.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrRequestNumberReused, ErrActivationRefused,
// ErrNothingFound, ErrTryAgainLater, ErrSystemError.
func (s *CardsService) Activate(ctx context.Context, request *CardActiveRequest) (*AcceptedChange, error) {
	return send[AcceptedChange](ctx, s.client, "cardActive", request)
}

// ResetPin sets a new PIN for an activated physical card. PINs are stored sealed and never returned. A repeated
// userReqNo gets the first result, whatever PIN it carries, and does not set another PIN.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrRequestNumberReused, ErrNothingFound,
// ErrTryAgainLater, ErrSystemError.
func (s *CardsService) ResetPin(ctx context.Context, request *CardPinResetRequest) (*AcceptedChange, error) {
	return send[AcceptedChange](ctx, s.client, "cardPinReset", request)
}

// OrdersService has the methods of Client.Orders.
type OrdersService struct{ client *Client }

// List returns orders on cards and groups that match at least one filter, newest first. With an endTime in the
// past, pages do not shift while orders are added. A query by orderId or userReqNo finds its order directly. Other
// queries take time in proportion to the orders of the card or group, or without either of the merchant within the
// period. It goes through all pages, from the one that the request names.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *OrdersService) List(ctx context.Context, request *CardOperateQueryRequest) Seq[Order] {
	var first CardOperateQueryRequest
	if request != nil {
		first = *request
	}
	return pages(func(page int) (*Page[Order], error) {
		next := first
		next.CurrentPage = page
		return s.ListPage(ctx, &next)
	}, first.CurrentPage)
}

// ListPage returns one page of what List goes through.
func (s *OrdersService) ListPage(ctx context.Context, request *CardOperateQueryRequest) (*Page[Order], error) {
	return send[Page[Order]](ctx, s.client, "cardOperateQuery", request)
}

// TransactionsService has the methods of Client.Transactions.
type TransactionsService struct{ client *Client }

// List returns the transactions of the merchant’s cards that match all filters, newest first, with the fields of
// card_transaction. It goes through all pages, from the one that the request names.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *TransactionsService) List(ctx context.Context, request *TransactionQueryRequest) Seq[CardTransaction] {
	var first TransactionQueryRequest
	if request != nil {
		first = *request
	}
	return pages(func(page int) (*Page[CardTransaction], error) {
		next := first
		next.CurrentPage = page
		return s.ListPage(ctx, &next)
	}, first.CurrentPage)
}

// ListPage returns one page of what List goes through.
func (s *TransactionsService) ListPage(ctx context.Context, request *TransactionQueryRequest) (*Page[CardTransaction], error) {
	return send[Page[CardTransaction]](ctx, s.client, "transactionQuery", request)
}

// GroupsService has the methods of Client.Groups.
type GroupsService struct{ client *Client }

// Apply opens a group: a pool that is funded from the card account of its currency and shared by supplementary
// cards. The outcome arrives as card_operate, opType 26.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrAccountBalanceInsufficient,
// ErrRequestNumberReused, ErrTryAgainLater, ErrSystemError.
func (s *GroupsService) Apply(ctx context.Context, request *GroupApplyRequest) (*AcceptedOrder, error) {
	return send[AcceptedOrder](ctx, s.client, "groupApply", request)
}

// List returns the merchant's groups, newest first. It goes through all pages, from the one that the request
// names.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrSystemError.
func (s *GroupsService) List(ctx context.Context, request *GroupPageRequest) Seq[Group] {
	var first GroupPageRequest
	if request != nil {
		first = *request
	}
	return pages(func(page int) (*Page[Group], error) {
		next := first
		next.CurrentPage = page
		return s.ListPage(ctx, &next)
	}, first.CurrentPage)
}

// ListPage returns one page of what List goes through.
func (s *GroupsService) ListPage(ctx context.Context, request *GroupPageRequest) (*Page[Group], error) {
	return send[Page[Group]](ctx, s.client, "groupPage", request)
}

// Get returns a group with the balance of its pool and the amount its cards used.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrNothingFound, ErrSystemError.
func (s *GroupsService) Get(ctx context.Context, request *GroupInfoRequest) (*Group, error) {
	return send[Group](ctx, s.client, "groupInfo", request)
}

// SetStatus freezes or enables a group. Purchases with cards of a frozen group are declined.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrRequestNumberReused, ErrNothingFound,
// ErrTryAgainLater, ErrSystemError.
func (s *GroupsService) SetStatus(ctx context.Context, request *GroupStatusRequest) (*GroupStatusResult, error) {
	return send[GroupStatusResult](ctx, s.client, "groupStatus", request)
}

// DptService has the methods of Client.Dpt.
type DptService struct{ client *Client }

// Acquire assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less
// the fee.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrRequestNumberReused,
// ErrTryAgainLater, ErrSystemError.
func (s *DptService) Acquire(ctx context.Context, request *DptAcquireRequest) (*AcquiringOrder, error) {
	return send[AcquiringOrder](ctx, s.client, "dptAcquire", request)
}

// Withdraw sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed
// the transfer; a failure releases both.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrProductNotEnabled, ErrFeeRuleMissing, ErrAccountBalanceInsufficient,
// ErrRequestNumberReused, ErrTryAgainLater, ErrSystemError.
func (s *DptService) Withdraw(ctx context.Context, request *DptWithdrawRequest) (*Withdrawal, error) {
	return send[Withdrawal](ctx, s.client, "dptWithdraw", request)
}

// GetOrder returns an acquiring or withdrawal order with its status, by orderNo or userReqNo.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrNothingFound, ErrSystemError.
func (s *DptService) GetOrder(ctx context.Context, request *DptOrderQueryRequest) (*DptOrder, error) {
	return send[DptOrder](ctx, s.client, "dptOrderQuery", request)
}

// HoldersService has the methods of Client.Holders.
type HoldersService struct{ client *Client }

// Create reports a cardholder, who is enabled immediately. Email and mobile identify the cardholder: repeating the
// same application, with or without a userReqNo, returns the same cardholder.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrRequestNumberReused, ErrTryAgainLater, ErrSystemError.
func (s *HoldersService) Create(ctx context.Context, request *CardholderApplyRequest) (*CardholderApplyResult, error) {
	return send[CardholderApplyResult](ctx, s.client, "cardholderApply", request)
}

// Get returns what was reported about a cardholder, without images, and the BIN ranges that accept the cardholder.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrNothingFound, ErrSystemError.
func (s *HoldersService) Get(ctx context.Context, request *CardholderInfoRequest) (*Cardholder, error) {
	return send[Cardholder](ctx, s.client, "cardholderInfo", request)
}

// Delete deletes a cardholder without live cards. Email and mobile become available again. Deleting again changes
// nothing.
//
// It may be refused with ErrAuthenticationFailed, ErrSourceAddressNotAllowed, ErrEnvelopeNotSupported,
// ErrTooManyRequests, ErrParameterInvalid, ErrStatusNotSuitable, ErrRequestNumberReused, ErrNothingFound,
// ErrTryAgainLater, ErrSystemError.
func (s *HoldersService) Delete(ctx context.Context, request *CardholderDeleteRequest) (*CardholderDeleteResult, error) {
	return send[CardholderDeleteResult](ctx, s.client, "cardholderDelete", request)
}
