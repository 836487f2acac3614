<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Reads dictionaries of RFC 8941, as signatures use them. Stricter in one respect: a name that occurs twice is refused,
 * so that the signer and the verifier read the same.
 *
 * An item is ['value' => as written, 'params' => name => value as written]; an inner list has 'items' instead of 'value'.
 *
 * @internal
 */
final class StructuredField
{
    private const KEY = '[a-z*][a-z0-9_.*-]*';
    private const VALUE = '-?\d{1,12}\.\d{1,3}|-?\d{1,15}|"(?:[ !#-\[\]-~]|\\\\["\\\\])*+"'
        . '|[A-Za-z*][\w!#$%&\'*+.^`|~:\/-]*|:[A-Za-z0-9+\/=]*:|\?[01]|@-?\d{1,15}|%"[ !#-~]*"';

    private function __construct(private string $rest)
    {
    }

    /**
     * @return array<string, array{value?: string, items?: list<array<string, mixed>>, params: array<string, string>}>
     * @throws CodecException
     */
    public static function dictionary(string $field): array
    {
        $reader = new self(trim($field, ' '));
        $members = [];
        while ($reader->rest !== '') {
            if ($members !== []) {
                $reader->expect('[ \t]*,[ \t]*');
            }
            $name = $reader->expect(self::KEY);
            if (isset($members[$name])) {
                throw new CodecException('signature duplicate');
            }
            $members[$name] = $reader->member();
        }
        return $members;
    }

    /** @param array<string, mixed> $member */
    public static function text(array $member): string
    {
        $text = isset($member['items']) ? '(' . implode(' ', array_map(self::text(...), $member['items'])) . ')' : $member['value'];
        foreach ($member['params'] as $name => $value) {
            $text .= $value === '?1' ? ";$name" : ";$name=$value";
        }
        return $text;
    }

    /** Writes a string of printable ASCII. */
    public static function quoted(string $text): string
    {
        return '"' . addcslashes($text, '"\\') . '"';
    }

    /** Returns the text of a string; null for values of other types. */
    public static function unquoted(?string $value): ?string
    {
        return $value !== null && str_starts_with($value, '"') ? preg_replace('/\\\\(.)/', '$1', substr($value, 1, -1)) : null;
    }

    /** @return array<string, mixed> */
    private function member(): array
    {
        if (!$this->skip('=')) {
            return ['value' => '?1', 'params' => $this->params()];
        }
        return $this->skip('(') ? $this->innerList() : $this->item();
    }

    /** @return array<string, mixed> */
    private function innerList(): array
    {
        $items = [];
        $this->expect(' *');
        while (!$this->skip(')')) {
            $items[] = $this->item();
            if ($this->expect(' *') === '' && !str_starts_with($this->rest, ')')) {
                throw new CodecException('signature malformed');
            }
        }
        return ['items' => $items, 'params' => $this->params()];
    }

    /** @return array{value: string, params: array<string, string>} */
    private function item(): array
    {
        return ['value' => $this->expect(self::VALUE), 'params' => $this->params()];
    }

    /** @return array<string, string> */
    private function params(): array
    {
        $params = [];
        while ($this->skip(';')) {
            $this->expect(' *');
            $name = $this->expect(self::KEY);
            if (isset($params[$name])) {
                throw new CodecException('signature duplicate');
            }
            $params[$name] = $this->skip('=') ? $this->expect(self::VALUE) : '?1';
        }
        return $params;
    }

    private function expect(string $form): string
    {
        if (preg_match("/\A(?:$form)/", $this->rest, $found) !== 1) {
            throw new CodecException('signature malformed');
        }
        $this->rest = substr($this->rest, strlen($found[0]));
        return $found[0];
    }

    private function skip(string $character): bool
    {
        $isNext = str_starts_with($this->rest, $character);
        $this->rest = $isNext ? substr($this->rest, 1) : $this->rest;
        return $isNext;
    }
}
