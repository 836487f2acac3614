<?php

declare(strict_types=1);

namespace Issuary;

/**
 * One page of a query, newest rows first unless the query says otherwise.
 *
 * @template Row of object
 */
final class Page
{
    /** @param list<Row> $list the rows of this page */
    public function __construct(
        /** Counts the rows of all pages. */
        public readonly int $totalCount,
        public readonly int $currentPage,
        public readonly int $pageSize,
        public readonly int $totalPages,
        public readonly array $list,
    ) {
    }

    /**
     * Goes through the rows of all pages.
     *
     * @internal
     * @param callable(int): self<object> $ask returns the page with this number
     * @return \Generator<int, object>
     */
    public static function rows(callable $ask, int $first): \Generator
    {
        $nth = 0;
        for ($number = max(1, $first);; $number++) {
            $page = $ask($number);
            foreach ($page->list as $row) {
                yield $nth++ => $row;
            }
            if ($page->list === [] || $number >= $page->totalPages) {
                return;
            }
        }
    }
}
