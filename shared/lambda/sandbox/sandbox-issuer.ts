import type { Dependencies } from '../../domain/dependencies.ts';
import {
  type ExternalIssuer,
  type Issuer,
  type OrderOutcome,
  REFUSED_BY_ISSUER,
} from '../../domain/issuing/model/issuer.ts';
import type { Order } from '../../domain/issuing/model/order.ts';
import { HOUR_MS } from '../../runtime/duration.ts';
import { outcomeIn } from './provocation.ts';

// In the bundles of a sandbox this file takes the place of stage-issuer.ts: orders end as was asked for.

/** Returns an issuer that carries out orders unless another outcome was asked for. Those are never settled at once. */
export const stageIssuer = (issuer: Issuer): Issuer => ({
  perform: async (order) => provokedOutcome(order) ?? issuer.perform(order),
  inquire: async (order) => provokedOutcome(order) ?? (await issuer.inquire?.(order)) ?? { state: 'absent' },
  performAtOnce: async (order) =>
    outcomeIn(order.correlationId) ? undefined : issuer.performAtOnce?.(order),
});

/** Does the same with the external issuers, which then learn nothing of such an order. */
export function stageExternalIssuers(deps: Dependencies): Dependencies {
  const { externalIssuers } = deps;
  if (!externalIssuers) return deps;
  return {
    ...deps,
    externalIssuers: async (name) => {
      const issuer = await externalIssuers(name);
      return issuer && provokable(issuer);
    },
  };
}

const provokable = (issuer: ExternalIssuer): ExternalIssuer => ({
  perform: async (order) => provokedOutcome(order) ?? issuer.perform(order),
  inquire: async (order) => provokedOutcome(order) ?? issuer.inquire(order),
  change: (...change) => issuer.change(...change),
  inquireState: (subject) => issuer.inquireState(subject),
  readSecrets: (card) => issuer.readSecrets(card),
});

function provokedOutcome({ correlationId, createdAt }: Order): OrderOutcome | undefined {
  const requested = outcomeIn(correlationId);
  if (requested === 'fail') return { state: 'refused', reason: REFUSED_BY_ISSUER };
  const isOver = requested === 'late' && Date.now() >= createdAt + HOUR_MS;
  return requested === undefined || isOver ? undefined : { state: 'unknown' };
}
