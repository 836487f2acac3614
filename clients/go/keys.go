package issuary

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
)

const minExponent = 65537

// A KeyError says why a key cannot be used. It never contains key material.
type KeyError struct {
	// Option is the field of Options that the key was given in: PrivateKey or PlatformKey.
	Option  string
	Problem string
}

func (e *KeyError) Error() string { return "issuary: " + e.Option + ": " + e.Problem }

const (
	isPublic = "this is a public key, but your own private key is needed here: are PrivateKey and PlatformKey swapped?"
	isSecret = "this is a private key, but the platform's public key is needed here: are PrivateKey and PlatformKey swapped?"
	isYours  = "this is the public half of your own PrivateKey: use the public key that the platform's operator handed to you"
)

// readPrivateKey reads PKCS#8 or PKCS#1, as PEM, bare Base64 or DER.
func readPrivateKey(input []byte) (*rsa.PrivateKey, error) {
	fail := func(problem string) (*rsa.PrivateKey, error) { return nil, &KeyError{"PrivateKey", problem} }
	if len(bytes.TrimSpace(input)) == 0 {
		return fail("no key given")
	}
	for _, block := range blocksOf(input) {
		if strings.Contains(block.Type, "ENCRYPTED") || block.Headers["DEK-Info"] != "" {
			return fail("the key is encrypted: decrypt it with openssl pkey -in FILE, or keep it in a secret store")
		}
		if parsed, err := parsePrivate(block.Bytes); err == nil {
			key, ok := parsed.(*rsa.PrivateKey)
			if !ok {
				return fail(fmt.Sprintf("a key of type %T, not RSA", parsed))
			}
			if problem := problemOf(&key.PublicKey); problem != "" {
				return fail(problem)
			}
			return key, nil
		}
		if _, err := parsePublic(block.Bytes); err == nil {
			return fail(isPublic)
		}
	}
	return fail(unknownFormat(input, "PRIVATE KEY"))
}

// readPublicKeys reads one or more SubjectPublicKeyInfos, PKCS#1 public keys or certificates: PEM blocks one after the
// other, or one key as bare Base64 or DER.
func readPublicKeys(input []byte) ([]*rsa.PublicKey, error) {
	fail := func(problem string) ([]*rsa.PublicKey, error) { return nil, &KeyError{"PlatformKey", problem} }
	if len(bytes.TrimSpace(input)) == 0 {
		return fail("no key given")
	}
	var keys []*rsa.PublicKey
	for _, block := range blocksOf(input) {
		if _, err := parsePrivate(block.Bytes); err == nil || strings.Contains(block.Type, "PRIVATE KEY") {
			return fail(isSecret)
		}
		parsed, err := parsePublic(block.Bytes)
		if err != nil {
			return fail(unknownFormat(input, "PUBLIC KEY"))
		}
		key, ok := parsed.(*rsa.PublicKey)
		if !ok {
			return fail(fmt.Sprintf("a key of type %T, not RSA", parsed))
		}
		if problem := problemOf(key); problem != "" {
			return fail(problem)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return fail(unknownFormat(input, "PUBLIC KEY"))
	}
	return keys, nil
}

// blocksOf returns the blocks of PEM, or what bare Base64 or DER holds as a block without a type.
func blocksOf(input []byte) (blocks []*pem.Block) {
	if input[0] == derSequence {
		return []*pem.Block{{Bytes: input}}
	}
	for block, rest := pem.Decode(input); block != nil; block, rest = pem.Decode(rest) {
		blocks = append(blocks, block)
	}
	if der, err := base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(input), nil))); err == nil {
		blocks = append(blocks, &pem.Block{Bytes: der})
	}
	return blocks
}

// derSequence is the first byte of every DER key.
const derSequence = 0x30

func parsePrivate(der []byte) (any, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	return x509.ParsePKCS1PrivateKey(der)
}

func parsePublic(der []byte) (any, error) {
	if key, err := x509.ParsePKIXPublicKey(der); err == nil {
		return key, nil
	}
	if certificate, err := x509.ParseCertificate(der); err == nil {
		return certificate.PublicKey, nil
	}
	return x509.ParsePKCS1PublicKey(der)
}

// problemOf says why the platform would not accept an RSA key; it is empty for a key that it accepts.
func problemOf(key *rsa.PublicKey) string {
	switch bits := key.N.BitLen(); {
	case bits != 1024 && bits != 2048 && bits != 4096:
		return fmt.Sprintf("RSA of %d bits; allowed are 1024, 2048, 4096", bits)
	case key.E < minExponent || key.E%2 == 0:
		return "RSA with a public exponent that is even or below 65537; 65537 is usual"
	}
	return ""
}

func unknownFormat(input []byte, label string) string {
	switch text := string(bytes.TrimSpace(input)); {
	case strings.HasPrefix(text, "ssh-"):
		return "an OpenSSH public key: convert it with ssh-keygen -e -m PKCS8"
	case strings.Contains(text, "OPENSSH PRIVATE KEY"):
		return "an OpenSSH private key: convert it with ssh-keygen -p -m PKCS8"
	case len(text) < 256 && !strings.ContainsAny(text, "\r\n") && strings.HasSuffix(text, ".pem"):
		return "this is the name of a file: give its content, which os.ReadFile returns"
	}
	return fmt.Sprintf("neither DER, Base64 nor a PEM block %q", label)
}
