import { writeConflict } from '../../../runtime/idempotency/execute-once.ts';
import { DUE_INDEX_ATTRIBUTES, dueIndexAttributes } from '../../../runtime/queue/due-index.ts';
import { equals, type Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import {
  type Authorization,
  authorizationBalances,
  authorizationKey,
  countsAsUse,
  RELEASE_FAILURE,
} from '../model/authorization.ts';
import { sumNames } from '../model/authorization-sums.ts';
import { type Card, cardKey } from '../model/card.ts';
import type { TransactionEvent } from '../model/transaction-event.ts';
import { holdDurationMs } from './hold-expiry-time.ts';
import type { AuthorizationMatch } from './match-authorization.ts';
import type { BalanceEffects, TransactionToPost } from './transaction-to-post.ts';

/** Writes the authorization, the one merged into it, and pointers from its new numbers. */
export function authorizationWrites(
  deps: Dependencies,
  card: Card,
  event: TransactionEvent,
  after: Authorization,
  { authorization, merged, links }: AuthorizationMatch,
): Write[] {
  const { source, cardId, root } = after;
  const writes = [
    authorizationWrite(deps, card, event, after, authorization),
    ...(merged ? [mergedWrite(merged, root)] : []),
  ];
  const pointers = links.map((number): Write => {
    const key = authorizationKey({ source, cardId, root: number });
    const item = { ...key, source, root: number, cardId, mergedInto: root };
    return { kind: 'put', table: 'transactions', item, onConflict: writeConflict };
  });
  return [...writes, ...pointers];
}

/** Writes the authorization. An open hold that this platform releases is in the due index until it ends. */
function authorizationWrite(
  deps: Dependencies,
  card: Card,
  { content }: TransactionEvent,
  authorization: Authorization,
  known: Authorization | undefined,
): Write {
  const key = authorizationKey(authorization);
  const holds = authorizationBalances(authorization).hold > 0n;
  const dueAt = deps.now() + holdDurationMs(deps, content.merchantCategoryCode);
  const due = card.issuer === EMBEDDED ? dueIndexAttributes(authorization.root, dueAt) : undefined;
  if (!known) {
    const item = { ...key, ...authorization, ...(holds && due) };
    return { kind: 'put', table: 'transactions', item, onConflict: writeConflict };
  }
  const begins = holds && authorizationBalances(known).hold === 0n;
  return {
    kind: 'update',
    table: 'transactions',
    key,
    set: { ...authorization, ...(begins && due) },
    remove: holds ? [] : [...DUE_INDEX_ATTRIBUTES, RELEASE_FAILURE],
    when: [equals('version', known.version)],
    onConflict: writeConflict,
  };
}

/** Turns an authorization that was merged into another into a pointer; its version shows that it changed. */
const mergedWrite = (merged: Authorization, root: string): Write => ({
  kind: 'update',
  table: 'transactions',
  key: authorizationKey(merged),
  set: { mergedInto: root, version: merged.version + 1 },
  remove: [
    ...sumNames,
    'groupId',
    'currency',
    'settled',
    'expired',
    ...DUE_INDEX_ATTRIBUTES,
    RELEASE_FAILURE,
  ],
  when: [equals('version', merged.version)],
  onConflict: writeConflict,
});

/** Updates the card's used amount and, on single-use cards, its number of uses. */
export function cardUsageWrites(
  { card, match, cardUpdate }: TransactionToPost,
  { after, held, spent }: BalanceEffects,
): Write[] {
  const usedAmount = held + spent;
  const uses = card.multiUse
    ? 0
    : useCountOf(after) - useCountOf(match.authorization) - useCountOf(match.merged);
  if (usedAmount === 0n && uses === 0 && !cardUpdate) return [];
  return [
    {
      kind: 'update',
      table: 'cards',
      key: cardKey(card.cardId),
      ...cardUpdate,
      add: { usedAmount, ...(uses !== 0 && { uses }) },
      onConflict: writeConflict,
    },
  ];
}

const useCountOf = (authorization: Authorization | undefined): number =>
  authorization && countsAsUse(authorization) ? 1 : 0;
