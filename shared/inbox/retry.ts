import { parseExactObject } from '../codec/json.ts';
import { TryAgainLater } from '../contract/errors.ts';
import { inOurNames } from '../contract/family-names.ts';
import { dueShards } from '../platform/due.ts';
import type { Platform } from '../platform/platform.ts';
import { equals } from '../store/write.ts';
import { assertMayTell } from '../upstreams/rights.ts';
import type { Told } from '../upstreams/told.ts';
import { type EntitledTeller, findUpstream } from '../upstreams/upstream.ts';
import { judge } from './judge.ts';
import { type Effect, inboxKey, type KeptType, type Message, messageFrom } from './message.ts';
import { ChangedMeanwhile, MAX_RETRIES, putAside, retryWaitMs } from './writes.ts';

/** What messages of each kept type bring about. */
export type Effects = { readonly [Type in KeptType]: Effect<Type> };

/** Most messages of a shard in one run; what is left over is due in the next. */
const MOST = 100;

/**
 * Applies what was received and not finished, and tries again what could not be placed when it came. Returns how many it
 * tried. One that fails raises an alarm and keeps no other from it.
 */
export async function retryInbox(platform: Platform, effects: Effects): Promise<number> {
  let tried = 0;
  for (const partition of dueShards) {
    const due = { table: 'inbox', index: 'due', partition, to: platform.now(), limit: MOST } as const;
    for (const item of await platform.store.query(due)) {
      const { pk } = item as { pk: string };
      tried += (await retryDue(platform, pk, effects)) ? 1 : 0;
    }
  }
  return tried;
}

async function retryDue(platform: Platform, pk: string, effects: Effects): Promise<boolean> {
  const item = await platform.store.get('inbox', { pk });
  // The index follows behind: what it shows may be done by now.
  if (!item || !(Number(item['dueAt']) <= platform.now())) return false;
  const known = messageFrom(item);
  try {
    const message = await claimed(platform, known, Number(item['dueAt']));
    await retryMessage(platform, message, effects);
    return true;
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return false;
    if (error instanceof TryAgainLater) return true;
    const reason = String(error);
    platform.alarm('a message of an upstream cannot be applied', { message: known.messageKey, reason });
    return false;
  }
}

/** Takes the message for this try: whoever else comes finds it due later. After the last try it waits for an operator. */
async function claimed(platform: Platform, known: Message, dueAt: number): Promise<Message> {
  const retries = known.retries + 1;
  const message = { ...known, retries };
  const wait = { dueAt: platform.now() + retryWaitMs(known.retries), retries };
  await platform.store.write([
    {
      kind: 'update',
      table: 'inbox',
      key: inboxKey(known.messageKey),
      set: wait,
      when: [equals('dueAt', dueAt), equals('status', known.status)],
      otherwise: () => new ChangedMeanwhile(),
    },
  ]);
  return message;
}

/** Applies a kept message once more. */
export async function retryMessage(platform: Platform, message: Message, effects: Effects): Promise<void> {
  const content = inOurNames(message.type, await contentOf(platform, message));
  const effect = effects[message.type] as unknown as Effect<KeptType>;
  const told = toldBy(platform, message, { ...message.teller, binRangeIds: [] });
  try {
    // Rights that are gone are a reason like others: its money stays in suspense, or goes there.
    await judge({ message, content }, told, async (read, whole) =>
      effect(read, { ...whole, upstream: await tellerOf(platform, message) }),
    );
  } finally {
    if (message.retries >= MAX_RETRIES) await giveUp(platform, message.messageKey);
  }
}

/** What was tried often enough leaves the due index; an operator has it on the worklist. */
async function giveUp(platform: Platform, messageKey: string): Promise<void> {
  const item = await platform.store.get('inbox', inboxKey(messageKey));
  if (!item || item['dueAt'] === undefined) return;
  const message = messageFrom(item);
  const status = message.status === 'received' ? 'refused' : message.status;
  const reason = message.reason ?? 'was not applied';
  await platform.store.write([putAside(platform, message, { status, reason, mayComeRight: false })]);
  platform.alarm('a message of an upstream waits for an operator', { message: messageKey, reason });
}

/** The content as it came. */
export async function contentOf(platform: Platform, { messageKey, content }: Message) {
  const text = (await platform.sealer.open(content, inboxKey(messageKey).pk)).toString();
  const read = parseExactObject(text);
  if (!read) throw new Error('what was kept cannot be read');
  return read;
}

/**
 * Who told the message, with the rights that it has by now.
 *
 * @throws NotEntitled where it is disabled, or may not tell such messages any more
 */
export async function tellerOf({ store }: Platform, { teller, type }: Message): Promise<EntitledTeller> {
  const upstream = await findUpstream(store, teller.userNo);
  const { enabled = false, types = [], binRangeIds = [], ceilings } = upstream ?? {};
  assertMayTell({ types: enabled ? types : [] }, type);
  return { ...teller, binRangeIds, ...(ceilings && { ceilings }) };
}

/** The message as one that its upstream just told. */
export const toldBy = (
  platform: Platform,
  { messageId, correlationId }: Message,
  upstream: EntitledTeller,
): Told => ({ platform, upstream, messageId, correlationId });
