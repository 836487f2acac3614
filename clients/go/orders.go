package issuary

import (
	"context"
	"time"
)

const (
	minOrderPause = 250 * time.Millisecond
	maxOrderPause = 5 * time.Second
	// unknownOrderTries is how often an order that the platform does not list is looked for.
	unknownOrderTries = 4
)

// Wait asks for an order until it has ended, or the context has. It returns an OrderFailedError, with the order, when it
// ended without success, and ErrNothingFound when there is no order under this number.
//
// Notifications tell the same sooner and with fewer requests: wait where you cannot receive them.
func (s *OrdersService) Wait(ctx context.Context, userReqNo string) (*Order, error) {
	pause := minOrderPause
	for tries := 1; ; tries++ {
		page, err := s.ListPage(ctx, &CardOperateQueryRequest{UserReqNo: userReqNo})
		if err != nil {
			return nil, err
		}
		switch {
		case len(page.List) == 0 && tries >= unknownOrderTries:
			call := Call{Operation: "cardOperateQuery", UserReqNo: userReqNo}
			return nil, &RefusedError{Call: call, Code: ErrNothingFound, Message: "userReqNo: no such order"}
		case len(page.List) > 0 && page.List[0].Status == OrderStatusSuccess:
			return &page.List[0], nil
		case len(page.List) > 0 && page.List[0].Status == OrderStatusFailure:
			return &page.List[0], &OrderFailedError{&page.List[0]}
		}
		if !s.client.sleep(ctx, pause) {
			return nil, ctx.Err()
		}
		if pause *= 2; pause > maxOrderPause {
			pause = maxOrderPause
		}
	}
}
