"""Single fields of card data as compact JWE (RFC 7516): RSA-OAEP-256 with A256GCM.

AES and GCM are not in the standard library, so they are here, in plain Python. They do not run in constant time. A JWE
has a key of its own that is used once, for a card number or a code, so there is nothing that repeated measurements
could add up. They are slow, about a millisecond for a card number, and meant for nothing longer than that.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
from typing import Any, Callable, Dict, List, Tuple, Union

from ._codec import PrivateKey, PublicKey
from ._signatures import mgf1, xor
from .errors import JweUnreadable

CARD_DATA_FIELDS = ("cardNo", "cardVerifyNo", "pin", "activationCode", "otp")
_HEADER = {"alg": "RSA-OAEP-256", "enc": "A256GCM"}
_COMPACT = re.compile(r"eyJ[\w-]*(?:\.[\w-]+){4}", re.ASCII)
_LABEL = hashlib.sha256(b"").digest()


def is_jwe(value: Any) -> bool:
    return isinstance(value, str) and _COMPACT.fullmatch(value) is not None


def seal_card_data(content: Any, key: PublicKey) -> Any:
    """Returns the content with its card data as JWE to the key."""

    def seal(field: str, value: Any) -> Any:
        is_clear = isinstance(value, (str, int)) and not isinstance(value, bool) and not is_jwe(value)
        is_masked = field == "cardNo" and not re.fullmatch(r"[0-9]{12,19}", str(value))
        return seal_jwe(str(value), key) if is_clear and not is_masked else value

    return _map_card_data(content, seal)


def open_card_data(content: Any, key: PrivateKey) -> Any:
    """Returns the content with its card data in clear."""
    return _map_card_data(content, lambda field, value: open_jwe(value, key) if is_jwe(value) else value)


def _map_card_data(content: Any, change: Callable[[str, Any], Any], field: str = "") -> Any:
    if isinstance(content, dict):
        return {name: _map_card_data(value, change, name) for name, value in content.items()}
    if isinstance(content, list):
        return [_map_card_data(value, change, field) for value in content]
    return change(field, content) if field in CARD_DATA_FIELDS else content


def seal_jwe(text: str, key: PublicKey) -> str:
    """Seals a text to a key of at least 2048 bits."""
    content_key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    header = _encode(json.dumps(_HEADER, separators=(",", ":")).encode())
    sealed_key = key.apply(int.from_bytes(_oaep_encode(content_key, key.size), "big")).to_bytes(key.size, "big")
    ciphertext, tag = _gcm(content_key, nonce, text.encode("utf-8"), header.encode(), is_sealed=False)
    return ".".join([header, *map(_encode, (sealed_key, nonce, ciphertext, tag))])


def open_jwe(jwe: str, key: PrivateKey) -> str:
    """Opens a JWE. One error for every fault: details help an attacker to open it."""
    try:
        header, *parts = jwe.split(".")
        sealed_key, nonce, ciphertext, tag = map(_decode, parts)
        fields: Dict[str, Any] = json.loads(_decode(header))
        algorithms = {name: fields.get(name) for name in _HEADER}
        if algorithms != _HEADER or "zip" in fields or "crit" in fields or len(nonce) != 12 or len(tag) != 16:
            raise JweUnreadable
        number = int.from_bytes(sealed_key, "big")
        if len(sealed_key) != key.size or number >= key.public.n:
            raise JweUnreadable
        # A wrong key is replaced, not reported: the tag is then wrong, like that of any other JWE that is.
        content_key = _oaep_decode(key.apply(number).to_bytes(key.size, "big"), secrets.token_bytes(32))
        plain, expected = _gcm(content_key, nonce, ciphertext, header.encode(), is_sealed=True)
        if not hmac.compare_digest(tag, expected):
            raise JweUnreadable
        return plain.decode("utf-8")
    except (ValueError, AttributeError, binascii.Error) as cause:
        raise JweUnreadable from cause


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text.translate({45: 43, 95: 47}) + "=" * (-len(text) % 4), validate=True)


def _oaep_encode(message: bytes, size: int) -> bytes:
    block = _LABEL + bytes(size - len(message) - 66) + b"\x01" + message
    seed = secrets.token_bytes(32)
    masked = xor(block, mgf1(seed, len(block), "sha256"))
    return b"\x00" + xor(seed, mgf1(masked, 32, "sha256")) + masked


def _oaep_decode(encoded: bytes, otherwise: bytes) -> bytes:
    """Returns the content key, or ``otherwise`` when the block is none of a key of 32 bytes."""
    masked = encoded[33:]
    seed = xor(encoded[1:33], mgf1(masked, 32, "sha256"))
    block = xor(masked, mgf1(seed, len(masked), "sha256"))
    expected = _LABEL + bytes(len(block) - 65) + b"\x01"
    fits = hmac.compare_digest(block[:-32], expected) & (encoded[0] == 0)
    return block[-32:] if fits else otherwise


def _gcm(key: bytes, nonce: bytes, data: bytes, header: bytes, is_sealed: bool) -> Tuple[bytes, bytes]:
    """AES-256-GCM (NIST SP 800-38D) with a nonce of 12 bytes: the other text, and the tag."""
    round_keys = _expand(key)

    def encrypt(counter: int) -> bytes:
        return _encrypt(nonce + counter.to_bytes(4, "big"), round_keys)

    stream = b"".join(encrypt(counter) for counter in range(2, 2 + -(-len(data) // 16)))
    other = xor(data, stream[: len(data)]) if data else b""
    ciphertext = data if is_sealed else other
    lengths = (8 * len(header)).to_bytes(8, "big") + (8 * len(ciphertext)).to_bytes(8, "big")
    hash_key = int.from_bytes(_encrypt(bytes(16), round_keys), "big")
    tag = 0
    padded = [part + bytes(-len(part) % 16) for part in (header, ciphertext)]
    blocks = b"".join(padded) + lengths
    for start in range(0, len(blocks), 16):
        tag = _multiply(tag ^ int.from_bytes(blocks[start : start + 16], "big"), hash_key)
    return other, xor(tag.to_bytes(16, "big"), encrypt(1))


def _multiply(one: int, other: int) -> int:
    """Multiplies in GF(2^128) as GCM numbers its bits."""
    product = 0
    for bit in range(127, -1, -1):
        product ^= other if one >> bit & 1 else 0
        other = other >> 1 ^ (0xE1 << 120 if other & 1 else 0)
    return product


def _double(byte: int) -> int:
    return (byte << 1 ^ (0x11B if byte & 0x80 else 0)) & 0xFF


def _substitutions() -> List[int]:
    """The S-box of AES: the inverse in GF(2^8), then an affine map."""
    box, power, inverse = [0x63] * 256, 1, 1
    for _ in range(255):
        power ^= _double(power)
        for shift in (1, 2, 4):
            inverse ^= inverse << shift
        inverse = (inverse & 0xFF) ^ (0x09 if inverse & 0x80 else 0)
        turned = inverse * 0x101
        mixed = inverse ^ turned >> 7 ^ turned >> 6 ^ turned >> 5 ^ turned >> 4
        box[power] = (mixed ^ 0x63) & 0xFF
    return box


_BOX = _substitutions()
_SHIFTED = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11]


def _expand(key: bytes) -> List[bytes]:
    """The fifteen round keys of AES-256."""
    words, constant = [key[start : start + 4] for start in range(0, 32, 4)], 1
    while len(words) < 60:
        word = words[-1]
        if len(words) % 8 == 0:
            word = bytes(_BOX[byte] for byte in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _double(constant)
        elif len(words) % 8 == 4:
            word = bytes(_BOX[byte] for byte in word)
        words.append(xor(words[-8], word))
    return [b"".join(words[start : start + 4]) for start in range(0, 60, 4)]


def _encrypt(block: bytes, round_keys: List[bytes]) -> bytes:
    """Encrypts one block with AES."""
    state: Union[bytes, List[int]] = xor(block, round_keys[0])
    for round_key in round_keys[1:]:
        shifted = [_BOX[state[source]] for source in _SHIFTED]
        if round_key is not round_keys[-1]:
            shifted = _mix(shifted)
        state = [byte ^ key_byte for byte, key_byte in zip(shifted, round_key)]
    return bytes(state)


def _mix(state: List[int]) -> List[int]:
    mixed = []
    for column in range(0, 16, 4):
        bytes_ = state[column : column + 4]
        whole = bytes_[0] ^ bytes_[1] ^ bytes_[2] ^ bytes_[3]
        mixed += [bytes_[row] ^ whole ^ _double(bytes_[row] ^ bytes_[(row + 1) % 4]) for row in range(4)]
    return mixed
