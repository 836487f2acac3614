package issuary

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// HTTP message signatures (RFC 9421) with digests of RFC 9530, under the label issuary.

const (
	signatureLabel = "issuary"
	maxLifetime    = 300
	maxClockSkew   = 60
	algPSS         = "rsa-pss-sha512"
	algPKCS1       = "rsa-v1_5-sha256"
)

// A signatureFault is the reason why a signature is not accepted.
type signatureFault string

func (f signatureFault) Error() string { return "signature " + string(f) }

const (
	faultDuplicate  signatureFault = "duplicate"
	faultMalformed  signatureFault = "malformed"
	faultIncomplete signatureFault = "incomplete"
	faultComponent  signatureFault = "component"
	faultParameter  signatureFault = "parameter"
	faultKeyID      signatureFault = "keyid"
	faultAlg        signatureFault = "alg"
	faultLifetime   signatureFault = "lifetime"
	faultEarly      signatureFault = "early"
	faultExpired    signatureFault = "expired"
	faultDigest     signatureFault = "digest"
	faultSignature  signatureFault = "signature"
)

var (
	requestComponents  = []string{`"@method"`, `"@path"`, `"content-digest"`}
	responseComponents = []string{`"@status"`, `"content-digest"`, `"signature";req;key="issuary"`}
)

// A message as its signature covers it: a request has a method and a path, a response a status and its request.
type message struct {
	method, path string
	status       int
	header       http.Header
	body         []byte
	request      *message
}

// fitsPSS reports whether a key has room for the hash of rsa-pss-sha512 and its salt; 1024 bits have not.
func fitsPSS(key *rsa.PublicKey) bool { return key.Size() >= 2*sha512.Size+2 }

// sign adds the headers of a signature to the message's.
func (m *message) sign(components []string, keyID string, key *rsa.PrivateKey, now time.Time, nonce string) error {
	algorithm := algPKCS1
	if fitsPSS(&key.PublicKey) {
		algorithm = algPSS
	}
	created := strconv.FormatInt(now.Unix(), 10)
	expires := strconv.FormatInt(now.Unix()+maxLifetime, 10)
	digest := sha256.Sum256(m.body)
	m.header.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(digest[:])+":")
	written := "(" + strings.Join(components, " ") + ")" + parameters{
		{"created", created}, {"expires", expires}, {"nonce", quoted(nonce)},
		{"keyid", quoted(keyID)}, {"alg", quoted(algorithm)},
	}.String()
	input, err := parseDictionary(signatureLabel + "=" + written)
	if err != nil {
		return err
	}
	text, err := m.base(input[signatureLabel])
	if err != nil {
		return err
	}
	signature, err := signText(algorithm, text, key)
	if err != nil {
		return err
	}
	m.header.Set("Signature-Input", signatureLabel+"="+written)
	m.header.Set("Signature", signatureLabel+"=:"+base64.StdEncoding.EncodeToString(signature)+":")
	return nil
}

func signText(algorithm, text string, key *rsa.PrivateKey) ([]byte, error) {
	if algorithm == algPSS {
		hash := sha512.Sum512([]byte(text))
		return rsa.SignPSS(rand.Reader, key, crypto.SHA512, hash[:], &rsa.PSSOptions{SaltLength: sha512.Size})
	}
	hash := sha256.Sum256([]byte(text))
	return rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, hash[:])
}

func isSignedBy(algorithm, text string, signature []byte, key *rsa.PublicKey) bool {
	if algorithm == algPSS {
		hash := sha512.Sum512([]byte(text))
		// Some libraries use the longest salt that the key allows, which proves just as much.
		options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto}
		return rsa.VerifyPSS(key, crypto.SHA512, hash[:], signature, options) == nil
	}
	hash := sha256.Sum256([]byte(text))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], signature) == nil
}

// verify checks the signature with the label issuary; others belong to proxies. It is not signed when there is none.
func (m *message) verify(required []string, keyID string, keys []*rsa.PublicKey, now time.Time) (signed bool, err error) {
	input, signature, err := m.signature()
	if err != nil || input == nil {
		return false, err
	}
	covered := map[string]bool{}
	for _, each := range input.items {
		covered[each.String()] = true
	}
	for _, component := range required {
		if !covered[component] {
			return false, faultComponent
		}
	}
	algorithm, err := checkParameters(input.params, keyID, now)
	if err != nil {
		return false, err
	}
	if err := m.checkDigest(); err != nil {
		return false, err
	}
	text, err := m.base(*input)
	if err != nil {
		return false, err
	}
	fault := faultAlg
	for _, key := range keys {
		if algorithm == algPSS && !fitsPSS(key) {
			continue
		}
		if isSignedBy(algorithm, text, signature, key) {
			return true, nil
		}
		fault = faultSignature
	}
	return false, fault
}

// signature returns both halves of the signature, or nothing when neither is there.
func (m *message) signature() (input *member, signature []byte, err error) {
	inputs, err := parseDictionary(fieldOf(m.header, "Signature-Input"))
	if err != nil {
		return nil, nil, err
	}
	signatures, err := parseDictionary(fieldOf(m.header, "Signature"))
	if err != nil {
		return nil, nil, err
	}
	first, hasInput := inputs[signatureLabel]
	second, hasSignature := signatures[signatureLabel]
	switch {
	case !hasInput && !hasSignature:
		return nil, nil, nil
	case hasInput != hasSignature:
		return nil, nil, faultIncomplete
	case len(m.header["Signature"]) > 1 || len(m.header["Signature-Input"]) > 1 || len(m.header["Content-Digest"]) > 1:
		return nil, nil, faultDuplicate
	case !first.isList || second.isList || !strings.HasPrefix(second.value, ":") || len(second.params) > 0:
		return nil, nil, faultMalformed
	}
	// What is no Base64 verifies with no key.
	signature, _ = base64.StdEncoding.Strict().DecodeString(strings.Trim(second.value, ":"))
	return &first, signature, nil
}

func checkParameters(given parameters, keyID string, now time.Time) (algorithm string, err error) {
	nonce, ok := unquoted(given.get("nonce"))
	if !ok || len(nonce) < 16 || len(nonce) > 64 {
		return "", faultParameter
	}
	created, ok := secondsOf(given.get("created"))
	expires, alsoOK := secondsOf(given.get("expires"))
	if !ok || !alsoOK {
		return "", faultParameter
	}
	switch {
	case expires <= created || expires > created+maxLifetime:
		return "", faultLifetime
	case now.Unix() < created-maxClockSkew:
		return "", faultEarly
	case now.Unix() > expires+maxClockSkew:
		return "", faultExpired
	}
	if named, ok := unquoted(given.get("keyid")); !ok || named != keyID {
		return "", faultKeyID
	}
	if algorithm, _ = unquoted(given.get("alg")); algorithm != algPSS && algorithm != algPKCS1 {
		return "", faultAlg
	}
	return algorithm, nil
}

var digitsForm = regexp.MustCompile(`^\d{1,15}$`)

func secondsOf(value string) (int64, bool) {
	seconds, err := strconv.ParseInt(value, 10, 64)
	return seconds, err == nil && digitsForm.MatchString(value)
}

// checkDigest checks that there is a digest of a known algorithm, and that all of these match the body.
func (m *message) checkDigest() error {
	members, err := parseDictionary(fieldOf(m.header, "Content-Digest"))
	if err != nil {
		return err
	}
	first, second := sha256.Sum256(m.body), sha512.Sum512(m.body)
	known := 0
	for name, sum := range map[string][]byte{"sha-256": first[:], "sha-512": second[:]} {
		given, ok := members[name]
		if !ok {
			continue
		}
		known++
		digest, err := base64.StdEncoding.Strict().DecodeString(strings.Trim(given.value, ":"))
		if err != nil || given.isList || !bytes.Equal(digest, sum) {
			return faultDigest
		}
	}
	if known == 0 {
		return faultDigest
	}
	return nil
}

// base builds the text that is signed (RFC 9421 section 2.5).
func (m *message) base(input member) (string, error) {
	var lines strings.Builder
	seen := map[string]bool{}
	for _, component := range input.items {
		name := component.String()
		if seen[name] {
			return "", faultDuplicate
		}
		seen[name] = true
		value, ok := m.covered(component)
		// A line break would start a line that nobody signed.
		if !ok || strings.ContainsAny(value, "\r\n") {
			return "", faultComponent
		}
		lines.WriteString(name + ": " + value + "\n")
	}
	return lines.String() + `"@signature-params": ` + input.String(), nil
}

func (m *message) covered(component item) (value string, ok bool) {
	name, ok := unquoted(component.value)
	key, from := "", m
	for _, each := range component.params {
		switch {
		case each.name == "req" && each.value == "?1" && m.request != nil:
			from = m.request
		case each.name == "key":
			if key, ok = unquoted(each.value); !ok {
				return "", false
			}
		default:
			return "", false
		}
	}
	if !ok || key == "" {
		return from.component(name)
	}
	members, err := parseDictionary(fieldOf(from.header, name))
	found, ok := members[key]
	return found.String(), ok && err == nil
}

func (m *message) component(name string) (value string, ok bool) {
	switch {
	case name == "@method":
		return m.method, m.method != ""
	case name == "@path" && m.method != "":
		if m.path == "" {
			return "/", true
		}
		return m.path, true
	case name == "@authority" && m.method != "":
		return strings.ToLower(fieldOf(m.header, "Host")), fieldOf(m.header, "Host") != ""
	case name == "@status":
		return strconv.Itoa(m.status), m.status != 0
	case name == "" || name[0] == '@' || name != strings.ToLower(name):
		return "", false
	}
	return fieldOf(m.header, name), len(m.header.Values(name)) > 0
}

// fieldOf returns a header field with its lines joined.
func fieldOf(header http.Header, name string) string {
	lines := make([]string, len(header.Values(name)))
	for i, line := range header.Values(name) {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, ", ")
}
