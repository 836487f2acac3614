import { NothingFound } from '../contract/errors.ts';
import { ourIdOf } from '../issuer/ids.ts';
import { EMBEDDED } from '../issuer/issuer-name.ts';
import { assertMaySpeakOf } from '../upstreams/rights.ts';
import type { Told } from '../upstreams/told.ts';
import { type Card, cardFrom, cardKey } from './card.ts';

/**
 * The card that an upstream speaks of, by our id where it tells of cards kept here and else by its own; NothingFound when
 * there is none or another issuer holds it.
 *
 * @throws NothingFound, NotEntitled for a card of a BIN range that the upstream was not given
 */
export async function cardTold({ platform, upstream }: Told, cardId: string): Promise<Card> {
  const { store } = platform;
  const { issuer } = upstream;
  assertMaySpeakOf(upstream);
  const ours = issuer === EMBEDDED ? cardId : await ourIdOf(store, issuer, 'card', cardId);
  const item = ours === undefined ? undefined : await store.get('cards', cardKey(ours));
  if (item?.['issuer'] !== issuer) throw new NothingFound();
  const card = cardFrom(item ?? {});
  assertMaySpeakOf(upstream, card.binRangeId);
  return card;
}
