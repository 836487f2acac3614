import type { LineKind } from '../contract/line-kinds.ts';
import type { Account } from '../ledger/accounts.ts';
import {
  AlreadyPosted,
  type Entry,
  type ForcedGuard,
  findEntry,
  type Guard,
  type Posting,
} from '../ledger/entry.ts';
import { forcedWrites } from '../ledger/forced.ts';
import type { Platform } from '../platform/platform.ts';
import { StaleDecision, untilFresh } from '../requests/once.ts';
import type { Write } from '../store/write.ts';

/** Why an operator moves money, and who it is. */
export interface Reason {
  readonly reason: string;
  readonly by: string;
}

/** An operator's act: an entry of its own, made once for its cause. */
export interface Act extends Reason {
  readonly cause: string;
  readonly kind: LineKind;
  readonly corrects?: string;
  /** Whether the entry that stands under the cause is this act. */
  readonly isThis: (known: Entry) => boolean | Promise<boolean>;
}

/** What an act moves by the state of things, and what must hold of the balances. */
export interface Movement {
  readonly postings: readonly Posting[];
  readonly guards: readonly (Guard | ForcedGuard)[];
  readonly writes?: readonly Write[];
  /** The error for a balance that does not suffice and may not fall below zero. */
  readonly insufficient: (account: Account) => Error;
}

/** What was asked of an operator's command cannot be done; the message says why. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused';
}

/**
 * Carries an act out once: its entry and what else changes are one transaction. Answers false when it was done before.
 *
 * @throws ActRefused when its reference stands for something else, or what `decide` refuses it with
 */
export async function carryOut(
  platform: Platform,
  { cause, kind, reason, by, corrects, isThis }: Act,
  decide: () => Promise<Movement>,
): Promise<boolean> {
  return untilFresh(async () => {
    const known = await findEntry(platform.store, cause);
    if (known && !(await isThis(known))) throw new ActRefused(`${cause} stands for something else already`);
    if (known) return false;
    const { postings, guards, writes = [], insufficient } = await decide();
    const about = { kind, remark: reason };
    const tie = corrects === undefined ? {} : { corrects };
    const entry = { cause, at: platform.now(), postings, about, by, ...tie };
    const money = forcedWrites(platform, entry, insufficient, guards).then((all) => [...all, ...writes]);
    await money.then((all) => platform.store.write(all)).catch(staleIfPosted);
    return true;
  });
}

/** Somebody was faster: the next look says whether it was the same. */
function staleIfPosted(error: unknown): never {
  throw error instanceof AlreadyPosted ? new StaleDecision() : error;
}
