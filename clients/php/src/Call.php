<?php

declare(strict_types=1);

namespace Issuary;

/** Identifies a call in exceptions. */
final class Call
{
    public function __construct(
        /** Its name in the API's catalogue: cardApply. */
        public readonly string $operation,
        /** The request number of an operation that changes something. */
        public readonly ?string $userReqNo = null,
        /** The platform's id of the request, if it answered. Quote it when you ask the operator about the call. */
        public readonly ?string $requestId = null,
    ) {
    }

    /** @internal */
    public function says(string $problem): string
    {
        return $this->operation . ($this->userReqNo === null ? '' : " (userReqNo $this->userReqNo)") . ": $problem"
            . ($this->requestId === null ? '' : " [request $this->requestId]");
    }
}
