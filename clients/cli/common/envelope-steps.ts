import { isUtf8 } from 'node:buffer';
import { decodeBase64 } from '../../../shared/wire/codec/base64.ts';
import { openBlocks } from '../../../shared/wire/codec/blocks.ts';
import { CodecError } from '../../../shared/wire/codec/codec-errors.ts';
import { parseObject } from '../../../shared/wire/codec/json.ts';
import type { RsaKey } from '../../../shared/wire/codec/keys.ts';

/** A key with its name in messages. */
export interface NamedKey {
  readonly name: string;
  readonly key: RsaKey;
}

/** One step of opening an envelope: it holds, or a sentence says why not and what to do. */
export interface Step {
  readonly step: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** The kinds of envelopes by their sealed field. */
const KINDS = { dataContent: 'request', result: 'response', data: 'notification' } as const;
type SealedField = keyof typeof KINDS;

/** The sealed messages of contract sections 1 and 4, opened. */
interface CheckedEnvelope {
  readonly steps: readonly Step[];
  readonly kind?: (typeof KINDS)[SealedField];
  readonly content?: object;
}

/** Whose envelope is expected, and the keys that may open it. */
interface Expected {
  readonly userNo: string;
  /** The keys that open it, the usual one first, for each kind. */
  readonly keysFor: (kind: (typeof KINDS)[SealedField]) => readonly NamedKey[];
  /** Other keys, which explain a failure when one of them opens it. */
  readonly strangers: readonly NamedKey[];
}

/** Walks the steps of opening an envelope and stops at the first that fails. */
export function checkEnvelope(body: string, expected: Expected): CheckedEnvelope {
  const walk = new Walk();
  const envelope = walk.step('JSON', parseObject(body), 'a JSON object', 'The body is not a JSON object.');
  if (!envelope) return walk.end();
  const field = (Object.keys(KINDS) as SealedField[]).find((name) => name in envelope);
  if (field === undefined) {
    const missing = 'None of dataContent (request), result (response) and data (notification) is there.';
    return walk.fail('envelope', missing);
  }
  const kind = KINDS[field];
  walk.pass('envelope', `a ${kind}`);
  if (!walk.holds('fields', faultOfFields(kind, envelope), 'as they must be')) return walk.end();
  if (envelope['success'] === false)
    return walk.fail(
      'success',
      `It is a refusal: ${envelope['errorCode']} ${envelope['errorMsg']}. Nothing is sealed.`,
    );
  const userNo = String(envelope['userNo']);
  const other = `userNo is ${userNo}, and this merchant is ${expected.userNo}.`;
  if (!walk.holds('userNo', userNo === expected.userNo ? undefined : other, userNo)) return walk.end();
  return openSealed(String(envelope[field]), kind, expected, walk);
}

function openSealed(
  hex: string,
  kind: (typeof KINDS)[SealedField],
  expected: Expected,
  walk: Walk,
): CheckedEnvelope {
  const keys = expected.keysFor(kind);
  const size = keys[0]?.key.modulusBytes ?? 0;
  if (!walk.holds('hex', faultOfHex(hex, size), `whole blocks of ${size} bytes: ${hex.length / 2 / size}`))
    return walk.end();
  const { plain, opened, fault } = openWith(keys, hex);
  if (!plain) return walk.fail('blocks', blockFault(hex, fault, expected.strangers, keys));
  walk.pass('blocks', `open with ${opened}`);
  const text = plain.toString('latin1').replace(/[\r\n]+/g, '');
  const bytes = walk.step('Base64', decodeBase64(text), `${text.length} characters`, faultOfBase64(text));
  if (!bytes) return walk.end();
  if (
    !walk.holds(
      'UTF-8',
      isUtf8(bytes) ? undefined : 'The content is not UTF-8: encode the JSON as UTF-8.',
      `${bytes.length} bytes`,
    )
  )
    return walk.end();
  const content = walk.step(
    'content',
    parseObject(bytes.toString('utf8')),
    'a JSON object',
    'The content is not one JSON object.',
  );
  return content ? { ...walk.end(), kind, content } : walk.end();
}

/** The steps so far. */
class Walk {
  readonly #steps: Step[] = [];

  pass(step: string, detail: string): void {
    this.#steps.push({ step, ok: true, detail });
  }

  fail(step: string, detail: string): CheckedEnvelope {
    this.#steps.push({ step, ok: false, detail });
    return this.end();
  }

  /** Records whether there is a value, and returns it. */
  step<Value>(step: string, value: Value | undefined, detail: string, fault: string): Value | undefined {
    this.#steps.push(value === undefined ? { step, ok: false, detail: fault } : { step, ok: true, detail });
    return value;
  }

  holds(step: string, fault: string | undefined, detail: string): boolean {
    this.step(step, fault === undefined ? true : undefined, detail, fault ?? '');
    return fault === undefined;
  }

  end(): CheckedEnvelope {
    return { steps: this.#steps };
  }
}

/** The fields of each kind beside userNo, with what they must be. */
const FIELDS: Readonly<
  Record<(typeof KINDS)[SealedField], Readonly<Record<string, (value: unknown) => boolean>>>
> = {
  request: {
    version: (value) => value === '1.0.0',
    dataType: (value) => value === 'JSON',
    dataContent: (value) => typeof value === 'string',
  },
  response: {
    success: (value) => typeof value === 'boolean',
    async: (value) => typeof value === 'boolean',
    result: (value) => typeof value === 'string',
  },
  notification: {
    version: (value) => value === '1.0.0',
    type: (value) => typeof value === 'string',
    data: (value) => typeof value === 'string',
  },
};

function faultOfFields(
  kind: (typeof KINDS)[SealedField],
  envelope: Readonly<Record<string, unknown>>,
): string | undefined {
  const isNumber = /^\d{1,11}$/.test(String(envelope['userNo'] ?? ''));
  const faults = Object.entries(FIELDS[kind])
    .filter(([name, isRight]) => !isRight(envelope[name]))
    .map(([name]) =>
      envelope[name] === undefined ? `${name} is missing` : `${name} is not what it must be`,
    );
  if (!isNumber) faults.push('userNo must be a number of at most 11 digits');
  return faults.length === 0 ? undefined : `${faults.join(', ')}: version is "1.0.0", dataType "JSON".`;
}

function faultOfHex(hex: string, size: number): string | undefined {
  if (/^\s*[{[]/.test(hex))
    return 'It is JSON in clear: encode it in Base64, then in RSA blocks, then in hex.';
  if (!/^[0-9a-f]+$/i.test(hex))
    return decodeBase64(hex) ? 'It is Base64: the blocks must be written in hex.' : 'It is not hex.';
  if (hex.length % (2 * size) === 0) return undefined;
  return `${hex.length / 2} bytes are not whole blocks of ${size} bytes, the size of this key: is it sealed with another key, or cut off?`;
}

function openWith(
  keys: readonly NamedKey[],
  hex: string,
): { plain?: Buffer; opened?: string; fault?: string } {
  let fault: string | undefined;
  for (const { name, key } of keys)
    try {
      return { plain: openBlocks(hex, key), opened: name };
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      fault ??= error.message;
    }
  return fault === undefined ? {} : { fault };
}

function blockFault(
  hex: string,
  fault: string | undefined,
  strangers: readonly NamedKey[],
  keys: readonly NamedKey[],
): string {
  if (fault === 'block type 2')
    return 'The blocks are padded as type 2: the library "encrypted" with the private key. It must make type 1 blocks (00 01 FF … FF 00), as signing primitives do.';
  const { opened } = openWith(strangers, hex);
  const usual = keys[0]?.name ?? 'the key';
  return opened === undefined
    ? `No block opens with ${usual}: it was sealed with a key of another pair.`
    : `It opens with ${opened}, not with ${usual}: it was sealed with the wrong key.`;
}

const faultOfBase64 = (text: string): string =>
  text.trimStart().startsWith('{')
    ? 'The blocks hold JSON: encode it in Base64 before it is cut into blocks.'
    : 'The blocks do not hold Base64 of the standard alphabet with padding.';
