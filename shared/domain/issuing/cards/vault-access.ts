import type { CardSecrets } from '../../../runtime/vault/card-vault.ts';
import type { CardRead, Dependencies } from '../../dependencies.ts';

/** Reads a card's secrets from the vault and audits the access. All reads go through here. */
export async function readVault(
  { vault, auditCardRead }: Pick<Dependencies, 'vault' | 'auditCardRead'>,
  read: CardRead,
  foundBy?: string,
): Promise<CardSecrets | undefined> {
  const secrets = await vault.read(read.cardId, foundBy);
  if (secrets) auditCardRead(read);
  return secrets;
}
