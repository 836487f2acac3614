<?php

declare(strict_types=1);

namespace Issuary;

/** A request cannot be sent as it is. Nothing was sent. */
final class RequestException extends IssuaryException
{
}
