<?php

declare(strict_types=1);

namespace Issuary;

/** There was no whole response. */
final class TransportException extends \RuntimeException
{
    /**
     * @param bool $nothingSent no connection was made, so the platform cannot have got the request
     * @param bool $isTooLong the response has more bytes than allowed
     */
    public function __construct(string $problem, public readonly bool $nothingSent = false, public readonly bool $isTooLong = false)
    {
        parent::__construct($problem);
    }
}
