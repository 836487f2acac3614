package issuary

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// The vectors that every client library is tested with. They are in the platform's repository, beside this folder.

type signedVector struct {
	Method, Path, Body string
	Status             int
	Headers            map[string]any
	Request            *struct{ Headers map[string]string }
}

type vectors struct {
	Keys map[string]struct {
		Bits                  int
		PrivateKey, PublicKey string
	}
	Envelopes struct {
		Good, Bad []struct {
			Name, Cause, Key, JSON, Hex string
			BlockType                   int
			IsReproducible              bool
		}
	}
	Requests, Responses, Notifications []struct {
		Name, Key, UserNo, Body, Type    string
		JSON, ErrorCode, ErrorMsg, Cause *string
	}
	Signatures struct {
		Good, Bad []struct {
			Name, Cause, Key, KeyID, Nonce, Base string
			Now, Created                         int64
			Message                              signedVector
			IsReproducible                       bool
		}
	}
	JWE []struct {
		Name, Key, JWE string
		Text, Cause    *string
	} `json:"jwe"`
	Identities []struct {
		Name, Type string
		WebhookID  string
		Content    json.RawMessage
		Identity   string
	}
}

func readVectors(t *testing.T) (all vectors) {
	t.Helper()
	path := os.Getenv("ISSUARY_VECTORS")
	if path == "" {
		path = "../vectors/vectors.json"
	}
	text, err := os.ReadFile(path)
	if err != nil {
		if _, missing := os.Stat("../sdks.ts"); missing != nil && os.Getenv("ISSUARY_VECTORS") == "" {
			t.Skip("outside the platform's repository: set ISSUARY_VECTORS")
		}
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func (v vectors) client(t *testing.T, key string, change ...func(*Options)) *Client {
	t.Helper()
	options := Options{
		BaseURL: "http://127.0.0.1", UserNo: "10000001", Unsigned: true,
		PrivateKey: []byte(v.Keys["other1024"].PrivateKey), PlatformKey: []byte(v.Keys[key].PublicKey),
	}
	for _, each := range change {
		each(&options)
	}
	client, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// withPrivateKey makes the key the client's own, and another one the platform's.
func (v vectors) withPrivateKey(key string) func(*Options) {
	return func(options *Options) {
		options.PrivateKey = []byte(v.Keys[key].PrivateKey)
		options.PlatformKey = []byte(v.Keys["other2048"].PublicKey)
	}
}

func TestVectorsEnvelopes(t *testing.T) {
	v := readVectors(t)
	for _, good := range v.Envelopes.Good {
		if good.BlockType == 2 {
			continue // Only the platform opens these.
		}
		t.Run(good.Key+"/"+good.Name, func(t *testing.T) {
			client := v.client(t, good.Key)
			text, err := openContent(good.Hex, client.platformKeys)
			if err != nil || string(text) != good.JSON {
				t.Errorf("got %q, %v", text, err)
			}
			if good.IsReproducible {
				own := v.client(t, good.Key, v.withPrivateKey(good.Key))
				sealed, err := sealContent([]byte(good.JSON), own.privateKey)
				if err != nil || sealed != good.Hex {
					t.Errorf("sealed differently: %v", err)
				}
			}
		})
	}
	causes := map[string]error{
		"hex": errHex, "block": errBlock, "block type 2": errBlockType, "Base64": errBase64, "UTF-8": errUTF8, "JSON": errObject,
	}
	for _, bad := range v.Envelopes.Bad {
		t.Run("bad/"+bad.Key+"/"+bad.Name, func(t *testing.T) {
			_, err := openContent(bad.Hex, v.client(t, bad.Key).platformKeys)
			if err == nil || (causes[bad.Cause] != nil && !errors.Is(err, causes[bad.Cause])) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestVectorsBlockType2(t *testing.T) {
	v := readVectors(t)
	client := v.client(t, "rsa2048")
	sealed, err := sealContentTo([]byte(`{"a":1}`), client.platformKeys[0])
	if err != nil {
		t.Fatal(err)
	}
	own := v.client(t, "rsa2048", v.withPrivateKey("rsa2048"))
	block, _ := hex.DecodeString(sealed)
	plain, err := own.privateKey.Decrypt(nil, block, nil)
	if err != nil || string(plain) != base64.StdEncoding.EncodeToString([]byte(`{"a":1}`)) {
		t.Errorf("got %q, %v", plain, err)
	}
}

func TestVectorsMessages(t *testing.T) {
	v := readVectors(t)
	for _, request := range v.Requests {
		t.Run(request.Name, func(t *testing.T) {
			body, err := v.client(t, request.Key, v.withPrivateKey(request.Key)).seal([]byte(*request.JSON))
			if err != nil || string(body) != request.Body {
				t.Errorf("got %s, %v", body, err)
			}
		})
	}
	for _, response := range v.Responses {
		t.Run(response.Name, func(t *testing.T) {
			received := &message{status: 200, header: http.Header{}, body: []byte(response.Body)}
			text, err := v.client(t, response.Key).open(received, Call{})
			var refused *RefusedError
			switch {
			case response.JSON != nil:
				if err != nil || string(text) != *response.JSON {
					t.Errorf("got %s, %v", text, err)
				}
			case response.ErrorCode != nil:
				if !errors.As(err, &refused) || string(refused.Code) != *response.ErrorCode || refused.Message != *response.ErrorMsg {
					t.Errorf("got %v", err)
				}
			case !errors.As(err, new(*UnreadableError)):
				t.Errorf("got %v instead of %s", err, *response.Cause)
			}
		})
	}
	for _, vector := range v.Notifications {
		t.Run(vector.Name, func(t *testing.T) {
			request, _ := http.NewRequest(http.MethodPost, "http://here/notify", nil)
			got, err := v.client(t, vector.Key).Webhooks.Open([]byte(vector.Body), request)
			if vector.JSON == nil {
				if !errors.As(err, new(*NotificationError)) {
					t.Errorf("got %v instead of %s", err, *vector.Cause)
				}
			} else if err != nil || got.Type != vector.Type || string(got.Raw) != *vector.JSON {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func (s signedVector) message() *message {
	made := &message{method: s.Method, path: s.Path, status: s.Status, body: []byte(s.Body), header: http.Header{}}
	for name, value := range s.Headers {
		switch value := value.(type) {
		case string:
			made.header.Add(name, value)
		case []any:
			for _, line := range value {
				made.header.Add(name, line.(string))
			}
		}
	}
	if s.Request != nil {
		made.request = &message{header: http.Header{}}
		for name, value := range s.Request.Headers {
			made.request.header.Set(name, value)
		}
	}
	return made
}

func (s signedVector) required() []string {
	if s.Status != 0 {
		return responseComponents
	}
	return requestComponents
}

func TestVectorsSignatures(t *testing.T) {
	v := readVectors(t)
	for _, good := range v.Signatures.Good {
		t.Run(good.Key+"/"+good.Name, func(t *testing.T) {
			keys := v.client(t, good.Key).platformKeys
			received := good.Message.message()
			if signed, err := received.verify(good.Message.required(), good.KeyID, keys, time.Unix(good.Now, 0)); err != nil || !signed {
				t.Errorf("got %v, %v", signed, err)
			}
			input, _, err := received.signature()
			if err != nil {
				t.Fatal(err)
			}
			if base, err := received.base(*input); err != nil || base != good.Base {
				t.Errorf("got %q, %v", base, err)
			}
			if !good.IsReproducible {
				return
			}
			own := v.client(t, good.Key, v.withPrivateKey(good.Key)).privateKey
			algorithm, _ := unquoted(input.params.get("alg"))
			signature, err := signText(algorithm, good.Base, own)
			if err != nil || received.header.Get("Signature") != "issuary=:"+base64.StdEncoding.EncodeToString(signature)+":" {
				t.Errorf("signed differently: %v", err)
			}
			if good.Key != "rsa1024" {
				return // Larger keys sign with another algorithm by default.
			}
			components := make([]string, len(input.items))
			for i, item := range input.items {
				components[i] = item.String()
			}
			again := good.Message.message()
			if err := again.sign(components, good.KeyID, own, time.Unix(good.Created, 0), good.Nonce); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"Signature", "Signature-Input", "Content-Digest"} {
				if again.header.Get(name) != received.header.Get(name) {
					t.Errorf("%s: %s", name, again.header.Get(name))
				}
			}
		})
	}
	for _, bad := range v.Signatures.Bad {
		t.Run("bad/"+bad.Name, func(t *testing.T) {
			keys := v.client(t, bad.Key).platformKeys
			_, err := bad.Message.message().verify(bad.Message.required(), bad.KeyID, keys, time.Unix(bad.Now, 0))
			if err == nil || err.Error() != "signature "+bad.Cause {
				t.Errorf("got %v instead of %s", err, bad.Cause)
			}
		})
	}
}

func TestVectorsJWE(t *testing.T) {
	v := readVectors(t)
	for _, vector := range v.JWE {
		t.Run(vector.Key+"/"+vector.Name, func(t *testing.T) {
			key := v.client(t, vector.Key, v.withPrivateKey(vector.Key)).privateKey
			text, err := openJWE(vector.JWE, key)
			if vector.Text == nil {
				if !errors.Is(err, errJWE) {
					t.Errorf("got %v instead of %s", err, *vector.Cause)
				}
				return
			}
			if err != nil || text != *vector.Text {
				t.Errorf("got %q, %v", text, err)
			}
			again, err := sealJWE(text, &key.PublicKey)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := openJWE(again, key); err != nil || text != *vector.Text {
				t.Errorf("got %q, %v", text, err)
			}
		})
	}
}

func TestVectorsIdentities(t *testing.T) {
	for _, vector := range readVectors(t).Identities {
		t.Run(vector.Name, func(t *testing.T) {
			notification := &Notification{Type: vector.Type, Raw: vector.Content}
			if id := identityOf(notification, vector.WebhookID); id != vector.Identity {
				t.Errorf("got %q", id)
			}
		})
	}
}

func TestCardDataIsSealedAndOpened(t *testing.T) {
	v := readVectors(t)
	client := v.client(t, "rsa2048", v.withPrivateKey("rsa2048"))
	request := []byte(`{"amount":100.50,"cardNo":"4999001234567890","list":[{"pin":"274916"}],"masked":{"cardNo":"499900******4242"}}`)
	sealed, err := sealCardData(request, &client.privateKey.PublicKey)
	if err != nil || bytes.Contains(sealed, []byte("274916")) || strings.Count(string(sealed), `"eyJ`) != 2 {
		t.Fatalf("got %s, %v", sealed, err)
	}
	opened, err := openCardData(sealed, client.privateKey)
	if err != nil || string(opened) != string(request) {
		t.Errorf("got %s, %v", opened, err)
	}
}
