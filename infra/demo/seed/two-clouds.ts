import { connectExternalIssuer } from '../../../shared/domain/issuing/issuers/external/connect.ts';
import { type BinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { bookDeposit, bookPrefunding } from '../../../shared/domain/money/accounts/deposit.ts';
import { onboardMerchant } from '../../../shared/domain/parties/onboarding.ts';
import { generateRsaKeyPair } from '../../../shared/wire/codec/keys.ts';
import type { Operator } from '../../cli/command.ts';
import { sealerOf } from '../../cli/party-options.ts';
import { DEMO_RANGES } from './seed.ts';

/** One of two connected deployments, as its operator accesses it. */
export type ConnectedDeployment = Pick<Operator, 'deps' | 'environment'>;

/** How the reseller and the issuer know each other. */
export interface ResaleOptions {
  /** The issuer's name at the reseller, and the reseller's merchant number at the issuer. */
  readonly issuerName: string;
  readonly userNo: string;
  /** The base URLs by which they reach each other. */
  readonly issuerUrl: string;
  readonly resellerUrl: string;
  /** What the reseller pays in at the issuer, in cents. */
  readonly prefunded: bigint;
  readonly cardDataInNotifications?: boolean;
}

/** The reseller's fees: three dollars to open a card, 2 % of a recharge. */
const RESELLER_FEES = { openFee: 300n, rechargeFeeRate: 20_000 };

const KEY_BITS = 1024;

/** Returns the reseller's BIN ranges UV1, US1 and UH1, for the ranges V1, S1 and H1 of the issuer. */
export const resoldRanges = (issuer: string): readonly BinRange[] =>
  ['V1', 'S1', 'H1'].map((issuerRangeId) => {
    const range = DEMO_RANGES.find(({ binRangeId }) => binRangeId === issuerRangeId) as BinRange;
    const rules = range.rules.map((rule) => ({ ...rule, ...RESELLER_FEES }));
    return { ...range, binRangeId: `U${issuerRangeId}`, issuer, issuerRangeId, rules };
  });

/** Opens the reseller as a merchant of the issuer, with money there, and connects the issuer to the reseller. */
export async function connectTwoClouds(
  reseller: ConnectedDeployment,
  issuer: ConnectedDeployment,
  options: ResaleOptions,
): Promise<void> {
  const { issuerName, userNo, issuerUrl, resellerUrl, prefunded, cardDataInNotifications = false } = options;
  const pair = await generateRsaKeyPair(KEY_BITS);
  for (const range of DEMO_RANGES) await saveBinRange(issuer.deps.store, range);
  const merchant = {
    userNo,
    name: 'Reseller',
    publicKey: pair.publicKey,
    requestCipher: 'merchant-private' as const,
    allowedAddresses: [],
    notifyUrl: new URL(`${resellerUrl}/webhook/{type}`).href,
    binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId),
    cardDataInNotifications,
    requireSignature: true,
  };
  const { store } = issuer.deps;
  const { platformPublicKey } = await onboardMerchant(store, sealerOf(issuer), merchant, KEY_BITS);
  const money = { currency: 'USD', amount: prefunded, reference: `${issuerName}/first` };
  await bookDeposit(issuer.deps, { userNo, ...money });
  await bookPrefunding(reseller.deps, { issuer: issuerName, ...money });
  await connectExternalIssuer(reseller.deps.store, sealerOf(reseller), {
    name: issuerName,
    userNo,
    baseUrl: issuerUrl,
    loopback: new URL(issuerUrl).protocol === 'http:',
    privateKey: pair.privateKey,
    platformPublicKey,
    allowedAddresses: [],
    requireSignature: true,
  });
  for (const range of resoldRanges(issuerName)) await saveBinRange(reseller.deps.store, range);
}
