package issuary

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
)

// Single fields of card data as compact JWE (RFC 7516): RSA-OAEP-256 with A256GCM, to the receiver's key.

// errJWE does not say what is wrong: details about a ciphertext help an attacker to open it.
var errJWE = errors.New("a JWE does not open with this key")

var jweForm = regexp.MustCompile(`^eyJ[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$`)

const jweHeader = `{"alg":"RSA-OAEP-256","enc":"A256GCM"}`

func sealJWE(text string, key *rsa.PublicKey) (string, error) {
	secret := make([]byte, 32+12)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	contentKey, iv := secret[:32], secret[32:]
	wrapped, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, key, contentKey, nil)
	if err != nil {
		return "", err
	}
	gcm, err := newGCM(contentKey)
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	header := encode([]byte(jweHeader))
	sealed := gcm.Seal(nil, iv, []byte(text), []byte(header))
	tagAt := len(sealed) - gcm.Overhead()
	return strings.Join([]string{header, encode(wrapped), encode(iv), encode(sealed[:tagAt]), encode(sealed[tagAt:])}, "."), nil
}

func openJWE(jwe string, key *rsa.PrivateKey) (string, error) {
	if key == nil || !jweForm.MatchString(jwe) {
		return "", errJWE
	}
	parts := strings.Split(jwe, ".")
	decoded := make([][]byte, len(parts))
	for i, part := range parts {
		bytes, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil {
			return "", errJWE
		}
		decoded[i] = bytes
	}
	if !isOurs(decoded[0]) || len(decoded[2]) != 12 || len(decoded[4]) != 16 {
		return "", errJWE
	}
	contentKey, err := rsa.DecryptOAEP(sha256.New(), rand.Reader, key, decoded[1], nil)
	if err != nil || len(contentKey) != 32 {
		return "", errJWE
	}
	gcm, err := newGCM(contentKey)
	if err != nil {
		return "", errJWE
	}
	text, err := gcm.Open(nil, decoded[2], append(decoded[3], decoded[4]...), []byte(parts[0]))
	if err != nil {
		return "", errJWE
	}
	return string(text), nil
}

// isOurs reports whether a header names the two algorithms, and nothing that has to be understood.
func isOurs(header []byte) bool {
	var fields struct {
		Alg, Enc  string
		Zip, Crit any
	}
	return json.Unmarshal(header, &fields) == nil &&
		fields.Alg == "RSA-OAEP-256" && fields.Enc == "A256GCM" && fields.Zip == nil && fields.Crit == nil
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

var cardDataFields = map[string]bool{
	"cardNo": true, "cardVerifyNo": true, "pin": true, "activationCode": true, "otp": true,
}

// openCardData returns the JSON with its card data in clear; everything else stays as it is.
func openCardData(text []byte, key *rsa.PrivateKey) ([]byte, error) {
	if !bytes.Contains(text, []byte(`"eyJ`)) {
		return text, nil
	}
	return mapCardData(text, func(value string) (string, error) {
		if !jweForm.MatchString(value) {
			return value, nil
		}
		return openJWE(value, key)
	})
}

// sealCardData returns the JSON with its card data as JWE to the key. Masked card numbers stay as they are.
func sealCardData(text []byte, key *rsa.PublicKey) ([]byte, error) {
	return mapCardData(text, func(value string) (string, error) {
		if jweForm.MatchString(value) || strings.ContainsAny(value, "*xX•") {
			return value, nil
		}
		return sealJWE(value, key)
	})
}

func mapCardData(text []byte, change func(string) (string, error)) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if err := changeIn(value, change); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

func changeIn(value any, change func(string) (string, error)) (err error) {
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			if err = changeIn(one, change); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, one := range value {
			if text, ok := one.(string); ok && cardDataFields[name] {
				if value[name], err = change(text); err != nil {
					return err
				}
			} else if err = changeIn(one, change); err != nil {
				return err
			}
		}
	}
	return nil
}
