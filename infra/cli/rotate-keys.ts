import { writeFileSync } from 'node:fs';
import { escapeLine } from '../../clients/cli/common/text-table.ts';
import type { Counterparty, KeyRotation, PublicKey } from '../../shared/domain/parties/counterparty.ts';
import { assertKeyUnclaimed } from '../../shared/domain/parties/key-registry.ts';
import {
  activatePlatformKey,
  platformKeysOf,
  publicKeysOf,
  rotatePlatformKey,
  rotatePublicKey,
} from '../../shared/domain/parties/key-rotation.ts';
import { DAY_MS } from '../../shared/runtime/duration.ts';
import type { Key } from '../../shared/runtime/store/item.ts';
import type { Write } from '../../shared/runtime/store/write.ts';
import { fingerprintOf } from '../../shared/wire/codec/keys.ts';
import { dateTime } from '../../shared/wire/contract/fields/time-fields.ts';
import { formatDateTime, parseDateTime } from '../../shared/wire/contract/time.ts';
import { CommandError, type Operator } from './command.ts';
import {
  claimKnownKeys,
  type KEY_OPTIONS,
  keyBitsFrom,
  publicKeyFrom,
  required,
  sealerOf,
} from './party-options.ts';

/** Options of the commands that rotate keys, in addition to those that name keys. */
export const ROTATION_OPTIONS = {
  'overlap-days': { type: 'string', default: '7' },
  from: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof ROTATION_OPTIONS | keyof typeof KEY_OPTIONS]?: string };

/** The part of `--help` about these commands. */
export const rotationHelp = (command: 'merchant' | 'upstream'): string => `\
  npm run ${command} -- rotate-key USER_NO --key FILE [--overlap-days N]
      sets its new public key; the old one stays valid for N more days (default: 7)
  npm run ${command} -- rotate-platform-key USER_NO --platform-key FILE [--from "yyyy-MM-dd HH:mm:ss"] [--overlap-days N]
      generates the next platform key and writes its public key, to be handed over; it is used from that time, in the
      platform's zone, or when it is activated
  npm run ${command} -- activate-platform-key USER_NO [--overlap-days N]
      uses the next platform key from now on; the old one still opens requests for N more days
  npm run ${command} -- list
      lists all, with the SHA-256 of their keys and the validity`;

/** A kind of party: how its records are named and stored. */
export interface PartyKind<Party extends Counterparty> {
  readonly name: 'merchant' | 'upstream';
  readonly recordKey: (userNo: string) => Key;
  /** Stores the record and the writes `beside` it in one transaction. */
  readonly save: (party: Party, beside?: readonly Write[]) => Promise<void>;
}

/**
 * Runs a command that rotates keys and returns the text to print. Returns undefined for another command.
 *
 * @throws CommandError, or the error for a rotation or a key that is not acceptable
 */
export async function rotateKeys<Party extends Counterparty>(
  command: string,
  party: Party,
  options: Options,
  kind: PartyKind<Party>,
  operator: Operator,
): Promise<string | undefined> {
  const { now, utcOffset } = operator.deps;
  const change = { now: now(), overlapMs: overlapMsFrom(options) };
  const name = `${kind.name} ${party.userNo}`;
  if (command === 'rotate-key') {
    await claimKnownKeys(operator);
    const publicKey = await publicKeyFrom(options);
    const isAlreadyValid = publicKeysOf(party, change.now).some((good) => good.publicKey === publicKey);
    const { pk } = kind.recordKey(party.userNo);
    if (!isAlreadyValid) await assertKeyUnclaimed(operator.deps.store, pk, publicKey);
    await kind.save(rotatePublicKey(party, publicKey, change));
    return `${name} has a new key; the old one stays valid for ${days(change.overlapMs)}`;
  }
  if (command === 'rotate-platform-key') {
    const file = required(options, 'platform-key');
    const from = activationTimeFrom(options, change.now, utcOffset);
    const generation = {
      sealer: sealerOf(operator),
      record: kind.recordKey(party.userNo),
      bits: keyBitsFrom(options),
    };
    const times = { ...change, ...(from !== undefined && { from }) };
    const { party: rotated, keyWrite } = await rotatePlatformKey(party, generation, times);
    await kind.save(rotated, [keyWrite]);
    writeFileSync(file, rotated.platformKeyRotation?.next.publicKey ?? '');
    const when = from === undefined ? 'when it is activated' : `from ${formatDateTime(from, utcOffset)}`;
    return `hand over ${file}: messages to ${name} are sealed with that key ${when}`;
  }
  if (command === 'activate-platform-key') {
    await kind.save(activatePlatformKey(party, change));
    return `messages to ${name} are sealed with the new key; the old one opens requests for another ${days(change.overlapMs)}`;
  }
  return undefined;
}

/** Lists all parties of a kind, with the text of `about` and a line for each of their keys: only the SHA-256. */
export async function listParties<Party extends Counterparty>(
  name: PartyKind<Party>['name'],
  about: (party: Party) => string,
  { deps, scan }: Operator,
): Promise<string> {
  const items = (await scan('merchants')).filter(({ pk }) => String(pk).startsWith(`${name}/`));
  const entries = (items as unknown as Party[]).map((party) => {
    const line = `${party.userNo}  ${party.enabled ? 'enabled ' : 'disabled'}  ${escapeLine(about(party))}`;
    return [line, ...keyLines(party, deps)].join('\n');
  });
  return entries.length > 0 ? entries.sort().join('\n') : `there is no ${name}`;
}

function keyLines(party: Counterparty, { now, utcOffset }: Operator['deps']): string[] {
  const linesOf = (whose: string, keys: readonly PublicKey[], rotation?: KeyRotation) =>
    keys.map((key, index) => {
      const when = index === 0 ? '' : `  ${validityText(key, rotation, utcOffset)}`;
      return `    ${whose}  ${fingerprintOf(key.publicKey)}${when}`;
    });
  return [
    ...linesOf('its key     ', publicKeysOf(party, now()), party.publicKeyRotation),
    ...linesOf('platform key', platformKeysOf(party, now()), party.platformKeyRotation),
  ];
}

/** The validity of the other one of two keys, which is not the current one. */
function validityText(
  { publicKey }: PublicKey,
  rotation: KeyRotation | undefined,
  utcOffset: string,
): string {
  const { next, from, until } = rotation ?? {};
  const isNext = next?.publicKey === publicKey;
  if (!isNext && until !== undefined) return `until ${formatDateTime(until, utcOffset)}`;
  return from === undefined ? 'to be activated' : `from ${formatDateTime(from, utcOffset)}`;
}

const days = (ms: number) => `${ms / DAY_MS} days`;

function overlapMsFrom(options: Options): number {
  const text = required(options, 'overlap-days');
  if (!/^\d{1,3}$/.test(text)) throw new CommandError('--overlap-days must be a number of days, 0 to 999');
  return Number(text) * DAY_MS;
}

function activationTimeFrom({ from }: Options, now: number, utcOffset: string): number | undefined {
  if (from === undefined) return undefined;
  const isTime = dateTime().safeParse(from).success;
  const time = isTime ? parseDateTime(from, utcOffset) : Number.NaN;
  if (!(time >= now)) throw new CommandError('--from must be a time in the future, yyyy-MM-dd HH:mm:ss');
  return time;
}
