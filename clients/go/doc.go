// Package issuary calls the Merchant API of an Issuary card-issuing platform and receives its notifications.
//
// A Client seals and signs every request, and verifies and opens every response. Its methods are grouped as the API is:
//
//	client, err := issuary.New(issuary.Options{BaseURL: url, UserNo: "10000001", PrivateKey: mine, PlatformKey: theirs})
//	balances, err := client.Accounts.Balance(ctx, &issuary.AccountBalanceRequest{Currency: "USD"})
//
// Opening, recharging, refunding and cancelling are orders: the result says that the order is accepted, and a
// notification says how it ended. Orders.Wait asks until it has ended, for programs that cannot receive notifications.
//
// Operations that change something happen once for each UserReqNo. The client generates one where a request has none,
// and repeats a request only under the same number. A program that may crash before it learns the outcome should set
// UserReqNo itself and store it before the call.
//
// Amounts are Decimals: text such as "100.50", never binary floating point. Card numbers, verification numbers, PINs
// and one-time passwords are Secrets, which print as ***.
//
// A Client is safe for concurrent use.
package issuary
