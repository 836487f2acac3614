import { NothingFound } from '../../../wire/errors.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { assertBinRangeGranted } from '../../parties/upstream-permissions.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { findLocalId } from '../issuers/external-ids.ts';
import { type Card, cardFrom, cardKey } from '../model/card.ts';

/**
 * The card that an upstream speaks of, by our id where it tells of cards kept here and else by its own; NothingFound when
 * there is none or another issuer holds it.
 *
 * @throws NothingFound, NotEntitled for a card of a BIN range that the upstream was not given
 */
export async function upstreamCardOf({ deps, upstream }: UpstreamCall, cardId: string): Promise<Card> {
  const { store } = deps;
  const { issuer } = upstream;
  assertBinRangeGranted(upstream);
  const localId = issuer === EMBEDDED ? cardId : await findLocalId(store, issuer, 'card', cardId);
  const item = localId === undefined ? undefined : await store.get('cards', cardKey(localId));
  if (item?.['issuer'] !== issuer) throw new NothingFound();
  const card = cardFrom(item ?? {});
  assertBinRangeGranted(upstream, card.binRangeId);
  return card;
}
