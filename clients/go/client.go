package issuary

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Options say which platform to call, and as whom. All but the first four have defaults.
type Options struct {
	// BaseURL is the address of the API, without /openapi.
	BaseURL string
	// UserNo is your merchant number, 1 to 11 digits.
	UserNo string
	// PrivateKey is your own private key, which seals and signs requests: PKCS#8 or PKCS#1, as PEM, Base64 or DER.
	PrivateKey []byte
	// PlatformKey is the platform's public key for you, which opens and verifies what it sends: PEM, Base64 or DER.
	// While the platform changes its key, give both as PEM, one after the other, the current one first.
	PlatformKey []byte

	// PlatformCipher seals requests with the platform's public key, for merchants that were opened with
	// --cipher platform-public. Requests are signed all the same.
	PlatformCipher bool
	// SealCardData seals card data in requests as JWE to the platform's key, for merchants whose cardData is jwe.
	// Card data that arrives as JWE is opened in any case.
	SealCardData bool
	// Unsigned neither signs requests nor checks the signatures of responses, for platforms without signatures.
	Unsigned bool
	// RequireSignature refuses notifications without a signature, for merchants that have to sign: the platform signs
	// all of theirs. Signatures that are there are checked in any case.
	RequireSignature bool
	// NotificationPath is the path under which the platform calls you, if a proxy changes it on the way.
	NotificationPath string

	// HTTPClient makes the connections. Redirects are never followed.
	HTTPClient *http.Client
	// Timeout limits one attempt. Defaults to 30 seconds.
	Timeout time.Duration
	// MaxAttempts counts the first attempt as well. Defaults to 5.
	MaxAttempts int
	// RetryDelay is the pause before the second attempt; it doubles with each one, up to 8 seconds. Defaults to 500 ms.
	RetryDelay time.Duration
	// Now returns the time. Defaults to time.Now.
	Now func() time.Time
}

// A Client calls the API as one merchant. Create it with New.
type Client struct {
	services
	// Webhooks receives notifications.
	Webhooks *Webhooks

	options      Options
	privateKey   *rsa.PrivateKey
	platformKeys []*rsa.PublicKey
	http         *http.Client
	// sleep waits and reports whether the context is still good.
	sleep func(context.Context, time.Duration) bool
}

var userNoForm = regexp.MustCompile(`^\d{1,11}$`)

// New reads the keys and returns a client. It connects to nothing yet. A key that cannot be used is a KeyError.
func New(options Options) (*Client, error) {
	address, err := url.Parse(options.BaseURL)
	switch {
	case err != nil || address.Host == "" || (address.Scheme != "https" && address.Scheme != "http"):
		return nil, errors.New("issuary: BaseURL: must begin with https:// or http://")
	case strings.HasSuffix(strings.TrimRight(address.Path, "/"), "/openapi"):
		return nil, errors.New("issuary: BaseURL: must not end with /openapi, which every operation's path begins with")
	case !userNoForm.MatchString(options.UserNo):
		return nil, errors.New("issuary: UserNo: must be 1 to 11 digits")
	}
	client := &Client{options: options.withDefaults(), sleep: sleep}
	if client.privateKey, err = readPrivateKey(options.PrivateKey); err != nil {
		return nil, err
	}
	if client.platformKeys, err = readPublicKeys(options.PlatformKey); err != nil {
		return nil, err
	}
	for _, key := range client.platformKeys {
		if key.N.Cmp(client.privateKey.N) == 0 {
			return nil, &KeyError{"PlatformKey", isYours}
		}
	}
	client.http = withoutRedirects(options.HTTPClient)
	client.services = newServices(client)
	client.Webhooks = &Webhooks{client}
	return client, nil
}

func (o Options) withDefaults() Options {
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.MaxAttempts <= 0 {
		o.MaxAttempts = 5
	}
	if o.RetryDelay <= 0 {
		o.RetryDelay = 500 * time.Millisecond
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func withoutRedirects(given *http.Client) *http.Client {
	client := http.Client{}
	if given != nil {
		client = *given
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

// NewRequestNumber returns a UserReqNo that was never used before.
func NewRequestNumber() string {
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		panic(err) // The operating system has no random numbers; there is no safe way on.
	}
	random[6], random[8] = random[6]&0x0f|0x40, random[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", random[:4], random[4:6], random[6:8], random[8:10], random[10:])
}

// An operation as the catalogue has it.
type operation struct {
	name, path string
	// changes: it may be sent twice only under one userReqNo.
	changes bool
	// takesNumber: it has a userReqNo, which is generated where the caller gives none.
	takesNumber bool
}

// send calls an operation and decodes its result.
func send[Result any](ctx context.Context, client *Client, name string, request any) (*Result, error) {
	result := new(Result)
	if err := client.Call(ctx, name, request, result); err != nil {
		return nil, err
	}
	return result, nil
}

func sendForList[Row any](ctx context.Context, client *Client, name string, request any) ([]Row, error) {
	result, err := send[list[Row]](ctx, client, name, request)
	if err != nil {
		return nil, err
	}
	return result.List, nil
}

// Call calls an operation by its name in the API's catalogue, such as cardApply, with anything that encoding/json writes
// as an object, and decodes its result. The methods of the groups do the same with types.
func (c *Client) Call(ctx context.Context, name string, request, result any) error {
	op, ok := operationNamed(name)
	if !ok {
		return fmt.Errorf("issuary: there is no operation %q", name)
	}
	content, call, err := c.prepare(op, request)
	if err != nil {
		return err
	}
	body, err := c.seal(content)
	if err != nil {
		return fmt.Errorf("issuary: %s: %w", op.name, err)
	}
	text, call, err := c.exchange(ctx, op, call, body)
	if err != nil {
		return err
	}
	if err := decodeContent(text, result); err != nil {
		return &UnreadableError{call, "the result violates the contract", err}
	}
	return nil
}

func operationNamed(name string) (operation, bool) {
	for _, op := range operations {
		if op.name == name {
			return op, true
		}
	}
	return operation{}, false
}

// prepare returns the content of a request, with its number.
func (c *Client) prepare(op operation, request any) (content []byte, call Call, err error) {
	fields := map[string]json.RawMessage{}
	text, err := json.Marshal(request)
	if err == nil && string(text) != "null" {
		err = json.Unmarshal(text, &fields)
	}
	if err != nil {
		return nil, call, fmt.Errorf("issuary: %s: the request cannot be written as JSON: %w", op.name, err)
	}
	call.Operation = op.name
	if op.takesNumber {
		// What is not text is refused by the platform.
		_ = json.Unmarshal(fields["userReqNo"], &call.UserReqNo)
		if call.UserReqNo == "" {
			call.UserReqNo = NewRequestNumber()
			fields["userReqNo"], _ = json.Marshal(call.UserReqNo)
		}
	}
	content, err = json.Marshal(fields)
	return content, call, err
}

type requestEnvelope struct {
	Version     string `json:"version"`
	UserNo      uint64 `json:"userNo"`
	DataType    string `json:"dataType"`
	DataContent string `json:"dataContent"`
}

// seal returns the body of a request.
func (c *Client) seal(content []byte) (body []byte, err error) {
	if c.options.SealCardData {
		if content, err = sealCardData(content, c.platformKeys[0]); err != nil {
			return nil, err
		}
	}
	sealed := ""
	if c.options.PlatformCipher {
		sealed, err = sealContentTo(content, c.platformKeys[0])
	} else {
		sealed, err = sealContent(content, c.privateKey)
	}
	if err != nil {
		return nil, err
	}
	userNo, _ := strconv.ParseUint(c.options.UserNo, 10, 64)
	return json.Marshal(requestEnvelope{"1.0.0", userNo, "JSON", sealed})
}

// decodeContent decodes content that was opened, and checks that every field is there that the API promises.
func decodeContent(text []byte, into any) error {
	if err := json.Unmarshal(text, into); err != nil {
		var mistyped *json.UnmarshalTypeError
		if errors.As(err, &mistyped) {
			return fmt.Errorf("%s has another type", mistyped.Field)
		}
		return err
	}
	return checkPresent(text, reflect.TypeOf(into).Elem())
}

func checkPresent(text []byte, kind reflect.Type) error {
	switch kind.Kind() {
	case reflect.Pointer:
		return checkPresent(text, kind.Elem())
	case reflect.Slice:
		var rows []json.RawMessage
		if kind.Elem().Kind() != reflect.Struct || json.Unmarshal(text, &rows) != nil {
			return nil
		}
		for _, row := range rows {
			if err := checkPresent(row, kind.Elem()); err != nil {
				return err
			}
		}
	case reflect.Struct:
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(text, &fields); err != nil {
			return err
		}
		for i := 0; i < kind.NumField(); i++ {
			name, options, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			value := bytes.TrimSpace(fields[name])
			if isThere := len(value) > 0 && string(value) != "null"; !isThere {
				if options != "omitempty" {
					return fmt.Errorf("%s is missing", name)
				}
			} else if err := checkPresent(value, kind.Field(i).Type); err != nil {
				return err
			}
		}
	}
	return nil
}
