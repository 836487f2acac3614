<?php

declare(strict_types=1);

// The few functions that the tests need: no test framework is installed for them.

namespace Issuary\Tests;

error_reporting(E_ALL);
set_error_handler(static fn (int $level, string $message, string $file, int $line) => (error_reporting() & $level) !== 0
    ? throw new \ErrorException($message, 0, $level, $file, $line)
    : false);

require_once __DIR__ . '/../src/autoload.php';

final class Count
{
    public static int $checks = 0;
    public static int $failures = 0;
}

function check(bool $isTrue, string $name): void
{
    Count::$checks++;
    if (!$isTrue) {
        Count::$failures++;
        echo "FAILED $name\n";
    }
}

function same(mixed $expected, mixed $actual, string $name): void
{
    check($expected === $actual, $name . ': got ' . substr(var_export($actual, true), 0, 300));
}

/** Returns the message of the exception that the work must end with. */
function failureOf(callable $work, string $class): string
{
    try {
        $work();
    } catch (\Throwable $failure) {
        check($failure instanceof $class, "expected $class: got " . $failure::class . ' ' . $failure->getMessage());
        return $failure->getMessage();
    }
    check(false, "expected $class");
    return '';
}

function finish(): never
{
    echo Count::$failures === 0 ? Count::$checks . " checks passed\n" : Count::$failures . ' of ' . Count::$checks . " checks failed\n";
    exit(Count::$failures === 0 ? 0 : 1);
}
