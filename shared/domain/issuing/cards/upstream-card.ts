import { NothingFound } from '../../../wire/errors.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import { assertBinRangeGranted } from '../../parties/upstream-permissions.ts';
import type { UpstreamCall } from '../../upstream-call.ts';
import { findLocalId } from '../issuers/external-ids.ts';
import { type Card, cardFrom, cardKey } from '../model/card.ts';

/**
 * Returns the card that an upstream refers to: by our id for embedded cards, by the issuer's id otherwise.
 *
 * @throws NothingFound when the card does not exist or another issuer holds it
 * @throws NotEntitled when the upstream was not granted the card's BIN range
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
