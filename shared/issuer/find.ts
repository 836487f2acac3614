import type { Platform } from '../platform/platform.ts';
import type { Issuer, UpstreamIssuer } from './issuer.ts';
import type { IssuerName } from './issuer-name.ts';

/** The issuer of this name. Throws where it is not configured, or out of this function's reach. */
export const issuerOf = async (platform: Platform, name: IssuerName): Promise<Issuer> =>
  platform.issuers[name] ?? upstreamOf(platform, name);

/** The platform below of this name. Throws where it is not configured, or out of this function's reach. */
export async function upstreamOf({ upstreams }: Platform, name: IssuerName): Promise<UpstreamIssuer> {
  const upstream = await upstreams?.(name);
  if (!upstream) throw new Error(`there is no issuer ${name}`);
  return upstream;
}
