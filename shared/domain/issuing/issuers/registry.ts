import type { Dependencies } from '../../dependencies.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { ExternalIssuer, Issuer } from '../model/issuer.ts';

/**
 * Returns the issuer with this name.
 *
 * @throws Error when it is not configured or this function has no access to it
 */
export const issuerOf = async (deps: Dependencies, name: IssuerName): Promise<Issuer> =>
  deps.issuers[name] ?? externalIssuerOf(deps, name);

/**
 * Returns the external issuer with this name.
 *
 * @throws Error when it is not configured or this function has no access to it
 */
export async function externalIssuerOf(
  { externalIssuers }: Dependencies,
  name: IssuerName,
): Promise<ExternalIssuer> {
  const issuer = await externalIssuers?.(name);
  if (!issuer) throw new Error(`there is no issuer ${name}`);
  return issuer;
}
