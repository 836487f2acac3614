package issuary

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

const testUserNo = "10000001"

var (
	merchantKey = generated()
	platformKey = generated()
	foreignKey  = generated()
)

func generated() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

func privatePEM(key *rsa.PrivateKey) []byte {
	der, _ := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func publicPEM(key *rsa.PrivateKey) []byte {
	der, _ := x509.MarshalPKIXPublicKey(&key.PublicKey)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// A platform answers over real HTTP as a test says, sealed and signed.
type platform struct {
	*testing.T
	server *httptest.Server
	mutex  sync.Mutex
	// requests are the contents that it got.
	requests []map[string]any
	bodies   []string
	delays   []time.Duration
	// answer serves the nth request, from 1.
	answer func(p *platform, nth int, writer http.ResponseWriter, request *http.Request)
}

func newPlatform(t *testing.T, answer func(*platform, int, http.ResponseWriter, *http.Request)) *platform {
	p := &platform{T: t, answer: answer}
	p.server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.server.Close)
	return p
}

func (p *platform) serve(writer http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	var sealed struct{ DataContent string }
	_ = json.Unmarshal(body, &sealed)
	text, err := openContent(sealed.DataContent, []*rsa.PublicKey{&merchantKey.PublicKey})
	if err != nil {
		p.Errorf("the request does not open: %v", err)
	}
	received := &message{method: request.Method, path: request.URL.Path, header: request.Header, body: body}
	signed, err := received.verify(requestComponents, testUserNo, []*rsa.PublicKey{&merchantKey.PublicKey}, time.Now())
	if err != nil || !signed {
		p.Errorf("the request is not signed: %v", err)
	}
	content := map[string]any{}
	_ = json.Unmarshal(text, &content)
	p.mutex.Lock()
	p.requests, p.bodies = append(p.requests, content), append(p.bodies, string(body))
	nth := len(p.requests)
	p.mutex.Unlock()
	writer.Header().Set("Issuary-Request-Id", "request-1")
	p.answer(p, nth, writer, request)
}

// client returns one that does not really wait between attempts.
func (p *platform) client(change ...func(*Options)) *Client {
	options := Options{
		BaseURL: p.server.URL, UserNo: testUserNo, PrivateKey: privatePEM(merchantKey), PlatformKey: publicPEM(platformKey),
	}
	for _, each := range change {
		each(&options)
	}
	client, err := New(options)
	if err != nil {
		p.Fatal(err)
	}
	client.sleep = func(ctx context.Context, delay time.Duration) bool {
		p.delays = append(p.delays, delay)
		return ctx.Err() == nil
	}
	return client
}

func success(content string) []byte {
	result, err := sealContent([]byte(content), platformKey)
	if err != nil {
		panic(err)
	}
	body, _ := json.Marshal(map[string]any{"success": true, "result": result, "userNo": testUserNo, "async": false})
	return body
}

func failed(code, text string) []byte {
	body, _ := json.Marshal(map[string]any{
		"success": false, "errorCode": code, "errorMsg": text, "result": "", "userNo": testUserNo, "async": false,
	})
	return body
}

// signedBy writes a body that is signed as the answer to the request.
func signedBy(key *rsa.PrivateKey, writer http.ResponseWriter, request *http.Request, body []byte) {
	answer := &message{status: 200, header: writer.Header(), body: body, request: &message{header: request.Header}}
	if err := answer.sign(responseComponents, testUserNo, key, time.Now(), NewRequestNumber()); err != nil {
		panic(err)
	}
	_, _ = writer.Write(body)
}

func answers(bodies ...[]byte) func(*platform, int, http.ResponseWriter, *http.Request) {
	return func(p *platform, nth int, writer http.ResponseWriter, request *http.Request) {
		if nth > len(bodies) {
			nth = len(bodies)
		}
		signedBy(platformKey, writer, request, bodies[nth-1])
	}
}

// notification returns a request as the platform would send it; key nil leaves it unsigned.
func notification(kind, content string, key *rsa.PrivateKey) *http.Request {
	data, err := sealContent([]byte(content), platformKey)
	if err != nil {
		panic(err)
	}
	body, _ := json.Marshal(map[string]any{"type": kind, "data": data, "version": "1.0.0", "userNo": 10000001})
	return notify(body, key)
}

func notify(body []byte, key *rsa.PrivateKey) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/notify", bytes.NewReader(body))
	request.Header.Set("Webhook-Id", "card_operate/7")
	if key != nil {
		sent := &message{method: http.MethodPost, path: "/notify", header: request.Header, body: body}
		components := append([]string{`"webhook-id"`}, requestComponents...)
		if err := sent.sign(components, testUserNo, key, time.Now(), NewRequestNumber()); err != nil {
			panic(err)
		}
	}
	return request
}
