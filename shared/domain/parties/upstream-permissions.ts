import { NotEntitled } from '../../wire/errors.ts';
import { EMBEDDED } from '../issuer-name.ts';
import type { PermittedUpstream, Upstream, UpstreamPermission } from './upstream.ts';

// What an upstream may say (contract section 5). It has what an operator gave it by name, and nothing else.

/** @throws NotEntitled for a type that the upstream was not given */
export function assertMaySend({ types }: Pick<Upstream, 'types'>, type: UpstreamPermission): void {
  if (!types.includes(type)) throw new NotEntitled(type === 'authorize' ? 'authorize' : `tell ${type}`);
}

/**
 * Refuses what is about cards kept here where the upstream was given none of their ranges, or not this one. Without a range
 * it is about a card that is not known. Whose cards a platform below holds, it tells of all of them.
 *
 * @throws NotEntitled
 */
export function assertBinRangeGranted({ issuer, binRangeIds }: PermittedUpstream, binRangeId?: string): void {
  if (issuer !== EMBEDDED) return;
  const isGiven = binRangeId === undefined ? binRangeIds.length > 0 : binRangeIds.includes(binRangeId);
  if (!isGiven) throw new NotEntitled('speak of cards of this BIN range');
}
