import { connectExternalIssuer } from '../../../shared/domain/issuing/issuers/external/connect.ts';
import { type BinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { bookDeposit, bookPrefunding } from '../../../shared/domain/money/accounts/deposit.ts';
import { onboardMerchant } from '../../../shared/domain/parties/onboard-merchant.ts';
import { generateRsaKeyPair } from '../../../shared/wire/codec/keys.ts';
import type { Operator } from '../../cli/command.ts';
import { sealerOf } from '../../cli/party-options.ts';
import { DEMO_RANGES } from './seed.ts';

/** One side of a chain, as its operator has it. */
export type ConnectedDeployment = Pick<Operator, 'deps' | 'environment'>;

/** How two platforms know each other. */
export interface ResaleOptions {
  /** The name under which the platform above knows the one below, and its merchant number there. */
  readonly issuerName: string;
  readonly userNo: string;
  /** Where the one above finds the one below, and where that one finds it. */
  readonly issuerUrl: string;
  readonly resellerUrl: string;
  /** What it pays in there, in cents. */
  readonly prefunded: bigint;
  readonly cardDataInNotifications?: boolean;
}

/** What cards cost above: three dollars to open, 2 % of a recharge. */
const RESELLER_FEES = { openFee: 300n, rechargeFeeRate: 20_000 };

const KEY_BITS = 1024;

/** The ranges above of cards that live at the issuer: V1, S1 and H1 there, UV1, US1 and UH1 here. */
export const resoldRanges = (issuer: string): readonly BinRange[] =>
  ['V1', 'S1', 'H1'].map((issuerRangeId) => {
    const range = DEMO_RANGES.find(({ binRangeId }) => binRangeId === issuerRangeId) as BinRange;
    const rules = range.rules.map((rule) => ({ ...rule, ...RESELLER_FEES }));
    return { ...range, binRangeId: `U${issuerRangeId}`, issuer, issuerRangeId, rules };
  });

/** Makes the platform above a merchant of the one below, with money there, and the one below its upstream. */
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
    name: 'The platform above',
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
