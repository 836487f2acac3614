import type { CardSecrets } from '../../../runtime/vault/card-vault.ts';
import type { CardRead, Dependencies } from '../../dependencies.ts';

/** Reads a card's secrets in the vault, which is noted. Nobody reads them in another way. */
export async function readVault(
  { vault, auditCardRead }: Pick<Dependencies, 'vault' | 'auditCardRead'>,
  read: CardRead,
  foundBy?: string,
): Promise<CardSecrets | undefined> {
  const secrets = await vault.read(read.cardId, foundBy);
  if (secrets) auditCardRead(read);
  return secrets;
}
