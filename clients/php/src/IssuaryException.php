<?php

declare(strict_types=1);

namespace Issuary;

/** Base class of everything that this library throws for its callers. */
abstract class IssuaryException extends \RuntimeException
{
}
