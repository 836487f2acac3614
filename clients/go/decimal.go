package issuary

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// A Decimal is an amount in major units, a rate or a fee, as decimal text: "100.50". It is a JSON number on the wire
// and keeps its digits exactly. The empty Decimal means that there is no amount.
type Decimal string

var decimalForm = regexp.MustCompile(`^-?(?:0|[1-9]\d*)(?:\.\d+)?$`)

// DecimalFromMinor returns the amount for minor units: DecimalFromMinor(10050, 2) is "100.50".
func DecimalFromMinor(units int64, decimals int) Decimal {
	denominator := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return Decimal(new(big.Rat).SetFrac(big.NewInt(units), denominator).FloatString(decimals))
}

// Rat returns the exact value, zero for the empty Decimal. It fails for text that is no decimal number.
func (d Decimal) Rat() (*big.Rat, error) {
	if d == "" {
		return new(big.Rat), nil
	}
	if len(d) > 64 || !decimalForm.MatchString(string(d)) {
		return nil, fmt.Errorf("issuary: not a decimal number")
	}
	value, _ := new(big.Rat).SetString(string(d))
	return value, nil
}

// Minor returns the amount in minor units: Decimal("100.5").Minor(2) is 10050. It fails when the amount has more
// decimals than that; it never rounds.
func (d Decimal) Minor(decimals int) (int64, error) {
	value, err := d.Rat()
	if err != nil {
		return 0, err
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	value.Mul(value, new(big.Rat).SetInt(power))
	if !value.IsInt() || !value.Num().IsInt64() {
		return 0, fmt.Errorf("issuary: an amount with more than %d decimals, or too large", decimals)
	}
	return value.Num().Int64(), nil
}

// Equal reports whether both are the same number: "100" and "100.00" are.
func (d Decimal) Equal(other Decimal) bool {
	one, err := d.Rat()
	another, err2 := other.Rat()
	return err == nil && err2 == nil && one.Cmp(another) == 0
}

// MarshalJSON writes a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	if _, err := d.Rat(); err != nil {
		return nil, err
	}
	return []byte(d), nil
}

// UnmarshalJSON reads a JSON number, or a string of its digits.
func (d *Decimal) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(text, &number); err != nil {
		return fmt.Errorf("issuary: not a decimal number")
	}
	written := Decimal(number)
	if strings.ContainsAny(string(number), "eE") {
		value, ok := new(big.Rat).SetString(string(number))
		if !ok || len(number) > 32 {
			return fmt.Errorf("issuary: not a decimal number")
		}
		written = Decimal(strings.TrimRight(strings.TrimRight(value.FloatString(24), "0"), "."))
	}
	if _, err := written.Rat(); err != nil {
		return err
	}
	*d = written
	return nil
}

// A Secret is a card number, verification number, PIN, activation code or one-time password. It prints as ***, so that
// it does not reach a log by accident; masked card numbers print as they are. Reveal and JSON have its text.
type Secret string

// Reveal returns the text.
func (s Secret) Reveal() string { return string(s) }

// String returns *** for a secret, and a masked card number as it is.
func (s Secret) String() string {
	if s == "" || strings.Contains(string(s), "*") {
		return string(s)
	}
	return "***"
}

// GoString returns what String returns, in quotation marks.
func (s Secret) GoString() string { return `"` + s.String() + `"` }

// Int returns a pointer to the number, for optional fields where 0 means something.
func Int(value int) *int { return &value }
