package issuary

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Accepted is the body that acknowledges a notification. The platform sends it again until it gets this.
const Accepted = "SUCCESS"

// maxNotificationBytes is far above what a notification has.
const maxNotificationBytes = 1 << 20

// A Notification is a message from the platform. Content is a pointer to the struct of its type:
//
//	switch content := notification.Content.(type) {
//	case *issuary.CardOperate:
//	case *issuary.CardTransaction:
//	}
//
// It is nil for types that are newer than this package.
type Notification struct {
	// Type is its name on the wire: card_operate.
	Type    string
	Content any
	// ID is the same whenever the same event is notified: process each once, and acknowledge every one. It is the header
	// webhook-id, or without it what identifies the event in its content. Empty when neither is there.
	ID string
	// Raw is the content in JSON, with the fields that are newer than this package.
	Raw json.RawMessage
}

// Webhooks opens notifications.
type Webhooks struct{ client *Client }

// Open opens a notification and checks that it is from the platform and for this merchant. The request is the one that
// brought the body: its headers hold the signature and the event's id. A NotificationError says that it is not.
func (w *Webhooks) Open(body []byte, request *http.Request) (*Notification, error) {
	fail := func(problem string, err error) (*Notification, error) {
		return nil, &NotificationError{problem, err}
	}
	var sealed struct {
		Type   *string
		Data   *string
		UserNo json.RawMessage
	}
	if !isObject(body) || json.Unmarshal(body, &sealed) != nil || sealed.Type == nil || sealed.Data == nil {
		return fail("the body is not a notification", nil)
	}
	if !sameNumber(unquotedNumber(sealed.UserNo), w.client.options.UserNo) {
		return fail("the notification is for another merchant", nil)
	}
	if err := w.checkSignature(body, request); err != nil {
		return fail("the notification is not signed by the platform", err)
	}
	text, err := openContent(*sealed.Data, w.client.platformKeys)
	if err != nil {
		return fail("the notification does not open with the platform's key", err)
	}
	if text, err = openCardData(text, w.client.privateKey); err != nil {
		return fail("card data in the notification does not open with the merchant's key", err)
	}
	notification := &Notification{Type: *sealed.Type, Content: newContent(*sealed.Type), Raw: text}
	if notification.Content != nil {
		if err := decodeContent(text, notification.Content); err != nil {
			return fail("the content is not valid for its type", err)
		}
	}
	notification.ID = identityOf(notification, request.Header.Get("Webhook-Id"))
	return notification, nil
}

var errNotSigned = errors.New("signature absent")

func (w *Webhooks) checkSignature(body []byte, request *http.Request) error {
	options := w.client.options
	received := &message{method: request.Method, path: request.URL.EscapedPath(), header: request.Header.Clone(), body: body}
	if options.NotificationPath != "" {
		received.path = options.NotificationPath
	}
	if received.header == nil {
		received.header = http.Header{}
	}
	received.header.Set("Host", request.Host)
	signed, err := received.verify(requestComponents, options.UserNo, w.client.platformKeys, options.Now())
	if err == nil && !signed && options.RequireSignature {
		return errNotSigned
	}
	return err
}

// identityOf returns the header of the event's id, or what identifies the event in its content.
func identityOf(notification *Notification, id string) string {
	if id != "" {
		return id
	}
	names := identityFields(notification.Type)
	if names == nil {
		return ""
	}
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(notification.Raw, &fields)
	parts := []string{notification.Type}
	for _, name := range names {
		value := unquotedNumber(fields[name])
		_ = json.Unmarshal(fields[name], &value) // Numbers stay as they are written.
		parts = append(parts, value)
	}
	return strings.Join(parts, "/")
}

// Handler returns an http.Handler that opens notifications, calls handle with each, and acknowledges it when handle
// returns nil. After an error the platform sends the notification again: after 5 seconds, then with growing delays over
// 28 hours. It waits 15 seconds for an answer, so store the notification and do slow work later.
//
// Notifications arrive at least once and in any order, some at the same time: let handle skip those whose ID it has
// processed.
func (w *Webhooks) Handler(handle func(ctx context.Context, notification *Notification) error) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if request.Method != http.MethodPost {
			writer.Header().Set("Allow", http.MethodPost)
			http.Error(writer, "notifications are posted", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(writer, request.Body, maxNotificationBytes))
		if err != nil {
			http.Error(writer, "the body cannot be read", http.StatusRequestEntityTooLarge)
			return
		}
		notification, err := w.Open(body, request)
		if err != nil {
			http.Error(writer, strings.TrimPrefix(err.Error(), "issuary: "), http.StatusBadRequest)
			return
		}
		if err := handle(request.Context(), notification); err != nil {
			http.Error(writer, "not processed", http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(writer, Accepted)
	})
}
