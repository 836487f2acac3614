<?php

declare(strict_types=1);

namespace Issuary;

/**
 * Reads the fields of a result or notification, and checks that every field is there that the API promises. Numbers come
 * as text with exactly their digits, see Codec::fields.
 *
 * @internal
 */
final class Fields
{
    /** @param array<mixed> $fields */
    public function __construct(private readonly array $fields)
    {
    }

    public function text(string $name): string
    {
        return $this->optionalText($name) ?? throw new CodecException("$name is missing");
    }

    public function optionalText(string $name): ?string
    {
        $value = $this->fields[$name] ?? null;
        return $value === null || is_string($value) ? $value : throw new CodecException("$name has another type");
    }

    public function integer(string $name): int
    {
        return $this->optionalInteger($name) ?? throw new CodecException("$name is missing");
    }

    public function optionalInteger(string $name): ?int
    {
        $value = $this->optionalText($name);
        return $value === null || preg_match('/^-?\d{1,18}$/D', $value) === 1 ? ($value === null ? null : (int) $value) : throw new CodecException("$name has another type");
    }

    public function decimal(string $name): string
    {
        return $this->optionalDecimal($name) ?? throw new CodecException("$name is missing");
    }

    public function optionalDecimal(string $name): ?string
    {
        $value = $this->optionalText($name);
        try {
            return $value === null ? null : Amount::plain($value);
        } catch (\ValueError) {
            throw new CodecException("$name has another type");
        }
    }

    public function secret(string $name): Secret
    {
        return new Secret($this->text($name));
    }

    public function optionalSecret(string $name): ?Secret
    {
        $value = $this->optionalText($name);
        return $value === null ? null : new Secret($value);
    }

    /** @return list<string> */
    public function texts(string $name): array
    {
        return array_map(static fn (int $at): string => (new self($this->rows($name)))->text((string) $at), array_keys($this->rows($name)));
    }

    /**
     * @template Content of object
     * @param callable(self): Content $read
     * @return Content|null
     */
    public function optionalObject(string $name, callable $read): ?object
    {
        $value = $this->fields[$name] ?? null;
        return $value === null ? null : $read(new self(is_array($value) ? $value : throw new CodecException("$name has another type")));
    }

    /**
     * @template Content of object
     * @param callable(self): Content $read
     * @return list<Content>
     */
    public function objects(string $name, callable $read): array
    {
        return array_map(static fn (mixed $row) => $read(new self(is_array($row) ? $row : throw new CodecException("$name has another type"))), $this->rows($name));
    }

    /** @return list<mixed> */
    private function rows(string $name): array
    {
        $rows = $this->fields[$name] ?? throw new CodecException("$name is missing");
        return is_array($rows) && array_is_list($rows) ? $rows : throw new CodecException("$name has another type");
    }
}
