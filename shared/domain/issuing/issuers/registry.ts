import type { Dependencies } from '../../dependencies.ts';
import type { IssuerName } from '../../issuer-name.ts';
import type { ExternalIssuer, Issuer } from '../model/issuer.ts';

/** The issuer of this name. Throws where it is not configured, or out of this function's reach. */
export const issuerOf = async (deps: Dependencies, name: IssuerName): Promise<Issuer> =>
  deps.issuers[name] ?? externalIssuerOf(deps, name);

/** The platform below of this name. Throws where it is not configured, or out of this function's reach. */
export async function externalIssuerOf(
  { externalIssuers }: Dependencies,
  name: IssuerName,
): Promise<ExternalIssuer> {
  const issuer = await externalIssuers?.(name);
  if (!issuer) throw new Error(`there is no issuer ${name}`);
  return issuer;
}
