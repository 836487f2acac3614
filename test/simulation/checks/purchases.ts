import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import type { NotificationContent } from '../../../shared/wire/contract/notifications.ts';
import type { Action } from '../plan/actions.ts';
import type { Simulation } from '../simulation.ts';
import { cardSpending, minorUnits } from './spending.ts';

type Content = NotificationContent<'card_transaction'>;
type Purchase = Extract<Action, { kind: 'purchase' }>;

/**
 * A merchant that keeps books from what it is told of transactions, and nothing else, ends with those of the platform: what
 * is settled moves what it says that it moved, and what was held is told to be released no more than once.
 */
export function transactionNotificationsAddUp(
  simulation: Simulation,
  { notifications }: AuditSnapshot,
): void {
  const contents = notifications
    .filter(({ type }) => type === 'card_transaction')
    .map(({ content }) => JSON.parse(content) as Content)
    .filter(({ transStatus }) => transStatus === '1');
  const spent = new Map<string, bigint>();
  for (const { cardId, amount } of cardSpending(simulation)) add(spent, cardId, -amount);
  for (const content of contents.filter(({ transCategory }) => transCategory === 2))
    add(spent, content.cardId, signedAmount(content));
  for (const [cardId, difference] of spent)
    if (difference !== 0n)
      simulation.violate(`by what its merchant was told, ${difference} too much was taken of card ${cardId}`);
  holdsAreReleasedOnce(simulation, contents);
}

function holdsAreReleasedOnce(simulation: Simulation, contents: readonly Content[]): void {
  const origins = new Map(
    contents.flatMap(({ recordNo, originRecordNo }) =>
      originRecordNo === undefined ? [] : [[recordNo, originRecordNo] as const],
    ),
  );
  const held = new Map<string, bigint>();
  const isCleared = new Set<string>();
  for (const content of contents) {
    let root = content.recordNo;
    for (let origin = origins.get(root); origin !== undefined; origin = origins.get(root)) root = origin;
    if (content.transCategory === 2) isCleared.add(root);
    else if (content.transType === '1' || content.transType === '2') add(held, root, signedAmount(content));
  }
  for (const [root, amount] of held)
    if (amount < 0n || (amount > 0n && !isCleared.has(root)))
      simulation.violate(`by what its merchant was told, ${amount} of ${root} is still held`);
}

/** What a content says that it moved: out of the card, or back. */
const signedAmount = ({ settleAmount, localCurrencyAmt, fundsDirection }: Content): bigint =>
  minorUnits(settleAmount ?? localCurrencyAmt) * (fundsDirection === 1 ? -1n : 1n);

const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
};

/** Nothing is approved on a card for one use that is asked for after it was used, but for what was reversed since. */
export function singleUseCardsAreUsedOnce(simulation: Simulation): void {
  const { plan, network, upstreams } = simulation;
  const once = plan.actions.flatMap(({ name, ...deed }) =>
    deed.kind === 'request' && deed.intent === 'openCardOnce' ? [name] : [],
  );
  for (const card of once) {
    const purchases = plan.actions.filter(
      (deed): deed is Purchase => deed.kind === 'purchase' && deed.on === card,
    );
    const uses = purchases.flatMap((deed) => usedAt(deed));
    for (const { name } of purchases) {
      const requested = network.requested.get(name);
      if (!requested || network.results.get(name)?.approved !== 1) continue;
      const earlier = uses.find((use) => use.name !== name && use.at < requested.at);
      if (earlier) simulation.violate(`${name} was approved on a card that ${earlier.name} had used`);
    }
  }

  /** When a purchase had used its card for good: told as cleared, or approved with nothing that could give it back. */
  function usedAt({ name, forced, followUps }: Purchase): { name: string; at: number }[] {
    if (forced) {
      const message = upstreams.acknowledged.find((one) => one.name.startsWith(`${name} 7/2`));
      return message ? [{ name, at: upstreams.acknowledgedAt.get(message) ?? 0 }] : [];
    }
    const at = network.requested.get(name)?.answeredAt;
    const mayBeReversed = followUps.some(({ kind }) => /^(reverse|undo)/.test(kind));
    const isApproved = network.results.get(name)?.approved === 1;
    return at !== undefined && isApproved && !mayBeReversed ? [{ name, at }] : [];
  }
}
