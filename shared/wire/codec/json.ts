import { CodecError, ContentUnsealable } from './codec-errors.ts';

/**
 * A JSON object as parsed: nothing about its fields is known yet. A field called `__proto__` is an ordinary own field;
 * the object's prototype is Object.prototype whatever the text says.
 */
export type JsonObject = { [field: string]: unknown };

/** Objects and arrays may be nested this deep; the contract's own messages need five levels. */
export const MAX_JSON_DEPTH = 64;

/**
 * Stands where the text had a number that the double's own decimal form does not give back (2^53 + 1, 1e400, twenty
 * decimals), so that it is never taken for the number next to it: a schema refuses it by field, an ignored field does
 * no harm. It does not keep the digits, which may be a card number.
 */
export class InexactNumber {
  readonly exact = false;
}

/**
 * The object that `text` holds, or undefined when it is not JSON or JSON of another kind. Numbers are doubles. Does
 * not recurse, so any depth is safe. Parser messages quote the text, so they end here.
 */
export function parseObject(text: string): JsonObject | undefined {
  return asObject(() => JSON.parse(stripByteOrderMark(text)));
}

/** Like parseObject with an InexactNumber for each number that would be rounded; undefined also beyond MAX_JSON_DEPTH. */
export function parseExactObject(input: string): JsonObject | undefined {
  const text = stripByteOrderMark(input);
  // The reviver recurses once per level: the depth is bounded before it runs.
  if (exceedsMaxDepth(text)) return undefined;
  return asObject(() => (MAYBE_INEXACT.test(text) ? JSON.parse(text, markInexact) : JSON.parse(text)));
}

/** Some editors and libraries put a byte order mark before UTF-8; JSON.parse takes none. */
const stripByteOrderMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/**
 * Where a number begins that has sixteen digits or more, or an exponent: all others are exact. Most messages have none, and
 * with a reviver parsing takes seven times as long. The same within a string costs that time and nothing else.
 */
const MAYBE_INEXACT = /[:,[\s]-?(?:[\d.]{16}|[\d.]+e)/i;

/** JSON of an object. Throws ContentUnsealable for what JSON has no exact form for: NaN, Infinity, bigint, cycles, arrays. */
export function stringifyObject(value: object): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, rejectInexact);
  } catch (error) {
    if (error instanceof CodecError) throw error;
    throw new ContentUnsealable('a value without a JSON form');
  }
  if (!text?.startsWith('{')) throw new ContentUnsealable('not an object');
  return text;
}

function asObject(parse: () => unknown): JsonObject | undefined {
  try {
    const value = parse();
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** JSON.stringify would write null for NaN and an object for InexactNumber, silently. */
function rejectInexact(field: string, value: unknown): unknown {
  const inexact = typeof value === 'number' ? !Number.isFinite(value) : value instanceof InexactNumber;
  if (inexact || typeof value === 'bigint') throw new ContentUnsealable(`${field}: no exact JSON number`);
  return value;
}

/** A reviver: `source` is the literal in the text, given for primitive values. */
function markInexact(_field: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  return context?.source !== undefined && isExact(context.source, value) ? value : new InexactNumber();
}

function isExact(literal: string, value: number): boolean {
  const printed = String(value);
  return literal === printed || canonicalForm(literal) === canonicalForm(printed);
}

/**
 * One text per decimal value: integer without outer zeros, `e`, power of ten. The exponent is only ever added to, never
 * expanded; one too large for a double is Infinity or imprecise, and then far from that of any double. Loops instead
 * of patterns, which would take quadratic time on long runs of zeros.
 */
function canonicalForm(literal: string): string {
  const [mantissa = '', power = '0'] = literal.toLowerCase().split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start++;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return '0';
  return `${sign}${digits.slice(start, end)}e${Number(power) - fraction.length + digits.length - end}`;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Whether JSON nests deeper than MAX_JSON_DEPTH. For text that is not JSON the answer means nothing. */
function exceedsMaxDepth(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length && depth <= MAX_JSON_DEPTH; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) inString = !inString;
    else if (inString) i += char === BACKSLASH ? 1 : 0;
    else if (OPENING.has(char)) depth++;
    else if (CLOSING.has(char)) depth--;
  }
  return depth > MAX_JSON_DEPTH;
}
