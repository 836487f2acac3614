import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import type { Store } from '../../../runtime/store/store.ts';
import { absentOrAtMost, atMost, equals, type Write } from '../../../runtime/store/write.ts';
import { formatMoney } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { cardFrom, cardKey } from '../../issuing/model/card.ts';
import { groupFrom, groupKey } from '../../issuing/model/group.ts';
import { poolTotalWrites } from '../../issuing/orders/group-opening.ts';
import { accountShardCount, findMerchant } from '../../parties/merchant.ts';
import {
  type Account,
  balanceKey,
  cardAccount,
  currencyOf,
  groupAccount,
  merchantCardAccount,
  userNoOf,
  writeOffAccount,
} from '../ledger/account.ts';
import type { Balance } from '../ledger/balance.ts';
import type { Entry } from '../ledger/entry.ts';
import { transfer } from '../ledger/posting.ts';
import { readShards, totalOf } from '../ledger/shards.ts';
import { ActRefused, executeAct, type OperatorAct, type OperatorReason } from './operator-act.ts';

/** Who owes: a merchant's account, a card, or the pool of a group. */
export type Debtor =
  | { readonly userNo: string; readonly currency: string }
  | { readonly cardId: string }
  | { readonly groupId: string };

/** What an operator does about a debt. */
export interface DebtAct extends OperatorReason {
  readonly debtor: Debtor;
  /** The operator's own reference; the act is carried out once for each. */
  readonly reference: string;
}

/** The ledger account that owes. */
interface DebtAccount {
  readonly account: Account;
  readonly userNo: string;
  readonly groupId?: string;
}

/**
 * Writes off a debt at the platform's cost: all of it, or `amount` in minor units. Returns false when it was done
 * before.
 *
 * @throws ActRefused when less is owed, or when the reference was used for another amount or debt
 */
export async function postDebtWriteOff(
  deps: Dependencies,
  { debtor, reference, amount, reason, by }: DebtAct & { amount?: bigint },
): Promise<boolean> {
  const subject = await debtAccountOf(deps.store, debtor);
  const { account } = subject;
  const act = debtAct(deps.store, subject, {
    ...{ cause: `write-off/${reference}`, reason, by },
    ...(amount !== undefined && { amount }),
  });
  return executeAct(deps, act, async () => {
    const [first, ...others] = await readOwingShards(deps.store, subject);
    const beside = totalOf(account, others).available;
    const owed = -first.available - beside;
    const borne = amount ?? owed;
    if (borne <= 0n || borne > owed) throw notOwed(account, owed);
    const from = writeOffAccount(currencyOf(account));
    return {
      postings: transfer([from, 'available'], [account, 'available'], borne),
      guards: [{ account, when: [atMost('available', -borne - beside)], onConflict: writeConflict }],
      writes: [...others.map(noMoreThanSeen), ...poolTotalWrites(subject, borne)],
      insufficient: writeConflict,
    };
  });
}

/**
 * Collects the debt of a card or pool from its merchant's account. Returns false when it was done before.
 *
 * @throws ActRefused when nothing is owed, when the account has less than that and `overdraft` is not set, or when the
 * reference was used for another debt
 */
export async function postDebtCollection(
  deps: Dependencies,
  { debtor, reference, overdraft = false, reason, by }: DebtAct & { overdraft?: boolean },
): Promise<boolean> {
  const subject = await debtAccountOf(deps.store, debtor);
  const { account, userNo } = subject;
  const currency = currencyOf(account);
  const payer = merchantCardAccount(userNo, currency);
  if (payer === account) throw new ActRefused('an account cannot pay its own debt: deposit, or write it off');
  const act = debtAct(deps.store, subject, { cause: `collection/${reference}`, reason, by });
  return executeAct(deps, act, async () => {
    const [{ available }] = await readOwingShards(deps.store, subject);
    const owed = -available;
    if (owed <= 0n) throw notOwed(account, owed);
    const missing = `the account has less than ${formatMoney(owed, currency)} available`;
    return {
      postings: transfer([payer, 'available'], [account, 'available'], owed),
      guards: [
        { account: payer, overdraft, onConflict: () => undefined },
        { account, when: [equals('available', -owed)], onConflict: writeConflict },
      ],
      writes: poolTotalWrites(subject, owed),
      insufficient: () => new ActRefused(`${missing}; --overdraft takes it anyway`),
    };
  });
}

/**
 * The act on a debt. An earlier entry is the same act if it paid the same amount of the same debt. An act without an
 * amount pays all that is owed: it is the same if nothing is owed any more.
 */
function debtAct(
  store: Store,
  subject: DebtAccount,
  { amount, ...act }: OperatorReason & { readonly cause: string; readonly amount?: bigint },
): OperatorAct {
  const { account } = subject;
  const isSame = async ({ postings }: Entry) => {
    const paid = postings.find((posting) => posting.account === account)?.amount;
    if (paid === undefined) return false;
    if (amount !== undefined) return paid === amount;
    return totalOf(account, await readOwingShards(store, subject)).available >= 0n;
  };
  return { ...act, kind: 'correction', isSame };
}

function notOwed(account: Account, owed: bigint): ActRefused {
  return new ActRefused(`${account} owes ${formatMoney(owed > 0n ? owed : 0n, currencyOf(account))}`);
}

/** Reads the shards of the account, which owe together. Cards and pools have one. */
async function readOwingShards(
  store: Store,
  { account, userNo }: DebtAccount,
): Promise<[Balance, ...Balance[]]> {
  const isMerchants = userNoOf(account) !== undefined;
  const merchant = isMerchants ? await findMerchant(store, userNo) : undefined;
  const shards = await readShards(
    store,
    account,
    merchant ? accountShardCount(merchant, currencyOf(account)) : 1,
  );
  return shards as unknown as [Balance, ...Balance[]];
}

/** Checks that the shard was not credited since it was read, which would make the debt smaller. */
const noMoreThanSeen = ({ account, available }: Balance): Write => ({
  kind: 'check',
  table: 'ledger',
  key: balanceKey(account),
  when: [absentOrAtMost('available', available)],
  onConflict: writeConflict,
});

/**
 * Finds the account of a debtor. Debts of cards and pools at an external issuer are refused: they are owed to the
 * issuer, and only a recharge or the cancellation of the card pays them.
 *
 * @throws ActRefused
 */
async function debtAccountOf(store: Store, debtor: Debtor): Promise<DebtAccount> {
  if ('userNo' in debtor)
    return { userNo: debtor.userNo, account: merchantCardAccount(debtor.userNo, debtor.currency) };
  const isCard = 'cardId' in debtor;
  const item = await store.get('cards', isCard ? cardKey(debtor.cardId) : groupKey(debtor.groupId));
  if (!item) throw new ActRefused(`there is no such ${isCard ? 'card' : 'group'}`);
  const { userNo, currency, issuer } = isCard ? cardFrom(item) : groupFrom(item);
  if (issuer !== EMBEDDED)
    throw new ActRefused(`the debt is owed to ${issuer}: recharge the card or cancel it`);
  if (!isCard) return { userNo, account: groupAccount(debtor.groupId, currency), groupId: debtor.groupId };
  if (item['groupId'] !== undefined)
    throw new ActRefused('a supplementary card owes nothing: its group does');
  return { userNo, account: cardAccount(debtor.cardId, currency) };
}
