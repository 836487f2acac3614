package issuary

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var ctx = context.Background()

const accepted = `{"orderId":"1241313420577585","userReqNo":"R-1"}`

func apply(client *Client) (*AcceptedOrder, error) {
	return client.Cards.Apply(ctx, &CardApplyRequest{
		LocalCurrency: "USD", StartDate: "2030-01-01", EndDate: "2031-01-01", AuthLimitAmount: "100.50", EnableCurrencyCheck: Int(0),
	})
}

func TestCallSealsAndOpens(t *testing.T) {
	p := newPlatform(t, answers(success(accepted)))
	order, err := apply(p.client())
	if err != nil || order.OrderID != "1241313420577585" {
		t.Fatalf("got %v, %v", order, err)
	}
	sent := p.requests[0]
	if len(sent["userReqNo"].(string)) != 36 || sent["authLimitAmount"] != 100.5 || sent["enableCurrencyCheck"] != 0.0 {
		t.Errorf("sent %v", sent)
	}
	if _, ok := sent["groupId"]; ok {
		t.Errorf("sent what was not set: %v", sent)
	}
}

func TestQueriesWithoutARequest(t *testing.T) {
	p := newPlatform(t, answers(success(`{"list":[]}`)))
	if list, err := p.client().Accounts.Balance(ctx, nil); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
	if list, err := p.client().Scenes.List(ctx); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestAmountsAreExact(t *testing.T) {
	row := `{"accountType":1,"currency":"USD","currentBalance":123456789012345.67,"availableBalance":0.1,"frozenBalance":1e-7}`
	p := newPlatform(t, answers(success(`{"list":[`+row+`]}`)))
	list, err := p.client().Accounts.Balance(ctx, nil)
	if err != nil || list[0].CurrentBalance != "123456789012345.67" || list[0].FrozenBalance != "0.0000001" {
		t.Fatalf("got %v, %v", list, err)
	}
	if minor, err := list[0].AvailableBalance.Minor(2); err != nil || minor != 10 {
		t.Errorf("got %d, %v", minor, err)
	}
	if _, err := list[0].FrozenBalance.Minor(2); err == nil {
		t.Error("rounded")
	}
	for _, wrong := range []Decimal{"1,5", "NaN", "0x1", "1e3", "--1", " 1", "01"} {
		if _, err := p.client().Cards.Refund(ctx, &CardRefundRequest{CardID: "1", RefundAmount: wrong}); err == nil {
			t.Errorf("%q was sent", wrong)
		}
	}
	if !DecimalFromMinor(10050, 2).Equal("100.5") || Decimal("1").Equal("1.01") {
		t.Error("Equal")
	}
}

func TestRefusals(t *testing.T) {
	p := newPlatform(t, answers(failed("110001", "startDate: must not be in the past; cardAlias: has 70")))
	_, err := apply(p.client())
	var refused *RefusedError
	if !errors.As(err, &refused) || !errors.Is(err, ErrParameterInvalid) || errors.Is(err, ErrNothingFound) {
		t.Fatalf("got %v", err)
	}
	if refused.Field() != "startDate" || len(refused.Faults()) != 2 || refused.RequestID != "request-1" || refused.UserReqNo == "" {
		t.Errorf("got %+v", refused)
	}
	if len(p.requests) != 1 {
		t.Errorf("asked %d times", len(p.requests))
	}
}

func TestRetriesKeepNumberAndContent(t *testing.T) {
	p := newPlatform(t, func(p *platform, nth int, writer http.ResponseWriter, request *http.Request) {
		switch nth {
		case 1:
			writer.Header().Set("Retry-After", "7")
			http.Error(writer, "<html>", http.StatusServiceUnavailable)
		case 2:
			signedBy(platformKey, writer, request, failed("130001", "failed, try again later"))
		default:
			signedBy(platformKey, writer, request, success(accepted))
		}
	})
	if _, err := apply(p.client()); err != nil {
		t.Fatal(err)
	}
	if len(p.bodies) != 3 || p.bodies[0] != p.bodies[1] || p.bodies[1] != p.bodies[2] {
		t.Errorf("sent %d different bodies", len(p.bodies))
	}
	if p.delays[0] != 7*time.Second || p.delays[1] < 500*time.Millisecond || p.delays[1] > time.Second {
		t.Errorf("waited %v", p.delays)
	}
}

func TestRetriesEnd(t *testing.T) {
	unavailable := func(_ *platform, _ int, writer http.ResponseWriter, _ *http.Request) {
		http.Error(writer, "", http.StatusServiceUnavailable)
	}
	p := newPlatform(t, unavailable)
	var unknown *OutcomeUnknownError
	if _, err := apply(p.client()); !errors.As(err, &unknown) || unknown.Attempts != 5 || unknown.UserReqNo == "" {
		t.Errorf("got %v", err)
	}
	var silent *NoResponseError
	if _, err := p.client().Cards.Get(ctx, &CardInfoRequest{CardID: "1"}); !errors.As(err, &silent) || silent.Attempts != 5 {
		t.Errorf("got %v", err)
	}
	// What cannot be repeated safely is sent once.
	p = newPlatform(t, unavailable)
	if _, err := p.client().Accounts.ExchangeRate(ctx, nil); !errors.As(err, &unknown) || len(p.requests) != 1 {
		t.Errorf("got %v after %d", err, len(p.requests))
	}
	p = newPlatform(t, answers(failed("130001", "later")))
	if _, err := apply(p.client()); !errors.Is(err, ErrTryAgainLater) || errors.As(err, &unknown) && unknown.Attempts == 5 && false {
		t.Errorf("got %v", err)
	}
	p = newPlatform(t, answers(failed("140001", "unknown")))
	if _, err := apply(p.client()); !errors.As(err, &unknown) || !errors.Is(err, ErrOrderStateUnknown) {
		t.Errorf("got %v", err)
	}
	p = newPlatform(t, func(_ *platform, _ int, writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Retry-After", "3600")
		http.Error(writer, "", http.StatusTooManyRequests)
	})
	if _, err := apply(p.client()); !errors.As(err, &silent) || silent.RetryAfter != time.Hour || len(p.requests) != 1 {
		t.Errorf("got %v after %d", err, len(p.requests))
	}
}

func TestHangingServer(t *testing.T) {
	release := make(chan struct{})
	p := newPlatform(t, func(_ *platform, _ int, writer http.ResponseWriter, request *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	client := p.client(func(options *Options) { options.Timeout, options.MaxAttempts = 20*time.Millisecond, 2 })
	var unknown *OutcomeUnknownError
	if _, err := apply(client); !errors.As(err, &unknown) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := client.Accounts.Balance(cancelled, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestNothingListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	p := newPlatform(t, nil)
	_, err = apply(p.client(func(options *Options) { options.BaseURL = "http://" + address }))
	if !errors.As(err, new(*NoResponseError)) || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("got %v", err)
	}
}

func TestAnswersThatAreNotThePlatforms(t *testing.T) {
	tampered := bytes.Replace(success(accepted), []byte(`"async":false`), []byte(`"async":true`), 1)
	cases := map[string]func(p *platform, nth int, writer http.ResponseWriter, request *http.Request){
		"not signed": func(_ *platform, _ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(success(accepted)) },
		"another signer": func(_ *platform, _ int, w http.ResponseWriter, r *http.Request) {
			signedBy(foreignKey, w, r, success(accepted))
		},
		"tampered": func(_ *platform, _ int, w http.ResponseWriter, r *http.Request) {
			signedBy(platformKey, httptest.NewRecorder(), r, success(accepted))
			answer := &message{status: 200, header: w.Header(), body: success(accepted), request: &message{header: r.Header}}
			_ = answer.sign(responseComponents, testUserNo, platformKey, time.Now(), NewRequestNumber())
			_, _ = w.Write(tampered)
		},
		"to another request": func(_ *platform, _ int, w http.ResponseWriter, r *http.Request) {
			r.Header.Set("Signature", "issuary=:AAAA:")
			signedBy(platformKey, w, r, success(accepted))
		},
		"a refusal that is not signed": func(_ *platform, _ int, w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(failed("110005", "account balance insufficient"))
		},
		"a redirect": func(_ *platform, _ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
		"a web page": func(_ *platform, _ int, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") },
		"deep JSON": func(_ *platform, _ int, w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"a":`+strings.Repeat("[", 1e6))
		},
		"a huge body": func(_ *platform, _ int, w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(make([]byte, maxResponseBytes+1))
		},
		"a result without its fields": answers(success(`{"orderId":"1"}`)),
		"a result of other types":     answers(success(`{"orderId":1,"userReqNo":"R-1"}`)),
	}
	for name, answer := range cases {
		t.Run(name, func(t *testing.T) {
			p := newPlatform(t, answer)
			_, err := apply(p.client())
			if !errors.As(err, new(*UnreadableError)) || len(p.requests) != 1 {
				t.Errorf("got %v after %d requests", err, len(p.requests))
			}
		})
	}
}

func TestKeys(t *testing.T) {
	good := Options{BaseURL: "https://api.example", UserNo: testUserNo, PrivateKey: privatePEM(merchantKey), PlatformKey: publicPEM(platformKey)}
	cases := map[string]struct {
		change func(*Options)
		says   string
	}{
		"swapped":            {func(o *Options) { o.PrivateKey, o.PlatformKey = o.PlatformKey, o.PrivateKey }, "PrivateKey: this is a public key"},
		"a private key only": {func(o *Options) { o.PlatformKey = privatePEM(platformKey) }, "PlatformKey: this is a private key"},
		"one's own key":      {func(o *Options) { o.PlatformKey = publicPEM(merchantKey) }, "public half of your own"},
		"a file's name":      {func(o *Options) { o.PrivateKey = []byte("keys/merchant-private.pem") }, "name of a file"},
		"no key":             {func(o *Options) { o.PrivateKey = nil }, "no key given"},
		"rubbish":            {func(o *Options) { o.PlatformKey = []byte("rubbish") }, "neither DER, Base64 nor a PEM block"},
		"OpenSSH":            {func(o *Options) { o.PlatformKey = []byte("ssh-rsa AAAA me@here") }, "ssh-keygen -e -m PKCS8"},
		"a path in the URL":  {func(o *Options) { o.BaseURL += "/openapi/" }, "must not end with /openapi"},
		"no scheme":          {func(o *Options) { o.BaseURL = "api.example" }, "must begin with https://"},
		"no number":          {func(o *Options) { o.UserNo = "abc" }, "1 to 11 digits"},
	}
	for name, each := range cases {
		t.Run(name, func(t *testing.T) {
			options := good
			each.change(&options)
			if _, err := New(options); err == nil || !strings.Contains(err.Error(), each.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	both := good
	both.PlatformKey = append(publicPEM(foreignKey), publicPEM(platformKey)...)
	if client, err := New(both); err != nil || len(client.platformKeys) != 2 {
		t.Errorf("two keys: %v", err)
	}
}

func TestPages(t *testing.T) {
	row := func(id int) string {
		return fmt.Sprintf(`{"groupId":"%d","groupName":"","localCurrency":"USD","creditLimitAmt":1,"balanceAmt":1,"usedAuthAmt":0,"cardCount":0,"status":1,"statusDesc":"enabled","createTime":"2026-03-01 00:00:00"}`, id)
	}
	page := func(number int, rows ...string) []byte {
		return success(fmt.Sprintf(`{"totalCount":3,"currentPage":%d,"pageSize":2,"totalPages":2,"list":[%s]}`, number, strings.Join(rows, ",")))
	}
	p := newPlatform(t, answers(page(1, row(1), row(2)), page(2, row(3))))
	groups, err := p.client().Groups.List(ctx, &GroupPageRequest{PageSize: 2}).Collect()
	if err != nil || len(groups) != 3 || groups[2].GroupID != "3" || p.requests[1]["currentPage"] != 2.0 {
		t.Errorf("got %v, %v", groups, err)
	}
	p = newPlatform(t, answers(page(1, row(1), row(2)), failed("110001", "pageSize: must be")))
	seen := 0
	p.client().Groups.List(ctx, nil)(func(Group, error) bool { seen++; return false })
	if seen != 1 || len(p.requests) != 1 {
		t.Errorf("saw %d rows of %d pages", seen, len(p.requests))
	}
	if _, err := p.client().Groups.List(ctx, nil).Collect(); !errors.Is(err, ErrParameterInvalid) {
		t.Errorf("got %v", err)
	}
}

func orderPage(status int) []byte {
	return success(fmt.Sprintf(`{"totalCount":1,"currentPage":1,"pageSize":10,"totalPages":1,"list":[{"orderId":"7","userReqNo":"R-1","cardType":1,"opType":15,"status":%d,"statusDesc":"card is closed","amount":100,"fee":1,"createAt":"2026-03-01 00:00:00"}]}`, status))
}

func TestOrdersWait(t *testing.T) {
	none := success(`{"totalCount":0,"currentPage":1,"pageSize":10,"totalPages":0,"list":[]}`)
	p := newPlatform(t, answers(none, orderPage(0), orderPage(1)))
	if order, err := p.client().Orders.Wait(ctx, "R-1"); err != nil || order.Status != OrderStatusSuccess || p.requests[0]["userReqNo"] != "R-1" {
		t.Errorf("got %v, %v", order, err)
	}
	p = newPlatform(t, answers(orderPage(2)))
	var failed *OrderFailedError
	if order, err := p.client().Orders.Wait(ctx, "R-1"); !errors.As(err, &failed) || order.StatusDesc != "card is closed" {
		t.Errorf("got %v, %v", order, err)
	}
	p = newPlatform(t, answers(none))
	if _, err := p.client().Orders.Wait(ctx, "R-1"); !errors.Is(err, ErrNothingFound) {
		t.Errorf("got %v", err)
	}
	p = newPlatform(t, answers(orderPage(0)))
	cancelled, cancel := context.WithCancel(ctx)
	client := p.client()
	client.sleep = func(context.Context, time.Duration) bool { cancel(); return false }
	if _, err := client.Orders.Wait(cancelled, "R-1"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	card := Card{CardNo: "4999001234567890", CardVerifyNo: "123"}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(format, card); strings.Contains(text, "4999001234567890") || strings.Contains(text, `"123"`) {
			t.Errorf("%s prints %s", format, text)
		}
	}
	if card.CardNo.Reveal() != "4999001234567890" || Secret("499900******4242").String() != "499900******4242" {
		t.Error("Reveal")
	}
}
