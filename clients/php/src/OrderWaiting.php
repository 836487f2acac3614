<?php

declare(strict_types=1);

namespace Issuary;

/** @internal the part of Api\Orders that is not generated */
trait OrderWaiting
{
    /**
     * Asks for an order until it has ended, and returns it. Notifications tell the same sooner and with fewer requests: wait
     * where you cannot receive them.
     *
     * @param float $timeout in seconds
     * @return Model\Order|null null when it has not ended in time
     * @throws OrderFailedException when it ended without success
     * @throws RefusedException with ErrorCode::NOTHING_FOUND when there is no order under this number
     */
    public function wait(string $userReqNo, float $timeout = 60.0): ?Model\Order
    {
        [$pause, $waited, $unknownTries] = [0.25, 0.0, 4];
        for ($tries = 1;; $tries++) {
            $order = $this->listPage(userReqNo: $userReqNo)->list[0] ?? null;
            if ($order === null && $tries >= $unknownTries) {
                throw new RefusedException(new Call('cardOperateQuery', $userReqNo), ErrorCode::NOTHING_FOUND, 'userReqNo: no such order');
            }
            if ($order !== null && $order->status === OrderStatus::SUCCESS) {
                return $order;
            }
            if ($order !== null && $order->status === OrderStatus::FAILURE) {
                throw new OrderFailedException($order);
            }
            if ($waited >= $timeout) {
                return null;
            }
            $this->client->pause($pause);
            $waited += $pause;
            $pause = min(5.0, 2 * $pause);
        }
    }
}
