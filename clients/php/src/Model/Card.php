<?php

// Generated from the API catalogue by npm run generate:clients. Do not edit.

declare(strict_types=1);

namespace Issuary\Model;

use Issuary\Fields;
use Issuary\Secret;

/**
 * What Api\Cards::get returns.
 */
final class Card
{
    public function __construct(
        /** The card. */
        public readonly string $cardId,
        /** The merchant. */
        public readonly string $userNo,
        /** The card number: in plaintext, masked or as JWE, depending on the merchant’s cardData. Also masked once it is no longer stored, some time after the card was closed or expired. */
        public readonly Secret $cardNo,
        /** The merchant's name for the card; empty when it has none. */
        public readonly string $cardAlias,
        /** The merchant's label for the card; empty when it has none. */
        public readonly string $cardLabel,
        /** The expiry date on the card, yyyy-MM. */
        public readonly string $cardExpiryDate,
        /** The currency of the card and of the amounts below. */
        public readonly string $localCurrency,
        /** The first day on which the card can be used, yyyy-MM-dd. */
        public readonly string $startActiveDate,
        /** The last day on which the card can be used, yyyy-MM-dd. */
        public readonly string $endCloseDate,
        /** 1 regular, 2 shared: a supplementary card of a group. */
        public readonly int $cardType,
        /** 1 virtual, 2 physical. */
        public readonly int $cardForm,
        /** The group. */
        public readonly ?string $groupId,
        /** A supplementary card's own limit within the pool. */
        public readonly ?string $creditLimitAmt,
        /** The smallest amount that can be loaded onto the card at once. */
        public readonly string $minAuthAmt,
        /** The largest amount that can be loaded onto the card at once, and the largest purchase. */
        public readonly string $maxAuthAmt,
        /** The available balance. */
        public readonly string $balanceAmt,
        /** The amount used: authorized or cleared, less reversed and refunded. */
        public readonly string $usedAuthAmt,
        /** 1 many purchases, 0 one. */
        public readonly int $enableMultiUse,
        /** 1 purchases in localCurrency only, 0 purchases in any currency. */
        public readonly int $enableCurrencyCheck,
        /** The amount that the cancellation returned to the account. */
        public readonly ?string $cardClosedAmt,
        /** 0 closed, 1 in use, 2 frozen, 3 awaiting activation. */
        public readonly string $cardStatus,
        /** The status in words. */
        public readonly string $cardStatusDesc,
        /** When the card was opened, yyyy-MM-dd HH:mm:ss. */
        public readonly string $createTime,
        /** The cardholder, if the card has one. */
        public readonly ?CardUserInfo $cardUserInfo,
        /** The cardholder's billing address. */
        public readonly ?BillAddressInfo $billAddressInfo,
        /** The verification number (CVV2): in plaintext, absent or as JWE, depending on the merchant’s cardData. Absent when the card is closed or expired. */
        public readonly ?Secret $cardVerifyNo,
    ) {
    }

    /** @internal */
    public static function from(Fields $fields): self
    {
        return new self(
            $fields->text('cardId'),
            $fields->text('userNo'),
            $fields->secret('cardNo'),
            $fields->text('cardAlias'),
            $fields->text('cardLabel'),
            $fields->text('cardExpiryDate'),
            $fields->text('localCurrency'),
            $fields->text('startActiveDate'),
            $fields->text('endCloseDate'),
            $fields->integer('cardType'),
            $fields->integer('cardForm'),
            $fields->optionalText('groupId'),
            $fields->optionalDecimal('creditLimitAmt'),
            $fields->decimal('minAuthAmt'),
            $fields->decimal('maxAuthAmt'),
            $fields->decimal('balanceAmt'),
            $fields->decimal('usedAuthAmt'),
            $fields->integer('enableMultiUse'),
            $fields->integer('enableCurrencyCheck'),
            $fields->optionalDecimal('cardClosedAmt'),
            $fields->text('cardStatus'),
            $fields->text('cardStatusDesc'),
            $fields->text('createTime'),
            $fields->optionalObject('cardUserInfo', CardUserInfo::from(...)),
            $fields->optionalObject('billAddressInfo', BillAddressInfo::from(...)),
            $fields->optionalSecret('cardVerifyNo'),
        );
    }
}
