<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;

/**
 * What Api\Dpt::getOrder returns.
 */
final class DptOrder
{
    public function __construct(
        /** The order. */
        public readonly string $orderNo,
        /** The merchant's request number. */
        public readonly string $userReqNo,
        /** The coin. */
        public readonly string $currency,
        /** The network. */
        public readonly string $network,
        /** 1 acquiring, 2 withdrawal. */
        public readonly int $orderType,
        /** The address that receives the coins. */
        public readonly string $address,
        /** The requested or withdrawn amount, in coins. */
        public readonly ?string $amount,
        /** Acquiring: the amount received so far, in coins. */
        public readonly ?string $receivedAmount,
        /** Acquiring: the amount credited so far, in coins. */
        public readonly ?string $factAmount,
        /** The fee in coins; for a failed withdrawal, the fee that would have been charged. */
        public readonly string $fee,
        /** 0 in process; 1 success, for acquiring the full amount received, or any amount when none was requested; 2 failure, for acquiring expired with nothing received. */
        public readonly int $status,
        /** The status in words; for a failed withdrawal, the reason. */
        public readonly string $statusDesc,
        /**
         * The transaction ids on the blockchain, at most 100.
         *
         * @var list<string>
         */
        public readonly array $txIds,
        /** When the order was accepted, yyyy-MM-dd HH:mm:ss. */
        public readonly string $createAt,
        /** Acquiring: when the order expires. */
        public readonly ?string $expireTime,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('orderNo'),
            $fields->text('userReqNo'),
            $fields->text('currency'),
            $fields->text('network'),
            $fields->integer('orderType'),
            $fields->text('address'),
            $fields->optionalDecimal('amount'),
            $fields->optionalDecimal('receivedAmount'),
            $fields->optionalDecimal('factAmount'),
            $fields->decimal('fee'),
            $fields->integer('status'),
            $fields->text('statusDesc'),
            $fields->texts('txIds'),
            $fields->text('createAt'),
            $fields->optionalText('expireTime'),
        );
    }
}
