package issuary

import (
	"regexp"
	"strings"
)

// Dictionaries of RFC 8941, as signatures use them. Stricter in one respect: a name that occurs twice is refused, so
// that the signer and the verifier read the same.

// A parameter is a name with its value as written; the value is ?1 when there is only a name.
type parameter struct{ name, value string }

type parameters []parameter

func (p parameters) get(name string) string {
	for _, each := range p {
		if each.name == name {
			return each.value
		}
	}
	return ""
}

func (p parameters) String() string {
	var text strings.Builder
	for _, each := range p {
		text.WriteString(";" + each.name)
		if each.value != "?1" {
			text.WriteString("=" + each.value)
		}
	}
	return text.String()
}

type item struct {
	value  string
	params parameters
}

func (i item) String() string { return i.value + i.params.String() }

// A member of a dictionary is an item, or an inner list of items.
type member struct {
	item
	items  []item
	isList bool
}

func (m member) String() string {
	if !m.isList {
		return m.item.String()
	}
	texts := make([]string, len(m.items))
	for i, each := range m.items {
		texts[i] = each.String()
	}
	return "(" + strings.Join(texts, " ") + ")" + m.params.String()
}

var (
	keyForm   = regexp.MustCompile(`^[a-z*][a-z0-9_.*-]*`)
	valueForm = regexp.MustCompile(`^(?:-?\d{1,12}\.\d{1,3}|-?\d{1,15}|"(?:[ !#-\[\]-~]|\\["\\])*"|` +
		"[A-Za-z*][\\w!#$%&'*+.^`|~:/-]*" + `|:[A-Za-z0-9+/=]*:|\?[01]|@-?\d{1,15}|%"[ !#-~]*")`)
	spacesForm = regexp.MustCompile(`^ *`)
	commaForm  = regexp.MustCompile(`^[ \t]*,[ \t]*`)
)

// fieldReader reads a structured field. A fault panics with a signatureFault, which parseDictionary returns.
type fieldReader struct{ rest string }

func (r *fieldReader) expect(form *regexp.Regexp) string {
	found := form.FindStringIndex(r.rest)
	if found == nil {
		panic(faultMalformed)
	}
	text := r.rest[:found[1]]
	r.rest = r.rest[found[1]:]
	return text
}

func (r *fieldReader) skip(char string) bool {
	isNext := strings.HasPrefix(r.rest, char)
	if isNext {
		r.rest = r.rest[1:]
	}
	return isNext
}

func (r *fieldReader) parameters() (all parameters) {
	for r.skip(";") {
		r.expect(spacesForm)
		name, value := r.expect(keyForm), "?1"
		if r.skip("=") {
			value = r.expect(valueForm)
		}
		if all.get(name) != "" {
			panic(faultDuplicate)
		}
		all = append(all, parameter{name, value})
	}
	return all
}

func (r *fieldReader) item() item { return item{r.expect(valueForm), r.parameters()} }

func (r *fieldReader) innerList() (list member) {
	list.isList = true
	r.expect(spacesForm)
	for !r.skip(")") {
		list.items = append(list.items, r.item())
		if r.expect(spacesForm) == "" && !strings.HasPrefix(r.rest, ")") {
			panic(faultMalformed)
		}
	}
	list.params = r.parameters()
	return list
}

func (r *fieldReader) member() member {
	switch {
	case !r.skip("="):
		return member{item: item{"?1", r.parameters()}}
	case r.skip("("):
		return r.innerList()
	}
	return member{item: r.item()}
}

func parseDictionary(field string) (members map[string]member, err error) {
	defer func() {
		switch fault := recover().(type) {
		case nil:
		case signatureFault:
			err = fault
		default:
			panic(fault)
		}
	}()
	members = map[string]member{}
	reader := &fieldReader{strings.Trim(field, " ")}
	for reader.rest != "" {
		if len(members) > 0 {
			reader.expect(commaForm)
		}
		name := reader.expect(keyForm)
		if _, known := members[name]; known {
			return nil, faultDuplicate
		}
		members[name] = reader.member()
	}
	return members, nil
}

// quoted writes a string of printable ASCII.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

var escaped = regexp.MustCompile(`\\(.)`)

// unquoted returns the text of a string; it is not ok for values of other types.
func unquoted(value string) (text string, ok bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	return escaped.ReplaceAllString(value[1:len(value)-1], "$1"), true
}
