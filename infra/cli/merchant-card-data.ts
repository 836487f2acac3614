import { type Merchant, saveMerchant } from '../../shared/domain/parties/merchant.ts';
import { CARD_DATA_MODES, type CardDataMode } from '../../shared/wire/codec/card-data.ts';
import { CommandError, type Operator } from './command.ts';

/** Options of `merchant card-data`. */
export const CARD_DATA_OPTIONS = {
  mode: { type: 'string' },
  'in-notifications': { type: 'boolean' },
} as const;

/** The part of `--help` about it. */
export const cardDataHelp = `\
  npm run merchant -- card-data USER_NO --mode clear|masked|jwe [--in-notifications]
      how it receives card numbers and CVV2 (default: clear). masked: no full number and no CVV2 anywhere. jwe: these, PINs,
      activation codes and one-time passwords as JWE for the receiver's key, both ways; needs keys of at least 2048 bits
      --in-notifications   notifications of openings have the full number and the CVV2, not only Card Inquiry`;

interface Options {
  readonly mode?: string | undefined;
  readonly 'in-notifications'?: boolean | undefined;
}

const isMode = (mode: string | undefined): mode is CardDataMode =>
  CARD_DATA_MODES.some((known) => known === mode);

/** Sets how a merchant receives card data. */
export async function setCardDataMode(
  merchant: Merchant,
  { mode, 'in-notifications': inNotifications = false }: Options,
  { deps }: Operator,
): Promise<string> {
  if (!isMode(mode)) throw new CommandError(`--mode must be one of ${CARD_DATA_MODES.join(', ')}`);
  if (mode === 'masked' && inNotifications)
    throw new CommandError('--in-notifications is about full numbers: masked has none');
  await saveMerchant(deps.store, {
    ...merchant,
    cardData: mode,
    cardDataInNotifications: inNotifications,
  });
  const suffix = inNotifications ? ', in notifications of openings too' : '';
  return `merchant ${merchant.userNo} receives card data ${mode === 'jwe' ? 'as JWE' : mode}${suffix}`;
}
