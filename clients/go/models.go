// Code generated from the API catalogue. DO NOT EDIT.
// Generated from the API catalogue by npm run generate:clients. Do not edit.

package issuary

// CardTransaction is the content of card_transaction: a card transaction was approved, declined, settled, reversed
// or refunded. It is what Transactions.List returns.
type CardTransaction struct {
	// The transaction. Its settlement is notified again under the same number.
	RecordNo string `json:"recordNo"`
	// The card that was used.
	CardID string `json:"cardId"`
	// When the transaction was made.
	TransactionTime string `json:"transactionTime"`
	// The card acceptor's currency, which may be a withdrawn one.
	TransCurrency string `json:"transCurrency,omitempty"`
	// The amount in transCurrency.
	TransCurrencyAmt Decimal `json:"transCurrencyAmt"`
	// The card's currency.
	LocalCurrency string `json:"localCurrency"`
	// The amount in the card's currency.
	LocalCurrencyAmt Decimal `json:"localCurrencyAmt"`
	// The approval code of the authorization.
	ApprovalCode string `json:"approvalCode,omitempty"`
	// The card acceptor.
	MerchantName string `json:"merchantName"`
	// The card acceptor's ISO 18245 category.
	MerchantCategoryCode string `json:"merchantCategoryCode,omitempty"`
	// 0 domestic, 1 overseas.
	CrossBoardType string `json:"crossBoardType,omitempty"`
	// 1 consumption, 2 reversal, 3 refund, 4 settlement difference, 5 capture after reversal, 7 forced settlement.
	TransType string `json:"transType"`
	// 1 success, 2 failed.
	TransStatus string `json:"transStatus"`
	// The transaction that this one reverses, refunds or clears.
	OriginRecordNo string `json:"originRecordNo,omitempty"`
	// 1 unsettled, 2 settled.
	TransCategory int `json:"transCategory"`
	// Where fees are charged: 1 card, 2 account.
	FeeType *int `json:"feeType,omitempty"`
	// Where the money is booked: 1 card, 2 account.
	FundsType *int `json:"fundsType,omitempty"`
	// 0 out, 1 in.
	FundsDirection *int `json:"fundsDirection,omitempty"`
	// The settled amount in the card's currency. An upstream may send a negative amount, which moves in the opposite
	// direction.
	SettleAmount Decimal `json:"settleAmount,omitempty"`
	// When the transaction was settled.
	SettleTime string `json:"settleTime,omitempty"`
	// The response code; 000000 means success.
	RespCode string `json:"respCode"`
	// The response code in words.
	RespCodeDesc string `json:"respCodeDesc"`
}

// CardInfo is part of CardOperate.
type CardInfo struct {
	// The card number: masked unless the merchant is configured to receive it, and JWE if its cardData is jwe.
	CardNo Secret `json:"cardNo"`
	// The CVV2, only for merchants that are configured to receive it; JWE if their cardData is jwe.
	CardVerifyNo Secret `json:"cardVerifyNo,omitempty"`
	// The expiry date on the card, yyyy-MM.
	CardExpiryDate string `json:"cardExpiryDate"`
	// The merchant's name for the card.
	CardAlias string `json:"cardAlias"`
	// The merchant's label for the card.
	CardLabel string `json:"cardLabel"`
	// The currency of the card.
	LocalCurrency string `json:"localCurrency"`
	// The first day on which the card can be used, yyyy-MM-dd.
	StartActiveDate string `json:"startActiveDate"`
	// The last day on which the card can be used, yyyy-MM-dd.
	EndCloseDate string `json:"endCloseDate"`
}

// CardOperate is the content of card_operate: an order on a card or group succeeded or failed.
type CardOperate struct {
	// The order.
	OrderID string `json:"orderId"`
	// The card of the order.
	CardID string `json:"cardId,omitempty"`
	// The group of the order.
	GroupID string `json:"groupId,omitempty"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.
	OpType int `json:"opType"`
	// 1 success, 2 failure.
	Status int `json:"status"`
	// The amount that the card or group gained or returned.
	Amount Decimal `json:"amount"`
	// The fee, in addition to the amount.
	Fee Decimal `json:"fee"`
	// The new card, for an opening.
	CardInfo *CardInfo `json:"cardInfo,omitempty"`
	// When the order was accepted.
	CreateAt string `json:"createAt"`
}

// TradeFee is the content of trade_fee: a fee was charged for a transaction or returned.
type TradeFee struct {
	// The card of the transaction.
	CardID string `json:"cardId"`
	// 91 reversal processing, 92 forced settlement, 93 exception settlement, 94 settlement after reversal, 95
	// settlement exchange difference, 96 small transaction, 97 cross-border, 98 refund processing, 99 transaction
	// processing.
	OpType int `json:"opType"`
	// The fee.
	ReceiptNo string `json:"receiptNo"`
	// The transaction of the fee.
	RecordNo string `json:"recordNo"`
	// The merchant.
	UserNo string `json:"userNo"`
	// The currency of the fee.
	RealCcy string `json:"realCcy"`
	// The fee; negative when one is returned.
	RealFee string `json:"realFee"`
	// When the fee was charged.
	CreateAt string `json:"createAt"`
}

// Card3dsOtp is the content of card_3ds_otp: a cardholder must confirm a purchase with a one-time password (3-D
// Secure).
type Card3dsOtp struct {
	// The one-time password that the cardholder must enter; JWE if the merchant’s cardData is jwe.
	OTP Secret `json:"otp"`
	// The card.
	CardID string `json:"cardId"`
	// The card number, masked.
	CardNo Secret `json:"cardNo"`
	// The currency of the purchase.
	TransactionCurrency string `json:"transactionCurrency"`
	// The amount of the purchase.
	TransactionAmount string `json:"transactionAmount"`
	// The card acceptor.
	MerchantName string `json:"merchantName"`
}

// DptPaymentBill is the content of dpt_payment_bill: coins arrived at the address of an acquiring order.
type DptPaymentBill struct {
	// The transaction id on the blockchain.
	TxID string `json:"txId"`
	// The address that sent the coins.
	FromAddress string `json:"fromAddress"`
	// The address that received the coins.
	ToAddress string `json:"toAddress"`
	// The amount received.
	PaymentAmount Decimal `json:"paymentAmount"`
	// The amount credited.
	FactAmount Decimal `json:"factAmount"`
	// The fee.
	Fee Decimal `json:"fee"`
	// The merchant's request number.
	SerialNumber string `json:"serialNumber"`
	// The acquiring order.
	OrderNo string `json:"orderNo"`
	// When the payment was made, in ISO 8601: the time of its block. A transaction that is mined again has a later
	// time.
	TransactionTime string `json:"transactionTime"`
	// The log index of the transfer, which distinguishes two transfers of one transaction. Without it the transaction
	// has only one transfer.
	LogIndex *int64 `json:"logIndex,omitempty"`
	// The coin.
	Currency string `json:"currency,omitempty"`
	// The network.
	Network string `json:"network,omitempty"`
	// The number of blocks on top of the transaction. Without it the payment is final. Only sent by chain watchers.
	Confirmations *int `json:"confirmations,omitempty"`
	// 1: the transaction was removed from the blockchain by a reorganisation, and its credit is reversed; the amounts
	// are then negative.
	Removed *int `json:"removed,omitempty"`
}

// CardActivationCode is the content of card_activation_code: a physical card was assigned and awaits activation
// with this code.
type CardActivationCode struct {
	// The physical card.
	CardID string `json:"cardId"`
	// The card number, masked.
	CardNo Secret `json:"cardNo"`
	// The 8-digit code that activates the card; JWE if the merchant’s cardData is jwe.
	ActivationCode Secret `json:"activationCode"`
	// When the code expires.
	ExpireTime string `json:"expireTime,omitempty"`
}

// CardActivationStatus is the content of card_activation_status: the activation of a physical card succeeded or
// failed.
type CardActivationStatus struct {
	// The physical card.
	CardID int64 `json:"cardId"`
	// 1 success, 2 failure. The name is misspelt for compatibility.
	Staus int `json:"staus"`
	// The same as staus.
	Status *int `json:"status,omitempty"`
}

// Balance is what Accounts.Balance returns.
type Balance struct {
	// 1 card account, 2 dpt account.
	AccountType int `json:"accountType"`
	// The currency or coin of the account.
	Currency string `json:"currency"`
	// The total balance. Of a sum with more than 15 digits all but the first 15 are zeros.
	CurrentBalance Decimal `json:"currentBalance"`
	// The part that can be spent.
	AvailableBalance Decimal `json:"availableBalance"`
	// The part held by open orders.
	FrozenBalance Decimal `json:"frozenBalance"`
}

// StatementLine is what Accounts.Statement returns.
type StatementLine struct {
	// The number of the line, unique within the account and increasing. An account with several shards has one
	// sequence of numbers per shard.
	EntryNo string `json:"entryNo"`
	// When it was booked, yyyy-MM-dd HH:mm:ss.
	Time string `json:"time"`
	// The kind of the line: deposit money paid in, payout money paid out, opening the opening of a card or group,
	// recharge a recharge of a card or group, refund a refund from a card or group, closing the balance of a cancelled
	// card, exchange a currency exchange, transfer coins converted into money on a card account, fee a fee,
	// transaction a card transaction, acquiring coins received, withdrawal coins sent, correction the correction of an
	// earlier line, suspense money that cannot be assigned yet, rebalance a transfer between the shards of one
	// account, other anything else.
	Kind string `json:"kind"`
	// The change of the total balance: negative for a debit, 0 when money was only frozen or released.
	Amount Decimal `json:"amount"`
	// The total balance after the line.
	BalanceAfter Decimal `json:"balanceAfter"`
	// The part of it held by open orders.
	FrozenAfter Decimal `json:"frozenAfter"`
	// The order that the line belongs to.
	OrderID string `json:"orderId,omitempty"`
	// The card transaction that the line belongs to.
	RecordNo string `json:"recordNo,omitempty"`
	// Further details: a reference, a reason, the progress of the order.
	Remark string `json:"remark,omitempty"`
}

// Transfer is what Accounts.Transfer returns.
type Transfer struct {
	// The order.
	OrderID string `json:"orderId"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The price of one unit of the currency sold, in the currency bought.
	ExchangeRate Decimal `json:"exchangeRate"`
	// 1 success: the money has arrived.
	Status int `json:"status"`
	// When the money was converted, yyyy-MM-dd HH:mm:ss.
	CreateAt string `json:"createAt"`
	// The coin.
	Currency string `json:"currency"`
	// The coins taken from the dpt account, including the fee.
	Amount Decimal `json:"amount"`
	// The fee in coins, rounded up.
	Fee Decimal `json:"fee"`
	// The currency of the card account.
	TargetCurrency string `json:"targetCurrency"`
	// The amount credited to the card account.
	TargetAmount Decimal `json:"targetAmount"`
}

// Exchange is what Accounts.Exchange returns.
type Exchange struct {
	// The order.
	OrderID string `json:"orderId"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The price of one unit of the currency sold, in the currency bought.
	ExchangeRate Decimal `json:"exchangeRate"`
	// 1 success: the money has arrived.
	Status int `json:"status"`
	// When the money was converted, yyyy-MM-dd HH:mm:ss.
	CreateAt string `json:"createAt"`
	// The currency sold.
	SellCurrency string `json:"sellCurrency"`
	// How much was sold.
	SellAmount Decimal `json:"sellAmount"`
	// The currency bought.
	BuyCurrency string `json:"buyCurrency"`
	// How much was bought.
	BuyAmount Decimal `json:"buyAmount"`
	// The fee in addition, in the currency sold; rounded up.
	Fee Decimal `json:"fee"`
}

// Quote is what Accounts.ExchangeRate returns.
type Quote struct {
	// The quote, for Card account exchange.
	QuoteID string `json:"quoteId"`
	// The currency or coin to sell.
	SellCurrency string `json:"sellCurrency"`
	// The currency or coin to buy.
	BuyCurrency string `json:"buyCurrency"`
	// The price of one unit of the currency sold, in the currency bought.
	ExchangeRate Decimal `json:"exchangeRate"`
	// When the quote was given, yyyy-MM-dd HH:mm:ss.
	QuoteTime string `json:"quoteTime"`
	// When the quote expires, yyyy-MM-dd HH:mm:ss.
	ExpireTime string `json:"expireTime"`
}

// Scene is what Scenes.List returns.
type Scene struct {
	// The code for card openings.
	SceneCode int `json:"sceneCode"`
	// Its name.
	SceneName string `json:"sceneName"`
	// What the scene includes.
	Description string `json:"description"`
}

// BinRange is what Bins.List returns.
type BinRange struct {
	// The id of the range, for card openings.
	BinRangeID string `json:"binRangeId"`
	// The leading digits of its card numbers.
	CardBin string `json:"cardBin"`
	// The card network.
	CardBrand string `json:"cardBrand"`
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType"`
	// 1 virtual, 2 physical.
	CardForm int `json:"cardForm"`
	// Whether an opening requires a cardholder: 0 no, 1 yes.
	NeedCardholder int `json:"needCardholder"`
	// The fields that the cardholder must have, as named in Cardholder Application.
	RequiredFields []string `json:"requiredFields"`
	// The currency of the cards and of the amounts below.
	Currency string `json:"currency"`
	// The fee of an opening.
	OpenFee Decimal `json:"openFee"`
	// The fee of a recharge as a share of its amount: 0.01 is 1 %. Rounded up to the minor unit.
	RechargeFeeRate Decimal `json:"rechargeFeeRate"`
	// The minimum fee of a recharge, if the range has one.
	MinRechargeFee Decimal `json:"minRechargeFee,omitempty"`
	// The smallest amount for funding or recharging a card.
	MinAmount Decimal `json:"minAmount"`
	// The largest amount for funding or recharging a card.
	MaxAmount Decimal `json:"maxAmount"`
	// 0 closed for new cards, 1 open.
	Status int `json:"status"`
}

// AcceptedOrder is what Cards.Apply and Cards.Close and Cards.Recharge and Cards.Refund and Groups.Apply returns.
type AcceptedOrder struct {
	// The order.
	OrderID string `json:"orderId"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
}

// AcceptedChange is what Cards.Modify and Cards.Activate and Cards.ResetPin returns.
type AcceptedChange struct {
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The card.
	CardID string `json:"cardId"`
}

// CardUserInfo is part of Card.
type CardUserInfo struct {
	// Given name.
	FirstName string `json:"firstName"`
	// Family name.
	LastName string `json:"lastName"`
	// E-mail address.
	Email string `json:"email"`
	// Mobile number with its calling code.
	Mobile string `json:"mobile"`
	// Date of birth, yyyy-MM-dd.
	BirthDate string `json:"birthDate"`
}

// BillAddressInfo is part of Card.
type BillAddressInfo struct {
	// ISO 3166-1 alpha-3 code.
	CountryCode string `json:"countryCode"`
	// The country's name in English.
	Country string `json:"country"`
	// State or province.
	BillingState string `json:"billingState"`
	// City.
	BillingCity string `json:"billingCity"`
	// Street and number.
	BillingAddress string `json:"billingAddress"`
	// Postal code; empty when the country has none.
	BillingZipCode string `json:"billingZipCode"`
}

// Card is what Cards.Get returns.
type Card struct {
	// The card.
	CardID string `json:"cardId"`
	// The merchant.
	UserNo string `json:"userNo"`
	// The card number: in plaintext, masked or as JWE, depending on the merchant’s cardData. Also masked once it is no
	// longer stored, some time after the card was closed or expired.
	CardNo Secret `json:"cardNo"`
	// The merchant's name for the card; empty when it has none.
	CardAlias string `json:"cardAlias"`
	// The merchant's label for the card; empty when it has none.
	CardLabel string `json:"cardLabel"`
	// The expiry date on the card, yyyy-MM.
	CardExpiryDate string `json:"cardExpiryDate"`
	// The currency of the card and of the amounts below.
	LocalCurrency string `json:"localCurrency"`
	// The first day on which the card can be used, yyyy-MM-dd.
	StartActiveDate string `json:"startActiveDate"`
	// The last day on which the card can be used, yyyy-MM-dd.
	EndCloseDate string `json:"endCloseDate"`
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType"`
	// 1 virtual, 2 physical.
	CardForm int `json:"cardForm"`
	// The group.
	GroupID string `json:"groupId,omitempty"`
	// A supplementary card's own limit within the pool.
	CreditLimitAmt Decimal `json:"creditLimitAmt,omitempty"`
	// The smallest amount that can be loaded onto the card at once.
	MinAuthAmt Decimal `json:"minAuthAmt"`
	// The largest amount that can be loaded onto the card at once, and the largest purchase.
	MaxAuthAmt Decimal `json:"maxAuthAmt"`
	// The available balance.
	BalanceAmt Decimal `json:"balanceAmt"`
	// The amount used: authorized or cleared, less reversed and refunded.
	UsedAuthAmt Decimal `json:"usedAuthAmt"`
	// 1 many purchases, 0 one.
	EnableMultiUse int `json:"enableMultiUse"`
	// 1 purchases in localCurrency only, 0 purchases in any currency.
	EnableCurrencyCheck int `json:"enableCurrencyCheck"`
	// The amount that the cancellation returned to the account.
	CardClosedAmt Decimal `json:"cardClosedAmt,omitempty"`
	// 0 closed, 1 in use, 2 frozen, 3 awaiting activation.
	CardStatus string `json:"cardStatus"`
	// The status in words.
	CardStatusDesc string `json:"cardStatusDesc"`
	// When the card was opened, yyyy-MM-dd HH:mm:ss.
	CreateTime string `json:"createTime"`
	// The cardholder, if the card has one.
	CardUserInfo *CardUserInfo `json:"cardUserInfo,omitempty"`
	// The cardholder's billing address.
	BillAddressInfo *BillAddressInfo `json:"billAddressInfo,omitempty"`
	// The verification number (CVV2): in plaintext, absent or as JWE, depending on the merchant’s cardData. Absent
	// when the card is closed or expired.
	CardVerifyNo Secret `json:"cardVerifyNo,omitempty"`
}

// Order is what Orders.List returns.
type Order struct {
	// The order.
	OrderID string `json:"orderId"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The card.
	CardID string `json:"cardId,omitempty"`
	// The group.
	GroupID string `json:"groupId,omitempty"`
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType"`
	// 15 card application, 16 recharge, 18 refund, 19 card cancellation, 26 group application.
	OpType int `json:"opType"`
	// 0 in process, 1 success, 2 failure.
	Status int `json:"status"`
	// The status in words; after a failure, the reason.
	StatusDesc string `json:"statusDesc"`
	// The amount that the card or group gained or returned.
	Amount Decimal `json:"amount"`
	// The fee, in addition to the amount.
	Fee Decimal `json:"fee"`
	// When the order was accepted, yyyy-MM-dd HH:mm:ss.
	CreateAt string `json:"createAt"`
}

// CardSummary is what Cards.List returns.
type CardSummary struct {
	// The card.
	CardID string `json:"cardId"`
	// The merchant.
	UserNo string `json:"userNo"`
	// The card number, masked.
	CardNo Secret `json:"cardNo"`
	// The merchant's name for the card; empty when it has none.
	CardAlias string `json:"cardAlias"`
	// The merchant's label for the card; empty when it has none.
	CardLabel string `json:"cardLabel"`
	// The expiry date on the card, yyyy-MM.
	CardExpiryDate string `json:"cardExpiryDate"`
	// The currency of the card and of the amounts below.
	LocalCurrency string `json:"localCurrency"`
	// The first day on which the card can be used, yyyy-MM-dd.
	StartActiveDate string `json:"startActiveDate"`
	// The last day on which the card can be used, yyyy-MM-dd.
	EndCloseDate string `json:"endCloseDate"`
	// 1 regular, 2 shared: a supplementary card of a group.
	CardType int `json:"cardType"`
	// 1 virtual, 2 physical.
	CardForm int `json:"cardForm"`
	// The group.
	GroupID string `json:"groupId,omitempty"`
	// A supplementary card's own limit within the pool.
	CreditLimitAmt Decimal `json:"creditLimitAmt,omitempty"`
	// The smallest amount that can be loaded onto the card at once.
	MinAuthAmt Decimal `json:"minAuthAmt"`
	// The largest amount that can be loaded onto the card at once, and the largest purchase.
	MaxAuthAmt Decimal `json:"maxAuthAmt"`
	// The available balance.
	BalanceAmt Decimal `json:"balanceAmt"`
	// The amount used: authorized or cleared, less reversed and refunded.
	UsedAuthAmt Decimal `json:"usedAuthAmt"`
	// 1 many purchases, 0 one.
	EnableMultiUse int `json:"enableMultiUse"`
	// 1 purchases in localCurrency only, 0 purchases in any currency.
	EnableCurrencyCheck int `json:"enableCurrencyCheck"`
	// The amount that the cancellation returned to the account.
	CardClosedAmt Decimal `json:"cardClosedAmt,omitempty"`
	// 0 closed, 1 in use, 2 frozen, 3 awaiting activation.
	CardStatus string `json:"cardStatus"`
	// The status in words.
	CardStatusDesc string `json:"cardStatusDesc"`
	// When the card was opened, yyyy-MM-dd HH:mm:ss.
	CreateTime string `json:"createTime"`
	// The cardholder, if the card has one.
	CardUserInfo *CardUserInfo `json:"cardUserInfo,omitempty"`
	// The cardholder's billing address.
	BillAddressInfo *BillAddressInfo `json:"billAddressInfo,omitempty"`
}

// Group is what Groups.List and Groups.Get returns.
type Group struct {
	// The group.
	GroupID string `json:"groupId"`
	// The name of the group; empty when it has none.
	GroupName string `json:"groupName"`
	// The currency of the pool and its cards.
	LocalCurrency string `json:"localCurrency"`
	// The total paid into the pool, less refunds to the account.
	CreditLimitAmt Decimal `json:"creditLimitAmt"`
	// The amount that its cards can spend.
	BalanceAmt Decimal `json:"balanceAmt"`
	// The amount that its cards used: authorized or cleared, less reversed and refunded.
	UsedAuthAmt Decimal `json:"usedAuthAmt"`
	// The number of its cards that are not closed.
	CardCount int `json:"cardCount"`
	// 0 frozen, 1 enabled.
	Status int `json:"status"`
	// The status in words.
	StatusDesc string `json:"statusDesc"`
	// When the group was opened.
	CreateTime string `json:"createTime"`
}

// GroupStatusResult is what Groups.SetStatus returns.
type GroupStatusResult struct {
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The group.
	GroupID string `json:"groupId"`
	// The new status: 0 frozen, 1 enabled.
	Status int `json:"status"`
}

// AcquiringOrder is what Dpt.Acquire returns.
type AcquiringOrder struct {
	// The order.
	OrderNo string `json:"orderNo"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The coin.
	Currency string `json:"currency"`
	// The network.
	Network string `json:"network"`
	// The address to which the payer sends the coins. It belongs to this order only.
	Address string `json:"address"`
	// The requested amount in coins.
	Amount Decimal `json:"amount,omitempty"`
	// When the order expires, yyyy-MM-dd HH:mm:ss: after 24 hours. Later payments are still credited.
	ExpireTime string `json:"expireTime"`
}

// Withdrawal is what Dpt.Withdraw returns.
type Withdrawal struct {
	// The order. Digital Order Inquiry returns its outcome; there is no notification.
	OrderNo string `json:"orderNo"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The coin.
	Currency string `json:"currency"`
	// The amount to send, in coins.
	Amount Decimal `json:"amount"`
	// The fee in addition, in coins.
	Fee Decimal `json:"fee"`
	// 0 in process.
	Status int `json:"status"`
}

// DptOrder is what Dpt.GetOrder returns.
type DptOrder struct {
	// The order.
	OrderNo string `json:"orderNo"`
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The coin.
	Currency string `json:"currency"`
	// The network.
	Network string `json:"network"`
	// 1 acquiring, 2 withdrawal.
	OrderType int `json:"orderType"`
	// The address that receives the coins.
	Address string `json:"address"`
	// The requested or withdrawn amount, in coins.
	Amount Decimal `json:"amount,omitempty"`
	// Acquiring: the amount received so far, in coins.
	ReceivedAmount Decimal `json:"receivedAmount,omitempty"`
	// Acquiring: the amount credited so far, in coins.
	FactAmount Decimal `json:"factAmount,omitempty"`
	// The fee in coins; for a failed withdrawal, the fee that would have been charged.
	Fee Decimal `json:"fee"`
	// 0 in process; 1 success, for acquiring the full amount received, or any amount when none was requested; 2
	// failure, for acquiring expired with nothing received.
	Status int `json:"status"`
	// The status in words; for a failed withdrawal, the reason.
	StatusDesc string `json:"statusDesc"`
	// The transaction ids on the blockchain, at most 100.
	TxIDs []string `json:"txIds"`
	// When the order was accepted, yyyy-MM-dd HH:mm:ss.
	CreateAt string `json:"createAt"`
	// Acquiring: when the order expires.
	ExpireTime string `json:"expireTime,omitempty"`
}

// CardholderApplyResult is what Holders.Create returns.
type CardholderApplyResult struct {
	// The cardholder.
	CardUserID string `json:"cardUserId"`
	// 0 disabled, 1 enabled, 2 deleted, 3 in process.
	Status int `json:"status"`
}

// HolderCardBin is part of Cardholder.
type HolderCardBin struct {
	// The BIN range.
	BinRangeID string `json:"binRangeId"`
	// The leading digits of its card numbers.
	CardBin string `json:"cardBin"`
	// 0 disabled, 1 enabled, 2 deleted, 3 in process.
	HolderStatus int `json:"holderStatus"`
	// The status in words.
	HolderStatusDesc string `json:"holderStatusDesc"`
}

// Cardholder is what Holders.Get returns.
type Cardholder struct {
	// The cardholder.
	CardUserID string `json:"cardUserId"`
	// Given name.
	FirstName string `json:"firstName"`
	// Middle name.
	MiddleName string `json:"middleName,omitempty"`
	// Family name.
	LastName string `json:"lastName"`
	// E-mail address.
	Email string `json:"email"`
	// Calling code of the mobile number without plus.
	MobilePrefix string `json:"mobilePrefix"`
	// Mobile number without its prefix.
	Mobile string `json:"mobile"`
	// Date of birth.
	BirthDate string `json:"birthDate"`
	// ISO 3166-1 alpha-3 code of the billing address.
	CountryCode string `json:"countryCode"`
	// State or province.
	BillingState string `json:"billingState"`
	// City.
	BillingCity string `json:"billingCity"`
	// Street and number.
	BillingAddress string `json:"billingAddress"`
	// Postal code; empty when the country has none.
	BillingZipCode string `json:"billingZipCode"`
	// The merchant's own note.
	Remark string `json:"remark,omitempty"`
	// 1 male, 2 female.
	Gender *int `json:"gender,omitempty"`
	// 1 identity card, 2 passport.
	CertificateType *int `json:"certificateType,omitempty"`
	// Number of the document.
	CertificateNo string `json:"certificateNo,omitempty"`
	// 0 disabled, 1 enabled, 2 deleted, 3 in process.
	Status int `json:"status"`
	// The BIN ranges in which the merchant can open cards for this cardholder.
	HolderCardBins []HolderCardBin `json:"holderCardBins"`
	// When the cardholder was reported.
	CreateAt string `json:"createAt"`
}

// CardholderDeleteResult is what Holders.Delete returns.
type CardholderDeleteResult struct {
	// The cardholder.
	CardUserID string `json:"cardUserId"`
}

// AssignedCard is what Cards.Assign returns.
type AssignedCard struct {
	// The merchant's request number.
	UserReqNo string `json:"userReqNo"`
	// The card.
	CardID string `json:"cardId"`
	// 3 awaiting activation.
	Status string `json:"status"`
}
