package issuary

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"unicode/utf8"
)

// An envelope's content is JSON, as UTF-8, in Base64, in RSA blocks with PKCS#1 v1.5 padding, in lower-case hex.

const (
	// paddingBytes is the overhead of a block: two leading bytes, at least eight bytes of padding, and a zero.
	paddingBytes = 11
	// maxJSONDepth limits the nesting of content. The API's own messages need five levels.
	maxJSONDepth = 64
)

var (
	errBlock     = errors.New("a block does not open with this key")
	errBlockType = errors.New("block type 2")
	errHex       = errors.New("not hex")
	errBase64    = errors.New("not Base64")
	errUTF8      = errors.New("not UTF-8")
	errObject    = errors.New("not a JSON object of acceptable depth")
)

// sealContent seals JSON with the sender's private key: block type 1.
func sealContent(text []byte, key *rsa.PrivateKey) (string, error) {
	return sealBlocks(text, key.Size(), func(chunk []byte) ([]byte, error) {
		// With hash 0 the chunk is padded as it is, without the prefix that names a hash.
		return rsa.SignPKCS1v15(rand.Reader, key, crypto.Hash(0), chunk)
	})
}

// sealContentTo seals JSON with the receiver's public key: block type 2, which proves nothing about the sender.
func sealContentTo(text []byte, key *rsa.PublicKey) (string, error) {
	return sealBlocks(text, key.Size(), func(chunk []byte) ([]byte, error) {
		return rsa.EncryptPKCS1v15(rand.Reader, key, chunk)
	})
}

func sealBlocks(text []byte, size int, seal func([]byte) ([]byte, error)) (string, error) {
	plain := []byte(base64.StdEncoding.EncodeToString(text))
	sealed := make([]byte, 0, (len(plain)/(size-paddingBytes)+1)*size)
	for len(plain) > 0 {
		length := len(plain)
		if length > size-paddingBytes {
			length = size - paddingBytes
		}
		block, err := seal(plain[:length])
		if err != nil {
			return "", err
		}
		sealed, plain = append(sealed, block...), plain[length:]
	}
	return hex.EncodeToString(sealed), nil
}

// openContent opens what the first key that works opens, and returns its JSON text.
func openContent(sealed string, keys []*rsa.PublicKey) (text []byte, err error) {
	for _, key := range keys {
		if text, err = openWith(sealed, key); err == nil {
			return text, nil
		}
	}
	return nil, err
}

func openWith(sealed string, key *rsa.PublicKey) ([]byte, error) {
	size := key.Size()
	blocks, err := hex.DecodeString(sealed)
	if err != nil && !errors.Is(err, hex.ErrLength) {
		return nil, errHex
	}
	if len(sealed) == 0 || len(sealed)%(2*size) != 0 {
		return nil, fmt.Errorf("length %d is not a multiple of %d", len(sealed), 2*size)
	}
	var plain []byte
	for ; len(blocks) > 0; blocks = blocks[size:] {
		payload, err := openBlock(blocks[:size], key)
		if err != nil {
			return nil, err
		}
		plain = append(plain, payload...)
	}
	if len(plain) == 0 {
		return nil, errBlock
	}
	return openText(plain)
}

// openBlock recovers what the key's owner put into a block of type 1: 00 01 FF … FF 00 and the payload, which may be
// empty. Nothing here is secret, so the first fault ends it.
func openBlock(block []byte, key *rsa.PublicKey) ([]byte, error) {
	number := new(big.Int).SetBytes(block)
	if number.Cmp(key.N) >= 0 {
		return nil, errBlock
	}
	padded := number.Exp(number, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, len(block)))
	if padded[0] == 0 && padded[1] == 2 {
		return nil, errBlockType
	}
	end := 2
	for end < len(padded) && padded[end] == 0xff {
		end++
	}
	if padded[0] != 0 || padded[1] != 1 || end < paddingBytes-1 || end == len(padded) || padded[end] != 0 {
		return nil, errBlock
	}
	return padded[end+1:], nil
}

// openText decodes Base64 with or without line breaks, and checks that it holds one JSON object.
func openText(plain []byte) ([]byte, error) {
	text := make([]byte, base64.StdEncoding.DecodedLen(len(plain)))
	length, err := base64.StdEncoding.Strict().Decode(text, plain)
	if err != nil {
		return nil, errBase64
	}
	text = bytes.TrimPrefix(text[:length], []byte("\ufeff"))
	if !utf8.Valid(text) {
		return nil, errUTF8
	}
	if !isObject(text) {
		return nil, errObject
	}
	return text, nil
}

// isObject reports whether the text is one JSON object of at most maxJSONDepth levels.
func isObject(text []byte) bool {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] == '{' && depthOf(text) <= maxJSONDepth && json.Valid(text)
}

// depthOf returns how deep JSON nests. It does not recurse, so any depth is safe.
func depthOf(text []byte) int {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch char := text[i]; {
		case char == '"':
			inString = !inString
		case inString && char == '\\':
			i++
		case inString:
		case char == '{' || char == '[':
			if depth++; depth > deepest {
				deepest = depth
			}
		case char == '}' || char == ']':
			depth--
		}
	}
	return deepest
}
