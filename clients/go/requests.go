// Code generated from the API catalogue. DO NOT EDIT.
// Generated from the API catalogue by npm run generate:clients. Do not edit.

package issuary

// AccountBalanceRequest is the request of Accounts.Balance.
type AccountBalanceRequest struct {
	// Only accounts of this type: 1 card account, 2 dpt account. Defaults to both.
	AccountType int `json:"accountType,omitempty"`
	// Only accounts in this currency or coin.
	Currency string `json:"currency,omitempty"`
}

// AccountStatementRequest is the request of Accounts.Statement.
type AccountStatementRequest struct {
	// 1 card account, 2 dpt account. Required.
	AccountType int `json:"accountType"`
	// The currency or coin of the account. Required.
	Currency string `json:"currency"`
	// Booked at this time or later; a date includes the whole day. Required.
	BeginTime string `json:"beginTime"`
	// Booked at this time or earlier, not before beginTime; a date includes the whole day. Required.
	EndTime string `json:"endTime"`
	// The requested page. Defaults to 1.
	CurrentPage int `json:"currentPage,omitempty"`
	// Rows per page. Defaults to 10.
	PageSize int `json:"pageSize,omitempty"`
}

// AccountTransferRequest is the request of Accounts.Transfer.
type AccountTransferRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The coin: USDT or USDC. Required.
	Currency string `json:"currency"`
	// The coins to take from the dpt account, including the fee. Required.
	Amount Decimal `json:"amount"`
	// The currency of the card account. Defaults to USD.
	TargetCurrency string `json:"targetCurrency,omitempty"`
}

// AccountExchangeRequest is the request of Accounts.Exchange.
type AccountExchangeRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The currency to sell. Required.
	SellCurrency string `json:"sellCurrency"`
	// The currency to buy; must differ from sellCurrency. Required.
	BuyCurrency string `json:"buyCurrency"`
	// How much to sell. Exactly one of sellAmount and buyAmount is required.
	SellAmount Decimal `json:"sellAmount,omitempty"`
	// How much to buy. Exactly one of sellAmount and buyAmount is required.
	BuyAmount Decimal `json:"buyAmount,omitempty"`
	// An unexpired and unused quote of Exchange rate inquiry. Defaults to the current rate.
	QuoteID string `json:"quoteId,omitempty"`
}

// AccountExchangeRateRequest is the request of Accounts.ExchangeRate.
type AccountExchangeRateRequest struct {
	// The currency or coin to sell. Required.
	SellCurrency string `json:"sellCurrency"`
	// The currency or coin to buy; must differ from sellCurrency. Required.
	BuyCurrency string `json:"buyCurrency"`
}

// CardBinRequest is the request of Bins.List.
type CardBinRequest struct {
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType,omitempty"`
}

// CardApplyRequest is the request of Cards.Apply.
type CardApplyRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The currency of the card and of the account that pays. Required.
	LocalCurrency string `json:"localCurrency"`
	// The first day on which the card can be used: today or later. Required.
	StartDate string `json:"startDate"`
	// The last day on which the card can be used: startDate or later, but not after the card's expiry date. Required.
	EndDate string `json:"endDate"`
	// 1 a regular card, 2 a supplementary card of a group. Defaults to 1.
	ChannelType int `json:"channelType,omitempty"`
	// For channelType 1: the initial funding, required. For channelType 2: the card’s own limit within the pool;
	// absent or 0 means that only the pool limits it.
	AuthLimitAmount Decimal `json:"authLimitAmount,omitempty"`
	// 1 many purchases, 0 one. Defaults to 1.
	EnableMultiUse *int `json:"enableMultiUse,omitempty"`
	// 1 purchases in localCurrency only, 0 purchases in any currency. Required for channelType 1.
	EnableCurrencyCheck *int `json:"enableCurrencyCheck,omitempty"`
	// The merchant's name for the card.
	CardAlias string `json:"cardAlias,omitempty"`
	// A range of Cardbin query, or a BIN, which selects its first suitable range. Defaults to the first range for the
	// currency; for channelType 2 to the group's range, and must have the same issuer as the group.
	BinRangeID string `json:"binRangeId,omitempty"`
	// The group, required for channelType 2.
	GroupID string `json:"groupId,omitempty"`
	// The cardholder.
	CardUserID string `json:"cardUserId,omitempty"`
	// The purpose of the card, from Scene list query.
	SceneCode int `json:"sceneCode,omitempty"`
	// The IATA code of the airline, for scene 1004 only.
	AirLineCode string `json:"airLineCode,omitempty"`
}

// CardCloseRequest is the request of Cards.Close.
type CardCloseRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The card. Required.
	CardID string `json:"cardId"`
}

// CardRechargeRequest is the request of Cards.Recharge.
type CardRechargeRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// 1 a card, identified by cardId; 2 a group, identified by groupId. Defaults to 1.
	ChannelType int `json:"channelType,omitempty"`
	// The card, for channelType 1.
	CardID string `json:"cardId,omitempty"`
	// The group, for channelType 2.
	GroupID string `json:"groupId,omitempty"`
	// The amount to add, from minAmount to maxAmount of the BIN range. The fee is charged in addition. Required.
	AuthLimitAmount Decimal `json:"authLimitAmount"`
}

// CardModifyRequest is the request of Cards.Modify.
type CardModifyRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The card. Required.
	CardID string `json:"cardId"`
	// The merchant's name for the card.
	CardAlias string `json:"cardAlias,omitempty"`
	// The merchant's label for the card.
	CardLabel string `json:"cardLabel,omitempty"`
	// 0 freeze, 1 enable.
	Status *int `json:"status,omitempty"`
	// The limit of a supplementary card within its pool, not below the used amount; 0 means no limit. Other cards have
	// no limit.
	AuthLimitAmount Decimal `json:"authLimitAmount,omitempty"`
}

// CardInfoRequest is the request of Cards.Get.
type CardInfoRequest struct {
	// The card. Required.
	CardID string `json:"cardId"`
}

// CardRefundRequest is the request of Cards.Refund.
type CardRefundRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// 1 a card, identified by cardId; 2 a group, identified by groupId. Defaults to 1.
	ChannelType int `json:"channelType,omitempty"`
	// The card, for channelType 1.
	CardID string `json:"cardId,omitempty"`
	// The group, for channelType 2.
	GroupID string `json:"groupId,omitempty"`
	// The amount to return, at most the available balance. Required.
	RefundAmount Decimal `json:"refundAmount"`
}

// CardOperateQueryRequest is the request of Orders.List.
type CardOperateQueryRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The order.
	OrderID string `json:"orderId,omitempty"`
	// The card.
	CardID string `json:"cardId,omitempty"`
	// The group.
	GroupID string `json:"groupId,omitempty"`
	// 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.
	OpType int `json:"opType,omitempty"`
	// 0 in process, 1 success, 2 failure.
	Status *int `json:"status,omitempty"`
	// Accepted at this time or later; a date includes the whole day.
	BeginTime string `json:"beginTime,omitempty"`
	// Accepted at this time or earlier, not before beginTime; a date includes the whole day.
	EndTime string `json:"endTime,omitempty"`
	// The requested page. Defaults to 1.
	CurrentPage int `json:"currentPage,omitempty"`
	// Rows per page. Defaults to 10.
	PageSize int `json:"pageSize,omitempty"`
}

// CardPageRequest is the request of Cards.List.
type CardPageRequest struct {
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType,omitempty"`
	// The group.
	GroupID string `json:"groupId,omitempty"`
	// 0 closed, 1 in use, 2 frozen, 3 awaiting activation.
	Status string `json:"status,omitempty"`
	// The cardholder.
	CardUserID string `json:"cardUserId,omitempty"`
	// Opened at this time or later; a date includes the whole day.
	BeginTime string `json:"beginTime,omitempty"`
	// Opened at this time or earlier, not before beginTime; a date includes the whole day.
	EndTime string `json:"endTime,omitempty"`
	// The requested page. Defaults to 1.
	CurrentPage int `json:"currentPage,omitempty"`
	// Rows per page. Defaults to 10.
	PageSize int `json:"pageSize,omitempty"`
}

// TransactionQueryRequest is the request of Transactions.List.
type TransactionQueryRequest struct {
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType,omitempty"`
	// The card.
	CardID string `json:"cardId,omitempty"`
	// The group.
	GroupID string `json:"groupId,omitempty"`
	// The transaction.
	RecordNo string `json:"recordNo,omitempty"`
	// At this time or later. Requires endTime, at most 45 days after it. A date includes the whole day. Without a
	// period and a recordNo, the last 45 days are searched.
	BeginTime string `json:"beginTime,omitempty"`
	// At this time or earlier. Requires beginTime. A date includes the whole day.
	EndTime string `json:"endTime,omitempty"`
	// The time that the period refers to: 0 when the transaction was made, 1 when the platform recorded it. Defaults
	// to 0.
	TimeType *int `json:"timeType,omitempty"`
	// 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement.
	TransType string `json:"transType,omitempty"`
	// 1 success, 2 failed.
	TransStatus string `json:"transStatus,omitempty"`
	// 1 unsettled, 2 settled.
	TransCategory int `json:"transCategory,omitempty"`
	// The requested page. Defaults to 1.
	CurrentPage int `json:"currentPage,omitempty"`
	// Rows per page. Defaults to 10.
	PageSize int `json:"pageSize,omitempty"`
}

// GroupApplyRequest is the request of Groups.Apply.
type GroupApplyRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The currency of the pool and its cards. Required.
	LocalCurrency string `json:"localCurrency"`
	// The initial funding of the pool, within the limits of the BIN range. Required.
	AuthLimitAmount Decimal `json:"authLimitAmount"`
	// The merchant's name for the group.
	GroupName string `json:"groupName,omitempty"`
	// A BIN range for shared cards, or its BIN. Defaults to the first range for the currency.
	BinRangeID string `json:"binRangeId,omitempty"`
}

// GroupPageRequest is the request of Groups.List.
type GroupPageRequest struct {
	// 0 frozen, 1 enabled.
	Status *int `json:"status,omitempty"`
	// Opened at this time or later; a date includes the whole day.
	BeginTime string `json:"beginTime,omitempty"`
	// Opened at this time or earlier, not before beginTime; a date includes the whole day.
	EndTime string `json:"endTime,omitempty"`
	// The requested page. Defaults to 1.
	CurrentPage int `json:"currentPage,omitempty"`
	// Rows per page. Defaults to 10.
	PageSize int `json:"pageSize,omitempty"`
}

// GroupInfoRequest is the request of Groups.Get.
type GroupInfoRequest struct {
	// The group. Required.
	GroupID string `json:"groupId"`
}

// GroupStatusRequest is the request of Groups.SetStatus.
type GroupStatusRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The group. Required.
	GroupID string `json:"groupId"`
	// 0 freeze, 1 enable. Required.
	Status int `json:"status"`
}

// DptAcquireRequest is the request of Dpt.Acquire.
type DptAcquireRequest struct {
	// The merchant's request number; dpt_payment_bill repeats it as serialNumber. The client generates one when it is
	// empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The coin: USDT or USDC. Required.
	Currency string `json:"currency"`
	// The blockchain network of the coin. Required.
	Network string `json:"network"`
	// The requested amount in coins. Without it any amount is accepted.
	Amount Decimal `json:"amount,omitempty"`
}

// DptWithdrawRequest is the request of Dpt.Withdraw.
type DptWithdrawRequest struct {
	// The merchant's request number, unique for ever. The client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The coin: USDT or USDC. Required.
	Currency string `json:"currency"`
	// The blockchain network of the coin. Required.
	Network string `json:"network"`
	// The destination: an address of the network with a valid checksum. Required.
	Address string `json:"address"`
	// The amount to send, in coins. The fee is charged in addition. Required.
	Amount Decimal `json:"amount"`
}

// DptOrderQueryRequest is the request of Dpt.GetOrder.
type DptOrderQueryRequest struct {
	// The order. Either orderNo or userReqNo is required.
	OrderNo string `json:"orderNo,omitempty"`
	// The merchant's number of the request that created the order.
	UserReqNo string `json:"userReqNo,omitempty"`
}

// CardholderApplyRequest is the request of Holders.Create.
type CardholderApplyRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// Given name. Required.
	FirstName string `json:"firstName"`
	// Middle name.
	MiddleName string `json:"middleName,omitempty"`
	// Family name. Required.
	LastName string `json:"lastName"`
	// E-mail address. Unique among the cardholders of the merchant, regardless of case. Required.
	Email string `json:"email"`
	// ITU calling code of the mobile number without plus, for example 86. Required.
	MobilePrefix string `json:"mobilePrefix"`
	// Mobile number without its prefix. Unique among the cardholders of the merchant, with or without a trunk prefix
	// 0. Required.
	Mobile string `json:"mobile"`
	// Date of birth; the cardholder must be 18 or older. Required.
	BirthDate string `json:"birthDate"`
	// ISO 3166-1 alpha-3 code of the billing address, or XKX for Kosovo. CNH is accepted for CHN. Required.
	CountryCode string `json:"countryCode"`
	// State or province. In the United States a two-letter code of the appendix. Required.
	BillingState string `json:"billingState"`
	// City. Required.
	BillingCity string `json:"billingCity"`
	// Street and number. Required.
	BillingAddress string `json:"billingAddress"`
	// Postal code. May be omitted for countries and regions without postal codes, such as Hong Kong.
	BillingZipCode string `json:"billingZipCode,omitempty"`
	// The merchant's own note.
	Remark string `json:"remark,omitempty"`
	// 1 male, 2 female.
	Gender int `json:"gender,omitempty"`
	// 1 identity card, 2 passport. Requires certificateNo.
	CertificateType int `json:"certificateType,omitempty"`
	// Number of the document. Requires certificateType.
	CertificateNo string `json:"certificateNo,omitempty"`
	// The front of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned.
	CertificateFrontImageBase64 string `json:"certificateFrontImageBase64,omitempty"`
	// The back of the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never returned.
	CertificateBackImageBase64 string `json:"certificateBackImageBase64,omitempty"`
	// The cardholder holding the document: a JPEG or PNG of at most 512 KiB, as Base64 or as a data: URI. Never
	// returned.
	CertificateHoldImageBase64 string `json:"certificateHoldImageBase64,omitempty"`
}

// CardholderInfoRequest is the request of Holders.Get.
type CardholderInfoRequest struct {
	// The cardholder. Required.
	CardUserID string `json:"cardUserId"`
}

// CardholderDeleteRequest is the request of Holders.Delete.
type CardholderDeleteRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The cardholder. Required.
	CardUserID string `json:"cardUserId"`
}

// CardAssignRequest is the request of Cards.Assign.
type CardAssignRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// A BIN range of physical cards, or its BIN. Optional with cardNo; defaults to the range of that card.
	BinRangeID string `json:"binRangeId,omitempty"`
	// The currency of the card. Required.
	LocalCurrency string `json:"localCurrency"`
	// The cardholder. Required.
	CardUserID string `json:"cardUserId"`
	// The number printed on a card in stock. Defaults to any free card. As JWE if the merchant’s cardData is jwe; not
	// allowed if it is masked.
	CardNo Secret `json:"cardNo,omitempty"`
}

// CardActiveRequest is the request of Cards.Activate.
type CardActiveRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The card. Required.
	CardID string `json:"cardId"`
	// The 8-digit code from card_activation_code. As JWE if the merchant’s cardData is jwe. Required.
	ActivationCode Secret `json:"activationCode"`
	// The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe. Required.
	PIN Secret `json:"pin"`
}

// CardPinResetRequest is the request of Cards.ResetPin.
type CardPinResetRequest struct {
	// The merchant's request number, unique for ever. Repeating a request under the same number changes nothing. The
	// client generates one when it is empty.
	UserReqNo string `json:"userReqNo,omitempty"`
	// The card. Required.
	CardID string `json:"cardId"`
	// The PIN: 6 digits, not all the same and not a run. As JWE if the merchant’s cardData is jwe. Required.
	PIN Secret `json:"pin"`
}
