package issuary_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/issuary/issuary-go"
)

// A merchant's first day against a local cloud, as npm run test:sdks starts it.

const dayEnd = 2 * time.Minute

func localClient(t *testing.T) *issuary.Client {
	t.Helper()
	if os.Getenv("ISSUARY_API") == "" {
		t.Skip("needs a local cloud: npm run test:sdks -- go")
	}
	mine, err := os.ReadFile(os.Getenv("ISSUARY_MERCHANT_KEY"))
	check(t, err)
	theirs, err := os.ReadFile(os.Getenv("ISSUARY_PLATFORM_KEY"))
	check(t, err)
	client, err := issuary.New(issuary.Options{
		BaseURL: os.Getenv("ISSUARY_API"), UserNo: os.Getenv("ISSUARY_USER_NO"), PrivateKey: mine, PlatformKey: theirs,
	})
	check(t, err)
	return client
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// received keeps the notifications of the day.
type received struct {
	news chan *issuary.Notification
	all  []*issuary.Notification
}

func receive(t *testing.T, client *issuary.Client) *received {
	r := &received{news: make(chan *issuary.Notification, 1000)}
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("ISSUARY_RECEIVER_PORT"))
	check(t, err)
	server := &http.Server{Handler: client.Webhooks.Handler(func(_ context.Context, one *issuary.Notification) error {
		r.news <- one
		return nil
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return r
}

func (r *received) waitFor(ctx context.Context, t *testing.T, is func(content any) bool) any {
	t.Helper()
	for {
		for _, one := range r.all {
			if is(one.Content) {
				return one.Content
			}
		}
		select {
		case one := <-r.news:
			r.all = append(r.all, one)
		case <-ctx.Done():
			t.Fatal("the notification did not come")
		}
	}
}

func (r *received) outcome(ctx context.Context, t *testing.T, userReqNo string) *issuary.CardOperate {
	t.Helper()
	return r.waitFor(ctx, t, func(content any) bool {
		one, ok := content.(*issuary.CardOperate)
		return ok && one.UserReqNo == userReqNo
	}).(*issuary.CardOperate)
}

// network plays the card network and returns what it prints.
func network(ctx context.Context, t *testing.T, args ...string) string {
	t.Helper()
	command := exec.CommandContext(ctx, "npm", append([]string{"run", "--silent", "network", "--"}, args...)...)
	command.Dir = os.Getenv("ISSUARY_PROJECT")
	command.Stderr = os.Stderr
	printed, err := command.Output()
	check(t, err)
	return strings.TrimSpace(string(printed))
}

func equal(t *testing.T, what string, expected, actual issuary.Decimal) {
	t.Helper()
	if !expected.Equal(actual) {
		t.Errorf("%s: expected %s, got %s", what, expected, actual)
	}
}

func available(ctx context.Context, t *testing.T, client *issuary.Client) int64 {
	t.Helper()
	balances, err := client.Accounts.Balance(ctx, &issuary.AccountBalanceRequest{AccountType: 1, Currency: "USD"})
	check(t, err)
	minor, err := balances[0].AvailableBalance.Minor(2)
	check(t, err)
	return minor
}

func TestFirstDay(t *testing.T) {
	client := localClient(t)
	ctx, cancel := context.WithTimeout(context.Background(), dayEnd)
	defer cancel()
	notifications := receive(t, client)
	before := available(ctx, t, client)

	today := time.Now().In(time.FixedZone("UTC+8", 8*3600))
	accepted, err := client.Cards.Apply(ctx, &issuary.CardApplyRequest{
		LocalCurrency: "USD", BinRangeID: "V1", AuthLimitAmount: "100.00", EnableCurrencyCheck: issuary.Int(0), CardAlias: "Zoë’s card",
		StartDate: today.Format("2006-01-02"), EndDate: today.AddDate(1, 0, 0).Format("2006-01-02"),
	})
	check(t, err)
	opened := notifications.outcome(ctx, t, accepted.UserReqNo)
	if opened.OpType != issuary.OpTypeCardOpening || opened.Status != issuary.OrderStatusSuccess {
		t.Fatalf("got %+v", opened)
	}
	card, err := client.Cards.Get(ctx, &issuary.CardInfoRequest{CardID: opened.CardID})
	check(t, err)
	equal(t, "opened", "100", card.BalanceAmt)
	if card.CardAlias != "Zoë’s card" {
		t.Errorf("alias %q", card.CardAlias)
	}

	for _, purchase := range []struct{ amount, says, status, code string }{
		{"40.25", "approved", "1", "000000"}, {"500", "declined with 200002", "2", "200002"},
	} {
		printed := network(ctx, t, "authorize", "--card", opened.CardID, "--amount", purchase.amount)
		if !strings.HasPrefix(printed, purchase.says) {
			t.Errorf("got %s", printed)
		}
		recordNo := printed[strings.LastIndex(printed, " ")+1:]
		content := notifications.waitFor(ctx, t, func(content any) bool {
			one, ok := content.(*issuary.CardTransaction)
			return ok && one.RecordNo == recordNo
		}).(*issuary.CardTransaction)
		if string(content.TransStatus) != purchase.status || string(content.RespCode) != purchase.code {
			t.Errorf("got %+v", content)
		}
	}
	transactions, err := client.Transactions.List(ctx, &issuary.TransactionQueryRequest{CardID: opened.CardID, PageSize: 1}).Collect()
	check(t, err)
	if len(transactions) != 2 {
		t.Errorf("got %d transactions", len(transactions))
	}

	recharge := &issuary.CardRechargeRequest{CardID: opened.CardID, AuthLimitAmount: "50", UserReqNo: "go-" + opened.CardID}
	first, err := client.Cards.Recharge(ctx, recharge)
	check(t, err)
	again, err := client.Cards.Recharge(ctx, recharge)
	check(t, err)
	if again.OrderID != first.OrderID {
		t.Error("a repeat is another order")
	}
	order, err := client.Orders.Wait(ctx, first.UserReqNo)
	check(t, err)
	equal(t, "recharged", "50", order.Amount)
	refund, err := client.Cards.Refund(ctx, &issuary.CardRefundRequest{CardID: opened.CardID, RefundAmount: "30.00"})
	check(t, err)
	equal(t, "refunded", "30", notifications.outcome(ctx, t, refund.UserReqNo).Amount)
	card, err = client.Cards.Get(ctx, &issuary.CardInfoRequest{CardID: opened.CardID})
	check(t, err)
	equal(t, "at the end", "79.75", card.BalanceAmt)
	openFee, err := opened.Fee.Minor(2)
	check(t, err)
	rechargeFee, err := order.Fee.Minor(2)
	check(t, err)
	if after := available(ctx, t, client); after != before-12000-openFee-rechargeFee {
		t.Errorf("the account had %d and has %d", before, after)
	}

	_, err = client.Cards.Apply(ctx, &issuary.CardApplyRequest{LocalCurrency: "USX", StartDate: "2020-01-01", EndDate: "2030-01-01"})
	var refused *issuary.RefusedError
	if !errors.As(err, &refused) || !errors.Is(err, issuary.ErrParameterInvalid) || refused.Call.RequestID == "" || refused.Field() != "localCurrency" {
		t.Errorf("got %v", err)
	}
}

// TestReadme runs the programs of README.md in a module of their own, as a developer would.
func TestReadme(t *testing.T) {
	localClient(t)
	readme, err := os.ReadFile("README.md")
	check(t, err)
	library, err := filepath.Abs(".")
	check(t, err)
	folder := filepath.Dir(os.Getenv("ISSUARY_MERCHANT_KEY"))
	ctx, cancel := context.WithTimeout(context.Background(), dayEnd)
	defer cancel()
	programs := regexp.MustCompile("(?s)```go\n(package main.*?)```").FindAllStringSubmatch(string(readme), -1)
	for i, says := range []string{"AvailableBalance", "status 1"} {
		source := strings.NewReplacer(
			"http://127.0.0.1:8080", os.Getenv("ISSUARY_API"), "127.0.0.1:8090", "127.0.0.1:"+os.Getenv("ISSUARY_RECEIVER_PORT"), ".issuary/keys", folder,
		).Replace(programs[i][1])
		module := t.TempDir()
		check(t, os.WriteFile(filepath.Join(module, "main.go"), []byte(source), 0o600))
		for _, args := range [][]string{
			{"mod", "init", "example.com/cards"},
			{"mod", "edit", "-require", "github.com/issuary/issuary-go@v0.1.0", "-replace", "github.com/issuary/issuary-go=" + library},
			{"run", "."},
		} {
			command := exec.CommandContext(ctx, "go", args...)
			command.Dir = module
			printed, err := command.CombinedOutput()
			if err != nil || (args[0] == "run" && !strings.Contains(string(printed), says)) {
				t.Fatalf("program %d: go %v: %v: %s", i+1, args, err, printed)
			}
		}
	}
}
