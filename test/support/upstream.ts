import { MessageRefused } from '../../shared/client/errors.ts';
import { UpstreamClient } from '../../shared/client/upstream.ts';
import { generateRsaKeyPair } from '../../shared/codec/keys.ts';
import { privateKeySealer } from '../../shared/merchants/platform-keys.ts';
import { onboardUpstream } from '../../shared/upstreams/onboard.ts';
import type { Upstream } from '../../shared/upstreams/upstream.ts';
import type { Deployment } from './deployment.ts';
import { newUserNo } from './merchant.ts';
import { EVERY_RIGHT } from './rights.ts';

/** An upstream with its own keys, speaking over HTTP as any would. */
export interface TestUpstream {
  readonly userNo: string;
  readonly record: Upstream;
  readonly client: UpstreamClient;
  /** The upstream's private key, PKCS#8 PEM. */
  readonly privateKey: string;
}

/** Onboards an upstream at a deployment, entitled to everything unless told. */
export async function openUpstream(
  deployment: Deployment,
  changes: Partial<Pick<Upstream, 'types' | 'binRangeIds' | 'ceilings' | 'issuer' | 'allowedAddresses'>> = {},
): Promise<TestUpstream> {
  const { platform } = deployment.operator;
  const userNo = newUserNo();
  const pair = await generateRsaKeyPair(1024);
  const sealer = privateKeySealer(deployment.env['DATA_KEY']);
  const asked = {
    userNo,
    name: `Upstream ${userNo}`,
    publicKey: pair.publicKey,
    issuer: 'embedded' as const,
    ...EVERY_RIGHT,
    allowedAddresses: [],
    ...changes,
  };
  const record = await onboardUpstream(platform.store, sealer, asked, 1024);
  const { platformPublicKey } = record;
  const client = new UpstreamClient({
    baseUrl: deployment.apiUrl,
    userNo,
    privateKey: pair.privateKey,
    platformPublicKey,
  });
  return { userNo, record, client, privateKey: pair.privateKey };
}

/** The HTTP status and code that a message is refused with; SUCCESS when it is not. */
export async function messageRefusal(sent: Promise<void>): Promise<string> {
  try {
    await sent;
    return 'SUCCESS';
  } catch (error) {
    if (error instanceof MessageRefused) return `${error.status} ${error.errorCode}`;
    throw error;
  }
}
