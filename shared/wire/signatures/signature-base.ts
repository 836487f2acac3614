import { SignatureInvalid } from './signature-errors.ts';
import {
  type InnerList,
  type Item,
  parseDictionary,
  serializeInnerList,
  serializeItem,
  unquoted,
} from './structured-field.ts';

/** Headers by lower-case name. Several lines with one name are an array. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A message as its signature covers it: a request has a method and a path, a response a status and its request. */
export interface HttpMessage {
  readonly method?: string;
  /** As on the wire, without the query. */
  readonly path?: string;
  readonly status?: number;
  readonly headers: HttpHeaders;
  readonly request?: HttpMessage;
}

/**
 * Builds the text to sign (RFC 9421 section 2.5): one line per component in the signer's order, then the parameters.
 *
 * @throws SignatureInvalid 'component' when a component is missing or unknown, 'duplicate' when one occurs twice
 */
export function signatureBase(input: InnerList, message: HttpMessage): string {
  const names = input.items.map(serializeItem);
  if (new Set(names).size !== names.length) throw new SignatureInvalid('duplicate');
  const lines = input.items.map((item, nth) => `${names[nth]}: ${coveredValue(item, message)}`);
  return [...lines, `"@signature-params": ${serializeInnerList(input)}`].join('\n');
}

function coveredValue(item: Item, message: HttpMessage): string {
  const { req, key, ...others } = Object.fromEntries(item.parameters);
  const from = req === undefined ? message : message.request;
  const isKnown = Object.keys(others).length === 0 && (req === undefined || req === '?1');
  const name = unquoted(item.value);
  if (!from || !isKnown || name === undefined) throw new SignatureInvalid('component');
  const value =
    key === undefined
      ? componentValue(name, from)
      : dictionaryMember(fieldValue(from.headers, name), unquoted(key));
  // A line break would start a line that nobody signed.
  if (value === undefined || /[\r\n]/.test(value)) throw new SignatureInvalid('component');
  return value;
}

function componentValue(name: string, { method, path, status, headers }: HttpMessage): string | undefined {
  switch (name) {
    case '@method':
      return method;
    case '@path':
      return path === '' ? '/' : path;
    case '@authority':
      return method === undefined ? undefined : fieldValue(headers, 'host')?.toLowerCase();
    case '@status':
      return status === undefined ? undefined : String(status);
    default:
      return fieldValue(headers, name);
  }
}

/** Returns the value of a header field with its lines joined; undefined when it is absent. The name is lower-case. */
export function fieldValue(headers: HttpHeaders, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value === undefined
    ? undefined
    : [value]
        .flat()
        .map((line) => line.trim())
        .join(', ');
}

/** Returns one member of a dictionary field; undefined when it is absent. */
function dictionaryMember(field: string | undefined, name: string | undefined): string | undefined {
  if (field === undefined || name === undefined) return undefined;
  const member = parseDictionary(field).get(name);
  return member && ('items' in member ? serializeInnerList(member) : serializeItem(member));
}
