import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import type { NotificationContent } from '../../../shared/wire/contract/notifications.ts';
import type { Action } from '../plan/actions.ts';
import type { Simulation } from '../simulation.ts';
import { cardSpending, minorUnits } from './spending.ts';

type Content = NotificationContent<'card_transaction'>;
type Purchase = Extract<Action, { kind: 'purchase' }>;

/**
 * Each merchant's transaction notifications add up to the platform's bookings: settled ones move the amounts that they
 * state, and no hold is released twice.
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
      simulation.violate(`by its notifications, card ${cardId} spent ${difference} too much`);
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
      simulation.violate(`by its notifications, ${amount} of ${root} is still held`);
}

/** Returns the amount that a content moves; negative if it goes to the card. */
const signedAmount = ({ settleAmount, localCurrencyAmt, fundsDirection }: Content): bigint =>
  minorUnits(settleAmount ?? localCurrencyAmt) * (fundsDirection === 1 ? -1n : 1n);

const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
};

/** After a single-use card was used, no purchase is approved on it, unless the use was reversed. */
export function singleUseCardsAreUsedOnce(simulation: Simulation): void {
  const { plan, network, upstreams } = simulation;
  const once = plan.actions.flatMap(({ name, ...action }) =>
    action.kind === 'request' && action.intent === 'openCardOnce' ? [name] : [],
  );
  for (const card of once) {
    const purchases = plan.actions.filter(
      (action): action is Purchase => action.kind === 'purchase' && action.on === card,
    );
    const uses = purchases.flatMap((purchase) => usedAt(purchase));
    for (const { name } of purchases) {
      const requested = network.requested.get(name);
      if (!requested || network.results.get(name)?.approved !== 1) continue;
      const earlier = uses.find((use) => use.name !== name && use.at < requested.at);
      if (earlier) simulation.violate(`${name} was approved on a card that ${earlier.name} had used`);
    }
  }

  /** Returns when a purchase used up its card: reported as cleared, or approved without a later reversal. */
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
