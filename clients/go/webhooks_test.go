package issuary

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const operated = `{"orderId":"7","userReqNo":"R-1","opType":15,"status":1,"amount":100,"fee":1,"createAt":"2026-03-01 00:00:00"}`

func TestHandler(t *testing.T) {
	p := newPlatform(t, nil)
	good, _ := io.ReadAll(notification("card_operate", operated, nil).Body)
	tampered := bytes.Replace(good, []byte("card_operate"), []byte("card_operatE"), 1)
	cases := map[string]struct {
		request *http.Request
		err     error
		status  int
	}{
		"signed":               {notification("card_operate", operated, platformKey), nil, 200},
		"not signed":           {notification("card_operate", operated, nil), nil, 200},
		"not processed":        {notification("card_operate", operated, platformKey), errors.New("database"), 500},
		"by someone else":      {notification("card_operate", operated, foreignKey), nil, 400},
		"of another type":      {notification("trade_fee", operated, nil), nil, 400},
		"a newer type":         {notification("card_shipped", operated, platformKey), nil, 200},
		"tampered":             {withBody(notification("card_operate", operated, platformKey), tampered), nil, 400},
		"deep JSON":            {notify([]byte(`{"type":`+strings.Repeat("[", 1e6)), nil), nil, 400},
		"no JSON":              {notify([]byte("type=card_operate"), nil), nil, 400},
		"for someone else":     {notify(bytes.Replace(good, []byte("10000001"), []byte("10000002"), 1), nil), nil, 400},
		"more than a MiB":      {notify(make([]byte, maxNotificationBytes+1), nil), nil, 413},
		"not posted":           {httptest.NewRequest(http.MethodGet, "/notify", nil), nil, 405},
		"another path":         {withPath(notification("card_operate", operated, platformKey), "/other"), nil, 400},
		"a webhook-id swapped": {withID(notification("card_operate", operated, platformKey), "card_operate/8"), nil, 400},
	}
	for name, each := range cases {
		t.Run(name, func(t *testing.T) {
			handled := 0
			handler := p.client().Webhooks.Handler(func(_ context.Context, n *Notification) error {
				handled++
				if n.ID != "card_operate/7" {
					t.Errorf("id %s", n.ID)
				}
				if content, ok := n.Content.(*CardOperate); ok && (content.Amount != "100" || content.UserReqNo != "R-1") {
					t.Errorf("got %+v", content)
				}
				return each.err
			})
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, each.request)
			if recorder.Code != each.status || (recorder.Code == 200) != (recorder.Body.String() == Accepted) {
				t.Errorf("answered %d %s", recorder.Code, recorder.Body)
			}
			if (handled == 1) != (each.status == 200 || each.status == 500) {
				t.Errorf("handled %d times", handled)
			}
		})
	}
}

func withBody(request *http.Request, body []byte) *http.Request {
	request.Body = io.NopCloser(bytes.NewReader(body))
	return request
}

func withPath(request *http.Request, path string) *http.Request {
	request.URL.Path = path
	return request
}

func withID(request *http.Request, id string) *http.Request {
	request.Header.Set("Webhook-Id", id)
	return request
}

func TestRequiredSignature(t *testing.T) {
	client := newPlatform(t, nil).client(func(options *Options) { options.RequireSignature, options.NotificationPath = true, "/notify" })
	for name, each := range map[string]struct {
		request *http.Request
		ok      bool
	}{
		"not signed":     {notification("card_operate", operated, nil), false},
		"behind a proxy": {withPath(notification("card_operate", operated, platformKey), "/internal/notify"), true},
	} {
		body, _ := io.ReadAll(each.request.Body)
		if _, err := client.Webhooks.Open(body, each.request); (err == nil) != each.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCardDataInNotificationsIsOpened(t *testing.T) {
	sealed, err := sealCardData([]byte(`{"otp":"482913","cardId":"7","cardNo":"499900******4242","transactionCurrency":"USD","transactionAmount":"5","merchantName":"Bookshop"}`), &merchantKey.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	request := notification("card_3ds_otp", string(sealed), platformKey)
	body, _ := io.ReadAll(request.Body)
	got, err := newPlatform(t, nil).client().Webhooks.Open(body, request)
	if err != nil || got.Content.(*Card3dsOtp).OTP.Reveal() != "482913" {
		t.Errorf("got %v, %v", got, err)
	}
}
