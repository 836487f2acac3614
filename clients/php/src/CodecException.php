<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Something sealed or signed cannot be opened or verified. The message names the cause and holds no content. Callers see
 * it as the previous exception of another one.
 */
final class CodecException extends \RuntimeException
{
}
