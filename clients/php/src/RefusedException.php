<?php

declare(strict_types=1);

namespace Issuary;

/** The platform refused the operation. Nothing was changed. */
final class RefusedException extends CallException
{
    /**
     * @param string $errorCode one of ErrorCode, or one that is newer than this library
     * @param string $errorMessage what is wrong, with field and figures: "needs 101.00 USD with the fee, 88.50 available"
     * @param string|null $hint on a local cloud, why a sender was refused; platforms in operation never say it
     */
    public function __construct(
        Call $call,
        public readonly string $errorCode,
        public readonly string $errorMessage,
        public readonly ?string $hint = null,
    ) {
        parent::__construct($call, "refused with $errorCode $errorMessage" . ($hint === null ? '' : " ($hint)"));
    }

    /** Returns the first field of the request that is at fault; null when the refusal is about none. */
    public function field(): ?string
    {
        return array_key_first($this->faults());
    }

    /**
     * Returns what is wrong with each field at fault, for the refusals that name fields.
     *
     * @return array<string, string>
     */
    public function faults(): array
    {
        $faults = [];
        foreach (explode('; ', $this->errorMessage) as $part) {
            [$field, $problem] = [...explode(': ', $part, 2), null];
            if ($problem !== null && !str_contains($field, ' ')) {
                $faults[$field] = $problem;
            }
        }
        return $faults;
    }
}
