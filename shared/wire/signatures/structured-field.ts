import { SignatureInvalid } from './signature-errors.ts';

// Dictionaries of RFC 8941 / 9651, as signatures use them. Stricter than the RFC in one respect: duplicate members or
// parameters are rejected, whereas in the RFC the last one wins. The signer and the verifier must read the same.

/** Parameters by name, each value as written on the wire; `?1` when there is only a name. */
export type Parameters = ReadonlyMap<string, string>;

export interface Item {
  /** As written: a string with its quotation marks, bytes with their colons. */
  readonly value: string;
  readonly parameters: Parameters;
}

export interface InnerList {
  readonly items: readonly Item[];
  readonly parameters: Parameters;
}

export type Member = Item | InnerList;

const KEY = /[a-z*][a-z0-9_.*-]*/y;
/** Decimal, integer, string, token, bytes, boolean, date, display string. */
const BARE_ITEM =
  /-?\d{1,12}\.\d{1,3}|-?\d{1,15}|"(?:[ !#-[\]-~]|\\["\\])*"|[A-Za-z*][\w!#$%&'*+.^`|~:/-]*|:[A-Za-z0-9+/=]*:|\?[01]|@-?\d{1,15}|%"[ !#-~]*"/y;
const SPACES = / */y;
const COMMA = /[ \t]*,[ \t]*/y;
const TRUE = '?1';

/**
 * Parses a dictionary.
 *
 * @throws SignatureInvalid 'malformed' when it is not a dictionary, 'duplicate' when a name occurs twice
 */
export function parseDictionary(field: string): ReadonlyMap<string, Member> {
  const reader = new Reader(field.replace(/^ +| +$/g, ''));
  const members = new Map<string, Member>();
  while (!reader.isAtEnd) {
    if (members.size > 0) reader.expect(COMMA);
    const name = reader.expect(KEY);
    const value = reader.skip('=') ? reader.member() : { value: TRUE, parameters: reader.parameters() };
    addOnce(members, name, value);
  }
  return members;
}

/** Serializes an item in the canonical form of RFC 8941. */
export const serializeItem = ({ value, parameters }: Item): string => value + serializeParameters(parameters);

/** Serializes an inner list in the canonical form of RFC 8941. */
export const serializeInnerList = ({ items, parameters }: InnerList): string =>
  `(${items.map(serializeItem).join(' ')})${serializeParameters(parameters)}`;

const serializeParameters = (parameters: Parameters): string =>
  [...parameters].map(([name, value]) => (value === TRUE ? `;${name}` : `;${name}=${value}`)).join('');

/** Serializes a string of printable ASCII. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** Returns the text of a string; undefined when the value has another type. */
export const unquoted = (value: string | undefined): string | undefined =>
  value?.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : undefined;

function addOnce<Value>(values: Map<string, Value>, name: string, value: Value): void {
  if (values.has(name)) throw new SignatureInvalid('duplicate');
  values.set(name, value);
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  expect(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new SignatureInvalid('malformed');
    this.#at += found.length;
    return found;
  }

  skip(character: string): boolean {
    const isNext = this.#text[this.#at] === character;
    if (isNext) this.#at += 1;
    return isNext;
  }

  member(): Member {
    return this.skip('(') ? this.#innerList() : this.#item();
  }

  parameters(): Parameters {
    const parameters = new Map<string, string>();
    while (this.skip(';')) {
      this.expect(SPACES);
      const name = this.expect(KEY);
      addOnce(parameters, name, this.skip('=') ? this.expect(BARE_ITEM) : TRUE);
    }
    return parameters;
  }

  #item(): Item {
    return { value: this.expect(BARE_ITEM), parameters: this.parameters() };
  }

  #innerList(): InnerList {
    const items: Item[] = [];
    this.expect(SPACES);
    while (!this.skip(')')) {
      items.push(this.#item());
      if (this.expect(SPACES) === '' && this.#text[this.#at] !== ')') throw new SignatureInvalid('malformed');
    }
    return { items, parameters: this.parameters() };
  }
}
