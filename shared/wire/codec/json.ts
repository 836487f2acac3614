import { randomUUID } from 'node:crypto';
import { CodecError, ContentUnsealable } from './codec-errors.ts';

/**
 * A parsed JSON object; nothing about its fields is known yet. A field called `__proto__` is an ordinary own field: the
 * object's prototype is Object.prototype whatever the text says.
 */
export type JsonObject = { [field: string]: unknown };

/** Limit for the nesting of objects and arrays. The contract's own messages need five levels. */
export const MAX_JSON_DEPTH = 64;

/**
 * Replaces a number that a double does not represent exactly (2^53 + 1, 1e400, twenty decimals), so that it is never
 * mistaken for a neighbouring number. A schema rejects it by field; in an ignored field it does no harm. The digits are
 * not kept, because they may be a card number.
 */
export class InexactNumber {
  readonly exact = false;
}

/**
 * Parses a JSON object. Returns undefined when the text is not JSON or not an object. Numbers are doubles. Does not
 * recurse, so any depth is safe. The parser's errors quote the text, so they are not passed on.
 */
export function parseObject(text: string): JsonObject | undefined {
  return asObject(() => JSON.parse(stripByteOrderMark(text)));
}

/**
 * Parses like parseObject, with an InexactNumber for each number that would be rounded. Also returns undefined beyond
 * MAX_JSON_DEPTH.
 */
export function parseExactObject(input: string): JsonObject | undefined {
  const text = stripByteOrderMark(input);
  // The reviver recurses once per level, so the depth is checked before it runs.
  if (exceedsMaxDepth(text)) return undefined;
  return asObject(() => (MAYBE_INEXACT.test(text) ? parseMarkingInexact(text) : JSON.parse(text)));
}

/** Some editors and libraries put a byte order mark before UTF-8; JSON.parse rejects it. */
const stripByteOrderMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/**
 * Matches a number with sixteen or more digits or with an exponent; all others are exact. Most messages have none, and
 * parsing with a reviver takes seven times as long. A match inside a string only costs that time.
 */
const MAYBE_INEXACT = /[:,[\s]-?(?:[\d.]{16}|[\d.]+e)/i;

/**
 * Serializes an object to JSON.
 *
 * @throws ContentUnsealable when it has no exact JSON form: NaN, Infinity, bigint, cycles, or not an object
 */
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

/** A replacer: JSON.stringify alone would silently write null for NaN and an object for InexactNumber. */
function rejectInexact(field: string, value: unknown): unknown {
  const inexact = typeof value === 'number' ? !Number.isFinite(value) : value instanceof InexactNumber;
  if (inexact || typeof value === 'bigint') throw new ContentUnsealable(`${field}: not an exact JSON number`);
  return value;
}

/**
 * Parses the text with an InexactNumber for each number that would be rounded. The literals are replaced in the text,
 * because only Node 21 and later show them to a reviver, and the client runs on older versions too.
 */
function parseMarkingInexact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Random, so that no text can contain it.
  const mark = randomUUID();
  const marked = replaceNumbers(text, (literal) =>
    isExact(literal, Number(literal)) ? literal : `"${mark}"`,
  );
  if (marked === text) return value;
  return JSON.parse(marked, (_, each: unknown) => (each === mark ? new InexactNumber() : each));
}

/** Replaces each number literal of a JSON text. */
function replaceNumbers(text: string, replace: (literal: string) => string): string {
  const pieces: string[] = [];
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) === QUOTE) i = endOfString(text, i);
    else if (STARTS_NUMBER.test(text.charAt(i))) {
      const start = i;
      while (CONTINUES_NUMBER.test(text.charAt(i + 1))) i++;
      pieces.push(text.slice(copied, start), replace(text.slice(start, i + 1)));
      copied = i + 1;
    }
  }
  return pieces.join('') + text.slice(copied);
}

/** Returns the position of the quotation mark that ends the string. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}

function isExact(literal: string, value: number): boolean {
  const printed = String(value);
  return literal === printed || canonicalForm(literal) === canonicalForm(printed);
}

/**
 * Returns one text per decimal value: integer without outer zeros, `e`, power of ten. The exponent is only added to,
 * never expanded; one too large for a double becomes Infinity or imprecise, and is then far from that of any double.
 * Uses loops because patterns would take quadratic time on long runs of zeros.
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
const [STARTS_NUMBER, CONTINUES_NUMBER] = [/[-\d]/, /[-+.\deE]/];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Whether JSON nests deeper than MAX_JSON_DEPTH. The result is meaningless for text that is not JSON. */
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

/** Whether the value is an object of the JSON text, which an InexactNumber is not. */
export const isPlainObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
