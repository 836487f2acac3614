<?php

declare(strict_types=1);

namespace Issuary;

/** An order ended without success. Its statusDesc has the reason. */
final class OrderFailedException extends IssuaryException
{
    public function __construct(public readonly Model\Order $order)
    {
        parent::__construct("order $order->orderId (userReqNo $order->userReqNo) failed: $order->statusDesc");
    }
}
