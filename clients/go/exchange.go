package issuary

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	// maxResponseBytes is above what the platform can send at once.
	maxResponseBytes = 8 << 20
	maxRetryDelay    = 8 * time.Second
	// maxRetryAfter is how long a call waits at most because the platform asks for it.
	maxRetryAfter = 60 * time.Second
	userAgent     = "issuary-go/" + Version
)

// A failure is an attempt that may be made again.
type failure struct {
	err        error
	retryAfter time.Duration
	// mayBeDone: the platform may have carried the operation out although the attempt failed.
	mayBeDone bool
}

func (f *failure) Error() string { return f.err.Error() }

// exchange posts a sealed request until there is a definite response, and returns the JSON of its result.
func (c *Client) exchange(ctx context.Context, op operation, call Call, body []byte) ([]byte, Call, error) {
	mayBeDone := false
	for attempt := 1; ; attempt++ {
		text, answered, err := c.attempt(ctx, op, call, body)
		if answered.RequestID != "" {
			call = answered
		}
		var failed *failure
		if !errors.As(err, &failed) {
			return text, call, err
		}
		mayBeDone = mayBeDone || (failed.mayBeDone && op.changes)
		isSafe := !op.changes || call.UserReqNo != ""
		if !isSafe || attempt >= c.options.MaxAttempts || failed.retryAfter > maxRetryAfter || !c.pause(ctx, attempt, failed) {
			return nil, call, gaveUp(ctx, call, attempt, mayBeDone, failed)
		}
	}
}

func gaveUp(ctx context.Context, call Call, attempts int, mayBeDone bool, last *failure) error {
	err := last.err
	if ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		err = fmt.Errorf("%w; before that: %v", ctx.Err(), err)
	}
	var refused *RefusedError
	switch {
	case mayBeDone:
		return &OutcomeUnknownError{call, attempts, err}
	case errors.As(err, &refused):
		return err
	}
	return &NoResponseError{call, attempts, last.retryAfter, err}
}

// pause waits before the next attempt, and reports whether there may be one.
func (c *Client) pause(ctx context.Context, attempt int, failed *failure) bool {
	delay := c.options.RetryDelay << (attempt - 1)
	if delay > maxRetryDelay || delay <= 0 {
		delay = maxRetryDelay
	}
	// Jitter, so that clients do not retry at the same moment.
	delay = delay/2 + time.Duration(rand.Int63n(int64(delay/2)+1))
	if failed.retryAfter > delay {
		delay = failed.retryAfter
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < delay {
		return false
	}
	return c.sleep(ctx, delay)
}

func sleep(ctx context.Context, delay time.Duration) bool {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// attempt posts the request once, under a new signature.
func (c *Client) attempt(ctx context.Context, op operation, call Call, body []byte) ([]byte, Call, error) {
	limited, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	request, sent, err := c.request(limited, op, body)
	if err != nil {
		return nil, call, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, call, &failure{err: withoutURL(err), mayBeDone: !isDialError(err)}
	}
	defer response.Body.Close()
	call.RequestID = response.Header.Get("Issuary-Request-Id")
	text, err := io.ReadAll(io.LimitReader(response.Body, maxResponseBytes+1))
	if err != nil {
		return nil, call, &failure{err: err, mayBeDone: true}
	}
	if len(text) > maxResponseBytes {
		return nil, call, &UnreadableError{call, fmt.Sprintf("a response of more than %d bytes", maxResponseBytes), nil}
	}
	received := &message{status: response.StatusCode, header: response.Header, body: text, request: sent}
	result, err := c.open(received, call)
	return result, call, err
}

func (c *Client) request(ctx context.Context, op operation, body []byte) (*http.Request, *message, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.options.BaseURL+op.path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	// The digest is over the bytes on the wire.
	request.Header.Set("Accept-Encoding", "identity")
	sent := &message{method: request.Method, path: request.URL.EscapedPath(), header: request.Header, body: body}
	if !c.options.Unsigned {
		err = sent.sign(requestComponents, c.options.UserNo, c.privateKey, c.options.Now(), NewRequestNumber())
	}
	return request, sent, err
}

// withoutURL drops what http adds: the URL and its query do not belong into logs.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}

// isDialError reports whether no connection was made, so that nothing was sent.
func isDialError(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "dial"
}

// An envelope of a response.
type envelope struct {
	Success   *bool           `json:"success"`
	ErrorCode string          `json:"errorCode"`
	ErrorMsg  string          `json:"errorMsg"`
	Result    string          `json:"result"`
	UserNo    json.RawMessage `json:"userNo"`
	Async     *bool           `json:"async"`
}

// Failures that the platform may send before it knows the sender, and cannot sign.
var unsignedFailures = map[string]bool{"100001": true, "100002": true, "100005": true, "130001": true, "999999": true}

// open checks a response and returns the JSON of its result.
func (c *Client) open(received *message, call Call) ([]byte, error) {
	unreadable := func(problem string, err error) ([]byte, error) { return nil, &UnreadableError{call, problem, err} }
	answer, err := parseEnvelope(received.body)
	if err != nil {
		return nil, c.withoutEnvelope(received, call)
	}
	if !c.options.Unsigned {
		signed, err := received.verify(responseComponents, c.options.UserNo, c.platformKeys, c.options.Now())
		if err != nil {
			return unreadable("the response is not signed by the platform", err)
		}
		if !signed && (*answer.Success || !unsignedFailures[answer.ErrorCode]) {
			return unreadable("the response is not signed", nil)
		}
	}
	// Failures that reached no operation have no userNo.
	if userNo := unquotedNumber(answer.UserNo); !sameNumber(userNo, c.options.UserNo) && (*answer.Success || userNo != "") {
		return unreadable("the response is for another merchant", nil)
	}
	if !*answer.Success {
		return nil, c.refusal(received, call, answer)
	}
	text, err := openContent(answer.Result, c.platformKeys)
	if err != nil {
		return unreadable("the result does not open with the platform's key", err)
	}
	if text, err = openCardData(text, c.privateKey); err != nil {
		return unreadable("card data in the result does not open with the merchant's key", err)
	}
	return text, nil
}

func (c *Client) refusal(received *message, call Call, answer *envelope) error {
	refused := &RefusedError{call, ErrorCode(answer.ErrorCode), answer.ErrorMsg, received.header.Get("Issuary-Hint")}
	switch answer.ErrorCode {
	case "100005", "130001":
		return &failure{err: refused, retryAfter: retryAfter(received.header, c.options.Now())}
	case "140001", "999999":
		return &failure{err: refused, retryAfter: retryAfter(received.header, c.options.Now()), mayBeDone: true}
	}
	return refused
}

func (c *Client) withoutEnvelope(received *message, call Call) error {
	switch status := received.status; {
	case status >= 500 || status == http.StatusTooManyRequests:
		wait := retryAfter(received.header, c.options.Now())
		// 429 comes from the gateway before the platform, which did nothing.
		return &failure{fmt.Errorf("HTTP %d", status), wait, status != http.StatusTooManyRequests}
	case status >= 300 && status < 400:
		return &UnreadableError{call, fmt.Sprintf("HTTP %d is a redirect, which is not followed: is BaseURL right?", status), nil}
	default:
		return &UnreadableError{call, fmt.Sprintf("HTTP %d without an envelope: is BaseURL right?", status), nil}
	}
}

func parseEnvelope(body []byte) (*envelope, error) {
	var answer envelope
	if !isObject(body) {
		return nil, errObject
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if answer.Success == nil || answer.Async == nil || (*answer.Success && answer.Result == "") {
		return nil, errors.New("not an envelope")
	}
	return &answer, nil
}

// unquotedNumber returns a number that is written as a number or a string.
func unquotedNumber(text json.RawMessage) string { return strings.Trim(string(text), `"`) }

func sameNumber(one, other string) bool {
	return userNoForm.MatchString(one) && strings.TrimLeft(one, "0") == strings.TrimLeft(other, "0")
}

// retryAfter reads seconds or a date; zero when there is none.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
