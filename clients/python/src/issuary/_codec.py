"""The envelope of the API: JSON, as UTF-8, in Base64, in RSA blocks (PKCS#1 v1.5), in hexadecimal.

RSA is the built-in ``pow``, which does not run in constant time. Private operations are therefore blinded with a fresh
random factor, so their time does not depend on what is sealed, and checked afterwards, so a fault in one half of the
computation cannot reveal the key. Nothing is decrypted with the private key but JWEs that come from the platform.
"""

import base64
import binascii
import json
import os
import re
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union

from .errors import EnvelopeUnreadable, KeyUnsupported, RequestInvalid

KeySource = Union[str, bytes, "os.PathLike[str]"]

_PADDING_BYTES = 11
_MAX_JSON_DEPTH = 64
_MAX_DIGITS = 400
_RSA = bytes.fromhex("06092a864886f70d010101")
_SIZES = (1024, 2048, 4096)


@dataclass(frozen=True)
class PublicKey:
    """An RSA public key; ``size`` is the length of its modulus in bytes."""

    n: int
    e: int

    @property
    def size(self) -> int:
        return self.n.bit_length() // 8

    def apply(self, number: int) -> int:
        return pow(number, self.e, self.n)


class _Primes(NamedTuple):
    p: int
    q: int
    dp: int
    dq: int
    q_inverse: int


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """An RSA private key. Its ``repr`` shows nothing of it."""

    public: PublicKey
    primes: _Primes

    @property
    def size(self) -> int:
        return self.public.size

    def __repr__(self) -> str:
        return f"PrivateKey({8 * self.size} bits)"

    def apply(self, number: int) -> int:
        n, (p, q, dp, dq, q_inverse) = self.public.n, self.primes
        factor = secrets.randbelow(n - 2) + 2
        blinded = number * self.public.apply(factor) % n
        by_p, by_q = pow(blinded, dp, p), pow(blinded, dq, q)
        result = by_q + q * ((by_p - by_q) * q_inverse % p)
        if self.public.apply(result) != blinded:
            raise ArithmeticError("the private key computed a wrong result")
        return result * pow(factor, -1, n) % n


def load_public_key(source: KeySource) -> PublicKey:
    """Reads a SubjectPublicKeyInfo: PEM, bare Base64 or DER, or a path to a file with one."""
    der = _der_of(source, "PUBLIC KEY")
    try:
        algorithm, bits = _sequence(_only(der))
        if not algorithm[1].startswith(_RSA) or bits[0] != 0x03:
            raise KeyUnsupported("not an RSA key")
        n, e = (int.from_bytes(value, "big") for _, value in _sequence(_only(bits[1][1:])))
    except (IndexError, ValueError) as cause:
        raise KeyUnsupported("not a SubjectPublicKeyInfo") from cause
    return _checked(PublicKey(n, e))


def load_private_key(source: KeySource) -> PrivateKey:
    """Reads an unencrypted PKCS#8 private key: PEM, bare Base64 or DER, or a path to a file with one."""
    der = _der_of(source, "PRIVATE KEY")
    try:
        _, algorithm, key = _sequence(_only(der))[:3]
        if not algorithm[1].startswith(_RSA):
            raise KeyUnsupported("not an RSA key")
        numbers = [int.from_bytes(value, "big") for _, value in _sequence(_only(key[1]))]
        _, n, e, _, p, q, dp, dq, q_inverse = numbers
    except (IndexError, ValueError) as cause:
        raise KeyUnsupported("not an unencrypted PKCS#8 key") from cause
    if p * q != n:
        raise KeyUnsupported("an RSA key whose primes do not make its modulus")
    return PrivateKey(_checked(PublicKey(n, e)), _Primes(p, q, dp, dq, q_inverse))


def _checked(key: PublicKey) -> PublicKey:
    if key.n.bit_length() not in _SIZES:
        raise KeyUnsupported(f"RSA of {key.n.bit_length()} bits; allowed are 1024, 2048 and 4096")
    if not 65537 <= key.e < 2**32 or key.e % 2 == 0 or key.n % 2 == 0:
        raise KeyUnsupported("an RSA key whose exponent or modulus is not allowed")
    return key


def _der_of(source: KeySource, label: str) -> bytes:
    if isinstance(source, os.PathLike):
        with open(source, "rb") as file:
            source = file.read()
    if isinstance(source, bytes) and source[:1] == b"\x30":
        return source
    text = source.decode("ascii", "replace") if isinstance(source, bytes) else source
    armoured = re.fullmatch(rf"\s*-----BEGIN {label}-----([^-]*)-----END {label}-----\s*", text)
    try:
        return base64.b64decode("".join((armoured.group(1) if armoured else text).split()), validate=True)
    except (binascii.Error, ValueError) as cause:
        raise KeyUnsupported(f'neither DER nor Base64 nor a PEM block "{label}"') from cause


def _read(der: bytes) -> Tuple[int, bytes, bytes]:
    """Splits off the first element: its tag, its content, and what follows."""
    length, start = der[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(der[2:start], "big")
    if start + length > len(der):
        raise ValueError("cut short")
    return der[0], der[start : start + length], der[start + length :]


def _only(der: bytes) -> bytes:
    tag, content, rest = _read(der)
    if tag != 0x30 or rest:
        raise ValueError("not one sequence")
    return content


def _sequence(content: bytes) -> List[Tuple[int, bytes]]:
    members = []
    while content:
        tag, value, content = _read(content)
        members.append((tag, value))
    return members


def seal(content: Dict[str, Any], key: Union[PrivateKey, PublicKey]) -> str:
    """Seals content: block type 1 with a private key, type 2 with a public key."""
    return seal_text(to_json(content), key)


def seal_text(text: str, key: Union[PrivateKey, PublicKey]) -> str:
    """Seals a JSON text as it is."""
    try:
        plain = base64.b64encode(text.encode("utf-8"))
    except UnicodeEncodeError as cause:
        raise RequestInvalid("a text with half a surrogate pair") from cause
    chunk = key.size - _PADDING_BYTES
    blocks = (plain[start : start + chunk] for start in range(0, len(plain), chunk))
    return "".join(_seal_block(block, key) for block in blocks)


def _seal_block(chunk: bytes, key: Union[PrivateKey, PublicKey]) -> str:
    length = key.size - len(chunk) - 3
    if isinstance(key, PrivateKey):
        padded = b"\x00\x01" + b"\xff" * length + b"\x00" + chunk
    else:
        padded = b"\x00\x02" + bytes(secrets.randbelow(255) + 1 for _ in range(length)) + b"\x00" + chunk
    return key.apply(int.from_bytes(padded, "big")).to_bytes(key.size, "big").hex()


def open_sealed(hexadecimal: str, key: PublicKey) -> Dict[str, Any]:
    """Opens what the owner of the key sealed with its private half. Amounts become ``Decimal``."""
    plain = b"".join(_open_block(block, key) for block in _blocks(hexadecimal, key))
    if not plain:
        raise EnvelopeUnreadable("block", "all blocks are empty")
    text = plain.replace(b"\r", b"").replace(b"\n", b"")
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise EnvelopeUnreadable("Base64", "the blocks do not hold Base64") from cause
    if base64.b64encode(decoded) != text:
        raise EnvelopeUnreadable("Base64", "the blocks hold Base64 with spare bits")
    try:
        return from_json(decoded.decode("utf-8"))
    except UnicodeDecodeError as cause:
        raise EnvelopeUnreadable("UTF-8", "the Base64 does not hold UTF-8") from cause


def _blocks(hexadecimal: str, key: PublicKey) -> List[int]:
    digits = 2 * key.size
    if not hexadecimal or len(hexadecimal) % digits:
        raise EnvelopeUnreadable("length", f"length {len(hexadecimal)} is not a multiple of {digits}")
    if not re.fullmatch(r"[0-9a-fA-F]+", hexadecimal):
        raise EnvelopeUnreadable("hex", "not hexadecimal")
    return [int(hexadecimal[start : start + digits], 16) for start in range(0, len(hexadecimal), digits)]


_BLOCK_TYPE_1 = re.compile(rb"\x00\x01\xff{8,}\x00(.*)", re.DOTALL)


def _open_block(number: int, key: PublicKey) -> bytes:
    if number >= key.n:
        raise EnvelopeUnreadable("block", "a block does not open with this key")
    padded = key.apply(number).to_bytes(key.size, "big")
    opened = _BLOCK_TYPE_1.fullmatch(padded)
    if not opened:
        if padded[:2] == b"\x00\x02":
            raise EnvelopeUnreadable("block type 2", "a block has the padding for encryption, block type 2")
        raise EnvelopeUnreadable("block", "a block does not open with this key")
    return opened.group(1)


_BRACKETS_AND_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{}\]]', re.DOTALL)
"""A text need not end: so whatever comes, it is looked at once."""


def from_json(text: str) -> Dict[str, Any]:
    """Parses one JSON object of at most 64 levels. Numbers with decimals become ``Decimal``."""
    text = text[1:] if text.startswith("\ufeff") else text
    depth = deepest = 0
    for token in _BRACKETS_AND_TEXTS.findall(text):
        depth += 1 if token in "[{" else -1 if token in "]}" else 0
        deepest = max(deepest, depth)
    try:
        if deepest > _MAX_JSON_DEPTH:
            raise ValueError("too deep")
        value = json.loads(text, parse_float=Decimal, parse_int=_integer, parse_constant=_no_constant)
    except ValueError as cause:
        raise EnvelopeUnreadable("JSON", "not a JSON object of at most 64 levels") from cause
    if not isinstance(value, dict):
        raise EnvelopeUnreadable("JSON", "not a JSON object")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError("a number of too many digits")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def to_json(value: Any) -> str:
    """Writes JSON without spaces. A ``Decimal`` becomes a number with the same digits."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(str(name))}:{to_json(item)}" for name, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(to_json, value)) + "]"
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float) and value - value == 0:
        return format(Decimal(repr(value)), "f")
    if isinstance(value, str):
        return _quoted(value)
    raise RequestInvalid(f"a {type(value).__name__} that JSON cannot hold")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def optional_text(fields: Dict[str, Any], name: str) -> Optional[str]:
    """Returns a field that is a text; None when it is absent or something else."""
    value = fields.get(name)
    return value if isinstance(value, str) else None
