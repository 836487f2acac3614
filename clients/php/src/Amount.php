<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Amounts in major units are text: "100.50". It has exactly the digits that were sent; PHP's floats would round them.
 * Calculate with bcmath, brick/math, or in minor units.
 */
final class Amount
{
    /**
     * Returns an amount in minor units: 10050 for minor("100.5", 2).
     *
     * @throws \ValueError when it has more decimals than that; it is never rounded
     */
    public static function minor(string $amount, int $decimals): int
    {
        [$whole, $fraction] = [...explode('.', self::plain($amount)), ''];
        $fraction = rtrim($fraction, '0');
        $units = $whole . str_pad($fraction, $decimals, '0');
        if (strlen($fraction) > $decimals || strlen(ltrim($units, '-0')) > 18) {
            throw new \ValueError("an amount with more than $decimals decimals, or too large");
        }
        return (int) $units;
    }

    /** Returns the amount for minor units: "100.50" for fromMinor(10050, 2). */
    public static function fromMinor(int $units, int $decimals): string
    {
        $digits = str_pad(ltrim((string) $units, '-'), $decimals + 1, '0', STR_PAD_LEFT);
        $whole = substr($digits, 0, strlen($digits) - $decimals);
        return ($units < 0 ? '-' : '') . $whole . ($decimals === 0 ? '' : '.' . substr($digits, -$decimals));
    }

    /**
     * Returns a number as it is written in requests, without an exponent.
     *
     * @throws \ValueError when it is no decimal number
     */
    public static function plain(string|int $number): string
    {
        if (preg_match('/^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/D', (string) $number, $parts) !== 1) {
            throw new \ValueError('not a decimal number');
        }
        if (($parts[4] ?? '') === '') {
            return (string) $number;
        }
        $digits = $parts[2] . ($parts[3] ?? '');
        $point = strlen($parts[2]) + (int) $parts[4];
        $digits = $point <= 0 ? str_repeat('0', 1 - $point) . $digits : str_pad($digits, $point, '0');
        $point = max($point, 1);
        $whole = ltrim(substr($digits, 0, $point), '0');
        $fraction = rtrim(substr($digits, $point), '0');
        return $parts[1] . ($whole === '' ? '0' : $whole) . ($fraction === '' ? '' : ".$fraction");
    }
}
