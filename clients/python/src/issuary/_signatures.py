"""HTTP message signatures (RFC 9421) with the label ``issuary``, and digests (RFC 9530)."""

import base64
import binascii
import hashlib
import re
import secrets
from typing import Dict, List, Mapping, NamedTuple, Optional, Sequence

from ._codec import PrivateKey, PublicKey
from .errors import SignatureInvalid

LABEL = "issuary"
MAX_LIFETIME_SECONDS = 300
MAX_CLOCK_SKEW_SECONDS = 60
_REQUEST = ('"@method"', '"@path"', '"content-digest"')
_RESPONSE = ('"@status"', '"content-digest"', f'"signature";req;key="{LABEL}"')
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


class Message(NamedTuple):
    """A message as its signature covers it. ``headers`` have lower-case names.

    A response has a ``status``, and in ``request_signature`` the header ``signature`` of its request.
    """

    body: bytes
    headers: Mapping[str, str]
    method: str = "POST"
    path: str = "/"
    status: Optional[int] = None
    request_signature: str = ""


def content_digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(message: Message, key: PrivateKey, key_id: str, now: float, nonce: Optional[str] = None) -> Dict[str, str]:
    """Returns the headers that sign a request. ``now`` is in epoch seconds."""
    algorithm = "rsa-pss-sha512" if key.size >= 130 else "rsa-v1_5-sha256"
    return sign_with(message, key, key_id, now, nonce or secrets.token_urlsafe(24), algorithm)


def sign_with(
    message: Message, key: PrivateKey, key_id: str, now: float, nonce: str, algorithm: str
) -> Dict[str, str]:
    created = int(now)
    components = _REQUEST if message.status is None else _RESPONSE
    parameters = (
        f"({' '.join(components)});created={created};expires={created + MAX_LIFETIME_SECONDS}"
        f';nonce="{nonce}";keyid="{key_id}";alg="{algorithm}"'
    )
    digest = content_digest(message.body)
    covered = message._replace(headers={**message.headers, "content-digest": digest})
    base = _base(components, parameters, covered).encode("latin-1")
    encoded = _pss_encode(base, key.size) if algorithm == "rsa-pss-sha512" else _v15_encode(base, key.size)
    signature = key.apply(int.from_bytes(encoded, "big")).to_bytes(key.size, "big")
    return {
        "content-digest": digest,
        "signature-input": f"{LABEL}={parameters}",
        "signature": f"{LABEL}=:{base64.b64encode(signature).decode()}:",
    }


def verify(message: Message, keys: Sequence[PublicKey], key_id: str, now: float) -> bool:
    """Verifies the signature of a message; False when there is none. ``now`` is in epoch seconds."""
    inputs = _dictionary(message.headers.get("signature-input", ""))
    signatures = _dictionary(message.headers.get("signature", ""))
    found, signature = inputs.get(LABEL), signatures.get(LABEL)
    if found is None and signature is None:
        return False
    if found is None or signature is None:
        raise SignatureInvalid("incomplete")
    if found.items is None or not re.fullmatch(r":[A-Za-z0-9+/=]*:", signature.text):
        raise SignatureInvalid("malformed")
    required = _REQUEST if message.status is None else _RESPONSE
    if not set(required) <= set(found.items):
        raise SignatureInvalid("component")
    algorithm = _check_parameters(found.parameters, key_id, now)
    _check_digest(message)
    base = _base(found.items, found.text, message).encode("latin-1", "replace")
    usable = [key for key in keys if algorithm != "rsa-pss-sha512" or key.size >= 130]
    if not usable:
        raise SignatureInvalid("alg")
    try:
        number = int.from_bytes(base64.b64decode(signature.text[1:-1], validate=True), "big")
    except binascii.Error:
        number = -1
    if not any(0 <= number < key.n and _fits(algorithm, base, number, key) for key in usable):
        raise SignatureInvalid("signature")
    return True


def _fits(algorithm: str, base: bytes, number: int, key: PublicKey) -> bool:
    encoded = key.apply(number).to_bytes(key.size, "big")
    return _pss_fits(base, encoded) if algorithm == "rsa-pss-sha512" else _v15_encode(base, key.size) == encoded


def _check_parameters(parameters: Mapping[str, str], key_id: str, now: float) -> str:
    nonce = parameters.get("nonce", "")
    if not re.fullmatch(r'".{16,64}"', nonce):
        raise SignatureInvalid("parameter")
    times = [parameters.get(name, "") for name in ("created", "expires")]
    if not all(re.fullmatch(r"\d+", time) for time in times):
        raise SignatureInvalid("parameter")
    created, expires = map(int, times)
    if not created < expires <= created + MAX_LIFETIME_SECONDS:
        raise SignatureInvalid("lifetime")
    if now < created - MAX_CLOCK_SKEW_SECONDS:
        raise SignatureInvalid("early")
    if now > expires + MAX_CLOCK_SKEW_SECONDS:
        raise SignatureInvalid("expired")
    if parameters.get("keyid") != f'"{key_id}"':
        raise SignatureInvalid("keyid")
    algorithm = parameters.get("alg", "").strip('"')
    if algorithm not in ("rsa-pss-sha512", "rsa-v1_5-sha256"):
        raise SignatureInvalid("alg")
    return algorithm


def _check_digest(message: Message) -> None:
    digests = _dictionary(message.headers.get("content-digest", ""))
    known = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
    given = {name: digests[name].text for name in known if name in digests}
    for name, text in given.items():
        if text != f":{base64.b64encode(known[name](message.body).digest()).decode()}:":
            raise SignatureInvalid("digest")
    if not given:
        raise SignatureInvalid("digest")


def _base(components: Sequence[str], parameters: str, message: Message) -> str:
    """Builds the text to sign (RFC 9421 section 2.5)."""
    if len(set(components)) != len(components):
        raise SignatureInvalid("duplicate")
    lines = [f"{component}: {_value(component, message)}" for component in components]
    return "\n".join([*lines, f'"@signature-params": {parameters}'])


def _value(component: str, message: Message) -> str:
    if message.status is None:
        derived = {'"@method"': message.method, '"@path"': message.path or "/"}
    else:
        derived = {'"@status"': str(message.status)}
        if component == _RESPONSE[2]:
            member = _dictionary(message.request_signature).get(LABEL)
            derived[component] = member.text if member else "\n"
    value = derived.get(component)
    name = re.fullmatch(r'"([a-z0-9-]+)"', component)
    if value is None and name:
        value = message.headers.get(name.group(1))
    if value is None or re.search(r"[\r\n]", value):
        raise SignatureInvalid("component")
    return value.strip()


class _Member(NamedTuple):
    """A member of a dictionary: its canonical text, its parameters, and its items if it is a list."""

    text: str
    parameters: Mapping[str, str]
    items: Optional[List[str]]


_KEY = re.compile(r"[a-z*][a-z0-9_.*-]*")
_ITEM = re.compile(
    r'-?\d{1,12}\.\d{1,3}|-?\d{1,15}|"(?:[ !#-\[\]-~]|\\["\\])*"|[A-Za-z*][\w!#$%&\'*+.^`|~:/-]*'
    r"|:[A-Za-z0-9+/=]*:|\?[01]|@-?\d{1,15}",
    re.ASCII,
)
_COMMA = re.compile(r"[ \t]*,[ \t]*")


class _Reader:
    """Reads a structured field (RFC 9651). Names that occur twice are refused: both sides must read the same."""

    def __init__(self, text: str) -> None:
        self._text = text.strip(" ")
        self._at = 0

    def dictionary(self) -> Dict[str, _Member]:
        members: Dict[str, _Member] = {}
        while self._at < len(self._text):
            if members:
                self._expect(_COMMA)
            name = self._expect(_KEY)
            if name in members:
                raise SignatureInvalid("duplicate")
            members[name] = self._member() if self._skip("=") else self._with_parameters("?1", None)
        return members

    def _member(self) -> _Member:
        if not self._skip("("):
            return self._with_parameters(self._expect(_ITEM), None)
        items: List[str] = []
        self._spaces()
        while not self._skip(")"):
            items.append(self._with_parameters(self._expect(_ITEM), None).text)
            if not self._spaces() and self._text[self._at : self._at + 1] != ")":
                raise SignatureInvalid("malformed")
        return self._with_parameters(f"({' '.join(items)})", items)

    def _with_parameters(self, text: str, items: Optional[List[str]]) -> _Member:
        parameters: Dict[str, str] = {}
        while self._skip(";"):
            self._spaces()
            name = self._expect(_KEY)
            if name in parameters:
                raise SignatureInvalid("duplicate")
            parameters[name] = self._expect(_ITEM) if self._skip("=") else "?1"
        written = (f";{name}" if value == "?1" else f";{name}={value}" for name, value in parameters.items())
        return _Member(text + "".join(written), parameters, items)

    def _expect(self, pattern: "re.Pattern[str]") -> str:
        found = pattern.match(self._text, self._at)
        if not found:
            raise SignatureInvalid("malformed")
        self._at = found.end()
        return found.group()

    def _skip(self, character: str) -> bool:
        is_next = self._text.startswith(character, self._at)
        self._at += len(character) if is_next else 0
        return is_next

    def _spaces(self) -> bool:
        return self._skip(" ") and (self._spaces() or True)


def _dictionary(field: str) -> Dict[str, _Member]:
    return _Reader(field).dictionary()


def _v15_encode(base: bytes, size: int) -> bytes:
    info = _SHA256_PREFIX + hashlib.sha256(base).digest()
    return b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info


def mgf1(seed: bytes, length: int, algorithm: str) -> bytes:
    """The mask generation function of PKCS#1."""
    count = -(-length // hashlib.new(algorithm).digest_size)
    blocks = (hashlib.new(algorithm, seed + counter.to_bytes(4, "big")).digest() for counter in range(count))
    return b"".join(blocks)[:length]


def xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(len(one), "big")


def _pss_encode(base: bytes, size: int) -> bytes:
    """EMSA-PSS with SHA-512 and a salt of 64 bytes, for a modulus whose highest bit is set."""
    salt = secrets.token_bytes(64)
    digest = hashlib.sha512(bytes(8) + hashlib.sha512(base).digest() + salt).digest()
    block = bytes(size - 130) + b"\x01" + salt
    masked = bytearray(xor(block, mgf1(digest, len(block), "sha512")))
    masked[0] &= 0x7F
    return bytes(masked) + digest + b"\xbc"


def _pss_fits(base: bytes, encoded: bytes) -> bool:
    """Whether the block is EMSA-PSS of the text, with a salt of any length."""
    masked, digest = encoded[:-65], encoded[-65:-1]
    if encoded[-1] != 0xBC or encoded[0] & 0x80:
        return False
    block = bytearray(xor(masked, mgf1(digest, len(masked), "sha512")))
    block[0] &= 0x7F
    start, one, salt = bytes(block).partition(b"\x01")
    if any(start) or not one:
        return False
    return hashlib.sha512(bytes(8) + hashlib.sha512(base).digest() + salt).digest() == digest
