import { NothingFound } from '../contract/errors.ts';
import { upstreamOf } from '../issuer/find.ts';
import { EMBEDDED } from '../issuer/issuer.ts';
import type { Platform } from '../platform/platform.ts';
import type { CardSecrets } from '../vault/vault.ts';
import type { Card } from './card.ts';

/**
 * The card's secrets where they are kept: in the vault here, or at the platform below that issued it and alone keeps them.
 * NothingFound where there are none, TryAgainLater where that one does not answer.
 */
export async function secretsOf(platform: Platform, card: Card): Promise<CardSecrets> {
  if (card.issuer !== EMBEDDED) return (await upstreamOf(platform, card.issuer)).readSecrets(card);
  const secrets = await platform.vault.read(card.cardId);
  if (!secrets) throw new NothingFound();
  return secrets;
}
