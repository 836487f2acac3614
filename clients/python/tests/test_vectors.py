"""The test vectors that all client libraries share."""

import json
import os
import unittest
from decimal import Decimal
from pathlib import Path
from typing import Any, Dict

from issuary import _codec, _jwe, _signatures, errors

DEFAULT = Path(__file__).parents[2] / "vectors" / "vectors.json"
VECTORS: Dict[str, Any] = json.loads(Path(os.environ.get("ISSUARY_VECTORS", DEFAULT)).read_text("utf-8"))
KEYS = {
    name: (_codec.load_private_key(key["privateKey"]), _codec.load_public_key(key["publicKey"]))
    for name, key in VECTORS["keys"].items()
}


class Envelopes(unittest.TestCase):
    def test_good_ones_open(self) -> None:
        for vector in VECTORS["envelopes"]["good"]:
            if vector["blockType"] == 1:
                with self.subTest(vector["name"], key=vector["key"]):
                    opened = _codec.open_sealed(vector["hex"], KEYS[vector["key"]][1])
                    self.assertEqual(opened, json.loads(vector["json"], parse_float=Decimal))

    def test_sealing_makes_the_same(self) -> None:
        for vector in VECTORS["envelopes"]["good"]:
            if vector["isReproducible"]:
                with self.subTest(vector["name"], key=vector["key"]):
                    key, _ = KEYS[vector["key"]]
                    self.assertEqual(_codec.seal_text(vector["json"], key), vector["hex"])
                    content = json.loads(vector["json"], parse_float=Decimal)
                    self.assertEqual(_codec.to_json(content), vector["json"])

    def test_bad_ones_are_refused_with_their_cause(self) -> None:
        for vector in VECTORS["envelopes"]["bad"]:
            with self.subTest(vector["name"], key=vector["key"]):
                with self.assertRaises(errors.EnvelopeUnreadable) as caught:
                    _codec.open_sealed(vector["hex"], KEYS[vector["key"]][1])
                self.assertEqual(caught.exception.cause, vector["cause"])

    def test_block_type_2_is_new_each_time(self) -> None:
        key = KEYS["rsa2048"][1]
        self.assertNotEqual(_codec.seal({}, key), _codec.seal({}, key))


class Signatures(unittest.TestCase):
    def message(self, vector: Dict[str, Any]) -> _signatures.Message:
        fields = dict(vector["message"])
        body = fields.pop("body").encode("utf-8")
        request = fields.pop("request", {"headers": {"signature": ""}})
        return _signatures.Message(body, request_signature=request["headers"]["signature"], **fields)

    def test_good_ones_are_accepted(self) -> None:
        for vector in VECTORS["signatures"]["good"]:
            with self.subTest(vector["name"], key=vector["key"]):
                keys = [KEYS[vector["key"]][1]]
                self.assertTrue(_signatures.verify(self.message(vector), keys, vector["keyId"], vector["now"]))

    def test_signing_makes_the_same_or_what_verifies(self) -> None:
        for vector in VECTORS["signatures"]["good"]:
            with self.subTest(vector["name"], key=vector["key"]):
                private, public = KEYS[vector["key"]]
                message = self.message(vector)
                algorithm = "rsa-v1_5-sha256" if vector["isReproducible"] else "rsa-pss-sha512"
                bare = message._replace(headers={})
                signed = _signatures.sign_with(
                    bare, private, vector["keyId"], vector["created"], vector["nonce"], algorithm
                )
                if vector["isReproducible"]:
                    self.assertEqual(signed, vector["message"]["headers"])
                self.assertTrue(
                    _signatures.verify(bare._replace(headers=signed), [public], vector["keyId"], vector["now"])
                )

    def test_bad_ones_are_refused_with_their_cause(self) -> None:
        for vector in VECTORS["signatures"]["bad"]:
            with self.subTest(vector["name"]):
                with self.assertRaises(errors.SignatureInvalid) as caught:
                    keys = [KEYS[vector["key"]][1]]
                    _signatures.verify(self.message(vector), keys, vector["keyId"], vector["now"])
                self.assertEqual(caught.exception.reason, vector["cause"])


class Jwes(unittest.TestCase):
    def test_good_ones_open_and_bad_ones_do_not(self) -> None:
        for vector in VECTORS["jwe"]:
            with self.subTest(vector["name"], key=vector["key"]):
                private, _ = KEYS[vector["key"]]
                if "text" in vector:
                    self.assertEqual(_jwe.open_jwe(vector["jwe"], private), vector["text"])
                else:
                    with self.assertRaises(errors.JweUnreadable):
                        _jwe.open_jwe(vector["jwe"], private)

    def test_what_is_sealed_opens(self) -> None:
        private, public = KEYS["rsa2048"]
        for text in ("", "1", "4999001234567890", "sixteen bytes ü"):
            self.assertEqual(_jwe.open_jwe(_jwe.seal_jwe(text, public), private), text)

    def test_the_vectors_of_nist(self) -> None:
        # AES-256-GCM, test cases 13, 14 and 16 of the GCM specification.
        tag = _jwe._gcm(bytes(32), bytes(12), b"", b"", is_sealed=False)
        self.assertEqual(tag[1].hex(), "530f8afbc74536b9a963b4f1c4cb738b")
        text, tag14 = _jwe._gcm(bytes(32), bytes(12), bytes(16), b"", is_sealed=False)
        self.assertEqual((text.hex(), tag14.hex()), ("cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"))
        key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
        plain = bytes.fromhex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        )
        header = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        _, tag16 = _jwe._gcm(key, bytes.fromhex("cafebabefacedbaddecaf888"), plain, header, is_sealed=False)
        self.assertEqual(tag16.hex(), "76fc6ece0f4e1768cddf8853bb2d551b")


if __name__ == "__main__":
    unittest.main()
