import { NotEntitled } from '../../wire/errors.ts';
import { EMBEDDED } from '../issuer-name.ts';
import type { PermittedUpstream, Upstream, UpstreamPermission } from './upstream.ts';

// What an upstream may send (contract section 5): exactly what an operator has granted it.

/** @throws NotEntitled when the upstream was not granted the type */
export function assertMaySend({ types }: Pick<Upstream, 'types'>, type: UpstreamPermission): void {
  if (!types.includes(type)) throw new NotEntitled(type === 'authorize' ? 'authorize' : `send ${type}`);
}

/**
 * Checks that the upstream may send messages about a card of a BIN range. Without a range, the card is unknown, and the
 * upstream must have been granted at least one. Upstreams of an external issuer may send messages about all of its
 * cards.
 *
 * @throws NotEntitled
 */
export function assertBinRangeGranted({ issuer, binRangeIds }: PermittedUpstream, binRangeId?: string): void {
  if (issuer !== EMBEDDED) return;
  const isGranted = binRangeId === undefined ? binRangeIds.length > 0 : binRangeIds.includes(binRangeId);
  if (!isGranted) throw new NotEntitled('report on cards of this BIN range');
}
