<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Api;

use Issuary\CallException;
use Issuary\Client;
use Issuary\Model\AcquiringOrder;
use Issuary\Model\DptOrder;
use Issuary\Model\Withdrawal;
use Issuary\Number;

/** The methods of a client's dpt. */
final class Dpt
{
    /** @internal */
    public function __construct(private readonly Client $client)
    {
    }

    /**
     * Assigns a dedicated address for one payment. Whatever arrives there is credited to the dpt account, less the
     * fee.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, REQUEST_NUMBER_REUSED,
     * TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $currency The coin: USDT or USDC.
     * @param string $network The blockchain network of the coin. One of TRC20, ERC20, BEP20.
     * @param string|int|null $amount The requested amount in coins. Without it any amount is accepted.
     * @param string|null $userReqNo The merchant's request number; dpt_payment_bill repeats it as serialNumber. The client generates one when there is none.
     * @throws CallException
     */
    public function acquire(
        string $currency,
        string $network,
        string|int|null $amount = null,
        ?string $userReqNo = null,
    ): AcquiringOrder {
        return $this->client->send('dptAcquire', [
            'currency' => $currency,
            'network' => $network,
            'amount' => Number::optional($amount),
            'userReqNo' => $userReqNo,
        ], AcquiringOrder::from(...));
    }

    /**
     * Sends coins of the dpt account to an address. Amount and fee are frozen until the network has confirmed the
     * transfer; a failure releases both.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, PRODUCT_NOT_ENABLED, FEE_RULE_MISSING, ACCOUNT_BALANCE_INSUFFICIENT,
     * REQUEST_NUMBER_REUSED, TRY_AGAIN_LATER, SYSTEM_ERROR.
     *
     * @param string $currency The coin: USDT or USDC.
     * @param string $network The blockchain network of the coin. One of TRC20, ERC20, BEP20.
     * @param string $address The destination: an address of the network with a valid checksum.
     * @param string|int $amount The amount to send, in coins. The fee is charged in addition.
     * @param string|null $userReqNo The merchant's request number, unique for ever. The client generates one when there is none.
     * @throws CallException
     */
    public function withdraw(
        string $currency,
        string $network,
        string $address,
        string|int $amount,
        ?string $userReqNo = null,
    ): Withdrawal {
        return $this->client->send('dptWithdraw', [
            'currency' => $currency,
            'network' => $network,
            'address' => $address,
            'amount' => new Number($amount),
            'userReqNo' => $userReqNo,
        ], Withdrawal::from(...));
    }

    /**
     * Returns an acquiring or withdrawal order with its status, by orderNo or userReqNo.
     *
     * May be refused with ErrorCode::AUTHENTICATION_FAILED, SOURCE_ADDRESS_NOT_ALLOWED, ENVELOPE_NOT_SUPPORTED,
     * TOO_MANY_REQUESTS, PARAMETER_INVALID, NOTHING_FOUND, SYSTEM_ERROR.
     *
     * @param string|null $orderNo The order. Either orderNo or userReqNo is required.
     * @param string|null $userReqNo The merchant's number of the request that created the order.
     * @throws CallException
     */
    public function getOrder(
        ?string $orderNo = null,
        ?string $userReqNo = null,
    ): DptOrder {
        return $this->client->send('dptOrderQuery', [
            'orderNo' => $orderNo,
            'userReqNo' => $userReqNo,
        ], DptOrder::from(...));
    }
}
