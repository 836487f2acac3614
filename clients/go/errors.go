package issuary

import (
	"fmt"
	"strings"
	"time"
)

// Errors of calls. Find the kind with errors.As, and a code of a refusal with errors.Is:
//
//	errors.Is(err, issuary.ErrAccountBalanceInsufficient)

// An ErrorCode is a code with which the platform refuses an operation.
type ErrorCode string

func (c ErrorCode) Error() string { return "issuary: " + string(c) + " " + meanings[c] }

// A Call identifies a call in errors.
type Call struct {
	// Operation is its name in the API's catalogue: cardApply.
	Operation string
	// UserReqNo is the request number of an operation that changes something.
	UserReqNo string
	// RequestID is the platform's id of the request, if it answered. Quote it when you ask the operator about the call.
	RequestID string
}

func (c Call) says(format string, values ...any) string {
	text := "issuary: " + c.Operation
	if c.UserReqNo != "" {
		text += " (userReqNo " + c.UserReqNo + ")"
	}
	text += ": " + fmt.Sprintf(format, values...)
	if c.RequestID != "" {
		text += " [request " + c.RequestID + "]"
	}
	return text
}

// A RefusedError says that the platform refused the operation. Nothing was changed.
type RefusedError struct {
	Call
	Code ErrorCode
	// Message says what is wrong, with field and figures: "needs 101.00 USD with the fee, 88.50 available".
	Message string
	// Hint says on a local cloud why a sender was refused. Platforms in operation never say it.
	Hint string
}

func (e *RefusedError) Error() string {
	hint := ""
	if e.Hint != "" {
		hint = " (" + e.Hint + ")"
	}
	return e.says("refused with %s %s%s", string(e.Code), e.Message, hint)
}

// Is makes errors.Is find the code.
func (e *RefusedError) Is(target error) bool {
	code, ok := target.(ErrorCode)
	return ok && code == e.Code
}

// Field returns the first field of the request that is at fault, and is empty when the refusal is about none.
func (e *RefusedError) Field() string {
	for _, fault := range e.Faults() {
		return fault.Field
	}
	return ""
}

// A Fault is what is wrong with one field of a request.
type Fault struct{ Field, Problem string }

// Faults returns every field at fault, for the refusals that name fields.
func (e *RefusedError) Faults() (faults []Fault) {
	for _, part := range strings.Split(e.Message, "; ") {
		field, problem, ok := strings.Cut(part, ": ")
		if ok && !strings.ContainsAny(field, " ") {
			faults = append(faults, Fault{field, problem})
		}
	}
	return faults
}

// An OutcomeUnknownError says that the operation may or may not have been carried out: there was no definite response,
// and retrying did not help. Repeat the call with the same UserReqNo and content, or look the order up by UserReqNo.
// Never repeat it under a new number.
type OutcomeUnknownError struct {
	Call
	Attempts int
	// Err is the error of the last attempt.
	Err error
}

func (e *OutcomeUnknownError) Error() string {
	return e.says("outcome unknown after %s: %v", attempts(e.Attempts), e.Err)
}
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// A NoResponseError says that the platform could not be reached or did not respond in time. Nothing was changed: the
// operation is a query, or no connection was ever made.
type NoResponseError struct {
	Call
	Attempts int
	// RetryAfter is how long the platform asks to wait, if it said so.
	RetryAfter time.Duration
	// Err is the error of the last attempt.
	Err error
}

func (e *NoResponseError) Error() string {
	return e.says("no response after %s: %v", attempts(e.Attempts), e.Err)
}
func (e *NoResponseError) Unwrap() error { return e.Err }

func attempts(count int) string {
	if count == 1 {
		return "1 attempt"
	}
	return fmt.Sprintf("%d attempts", count)
}

// An UnreadableError says that the response is not the platform's, not for this merchant, or not as the API promises.
// An operation that changes something may have been carried out: treat it like an OutcomeUnknownError.
type UnreadableError struct {
	Call
	Problem string
	Err     error
}

func (e *UnreadableError) Error() string {
	if e.Err != nil {
		return e.says("%s: %v", e.Problem, e.Err)
	}
	return e.says("%s", e.Problem)
}
func (e *UnreadableError) Unwrap() error { return e.Err }

// An OrderFailedError says that an order ended without success. Order.StatusDesc has the reason.
type OrderFailedError struct{ Order *Order }

func (e *OrderFailedError) Error() string {
	return fmt.Sprintf("issuary: order %s (userReqNo %s) failed: %s", e.Order.OrderID, e.Order.UserReqNo, e.Order.StatusDesc)
}

// A NotificationError says that a message is not a notification from the platform to this merchant. Do not answer it
// with SUCCESS.
type NotificationError struct {
	Problem string
	Err     error
}

func (e *NotificationError) Error() string {
	if e.Err != nil {
		return "issuary: " + e.Problem + ": " + e.Err.Error()
	}
	return "issuary: " + e.Problem
}
func (e *NotificationError) Unwrap() error { return e.Err }
