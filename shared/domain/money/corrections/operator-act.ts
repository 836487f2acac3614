import { retryOnConflict, writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Write } from '../../../runtime/store/write.ts';
import type { StatementLineKind } from '../../../wire/contract/statement-line-kinds.ts';
import type { Dependencies } from '../../dependencies.ts';
import { forcedEntryWrites } from '../accounts/forced-postings.ts';
import type { Account } from '../ledger/account.ts';
import { type BalanceGuard, type Entry, type ForcedDebitGuard, findEntry } from '../ledger/entry.ts';
import type { Posting } from '../ledger/posting.ts';

/** Why an operator moves money, and who does it. */
export interface OperatorReason {
  readonly reason: string;
  readonly by: string;
}

/** An operator's act: a journal entry, posted once for its cause. */
export interface OperatorAct extends OperatorReason {
  readonly cause: string;
  readonly kind: StatementLineKind;
  readonly corrects?: string;
  /** Whether the entry that already has this cause is this act. */
  readonly isSame: (known: Entry) => boolean | Promise<boolean>;
}

/** What an act moves in the current state, and the guards of the balances it relies on. */
export interface ActPlan {
  readonly postings: readonly Posting[];
  readonly guards: readonly (BalanceGuard | ForcedDebitGuard)[];
  readonly writes?: readonly Write[];
  /** Makes the error for an insufficient balance that must not fall below zero. */
  readonly insufficient: (account: Account) => Error;
}

/** An operator's command cannot be carried out; the message says why. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused';
}

/**
 * Carries out an act once, its entry and all other writes in one transaction. Returns false when it was done before.
 * `decide` runs again when what it read has changed; its errors are passed on.
 *
 * @throws ActRefused when the cause is already used for something else
 */
export async function executeAct(
  deps: Dependencies,
  { cause, kind, reason, by, corrects, isSame }: OperatorAct,
  decide: () => Promise<ActPlan>,
): Promise<boolean> {
  return retryOnConflict(async () => {
    const known = await findEntry(deps.store, cause);
    if (known && !(await isSame(known))) throw new ActRefused(`${cause} is already used for something else`);
    if (known) return false;
    const { postings, guards, writes = [], insufficient } = await decide();
    const details = { kind, remark: reason };
    const correction = corrects === undefined ? {} : { corrects };
    const entry = { cause, at: deps.now(), postings, details, by, ...correction };
    // Another process may be faster: the retry finds out whether it posted the same act.
    const money = await forcedEntryWrites(deps, entry, insufficient, guards, writeConflict);
    await deps.store.write([...money, ...writes]);
    return true;
  });
}
