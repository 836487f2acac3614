import { retryOnConflict, WriteConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { StatementLineKind } from '../../../wire/contract/statement-line-kinds.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../accounts/forced-postings.ts';
import type { Account } from '../ledger/account.ts';
import {
  AlreadyPosted,
  type BalanceGuard,
  type Entry,
  type ForcedDebitGuard,
  findEntry,
  type Posting,
} from '../ledger/entry.ts';

/** Why an operator moves money, and who it is. */
export interface OperatorReason {
  readonly reason: string;
  readonly by: string;
}

/** An operator's act: an entry of its own, made once for its cause. */
export interface OperatorAct extends OperatorReason {
  readonly cause: string;
  readonly kind: StatementLineKind;
  readonly corrects?: string;
  /** Whether the entry that stands under the cause is this act. */
  readonly isSame: (known: Entry) => boolean | Promise<boolean>;
}

/** What an act moves by the state of things, and what must hold of the balances. */
export interface ActPlan {
  readonly postings: readonly Posting[];
  readonly guards: readonly (BalanceGuard | ForcedDebitGuard)[];
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
export async function executeAct(
  deps: Dependencies,
  { cause, kind, reason, by, corrects, isSame }: OperatorAct,
  decide: () => Promise<ActPlan>,
): Promise<boolean> {
  return retryOnConflict(async () => {
    const known = await findEntry(deps.store, cause);
    if (known && !(await isSame(known))) throw new ActRefused(`${cause} stands for something else already`);
    if (known) return false;
    const { postings, guards, writes = [], insufficient } = await decide();
    const about = { kind, remark: reason };
    const tie = corrects === undefined ? {} : { corrects };
    const entry = { cause, at: deps.now(), postings, about, by, ...tie };
    const money = forcedEntryWrites(deps, entry, insufficient, guards).then((all) => [...all, ...writes]);
    await money.then((all) => deps.store.write(all)).catch(conflictIfPosted);
    return true;
  });
}

/** Somebody was faster: the next look says whether it was the same. */
function conflictIfPosted(error: unknown): never {
  throw error instanceof AlreadyPosted ? new WriteConflict() : error;
}
