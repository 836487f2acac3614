import { NothingFound } from '../contract/errors.ts';
import type { Told } from '../upstreams/told.ts';
import { type Card, cardFrom, cardKey } from './card.ts';

/** The card that an upstream speaks of; NothingFound when there is none or another issuer holds it. */
export async function cardTold({ platform, upstream }: Told, cardId: string): Promise<Card> {
  const item = await platform.store.get('cards', cardKey(cardId));
  if (item?.['issuer'] !== upstream.issuer) throw new NothingFound();
  return cardFrom(item ?? {});
}
