import type { AuthorizationRequest } from '../../../shared/client/upstream-client.ts';
import { chooseCard } from './choose-card.ts';
import { commonOptions, type NetworkCommand, type NetworkOutcome } from './command.ts';
import { amountOption, type OptionValues, textOption } from './options.ts';
import { type NetworkSession, transactionOf } from './session.ts';

/** Requests a decision on a purchase. */
export const authorize: NetworkCommand = {
  summary: 'requests the authorization of a purchase, or increments one',
  options: {
    card: commonOptions.card,
    of: { value: 'RECORD', meaning: 'the authorization to increment, on its card' },
    amount: { value: 'AMOUNT', meaning: 'the amount of the purchase (20)' },
    currency: { value: 'CODE', meaning: 'the currency of the purchase (USD)' },
    billed: { value: 'AMOUNT', meaning: "the amount in the card's currency, if that is another" },
    merchant: commonOptions.merchant,
    mcc: { value: 'CODE', meaning: 'the merchant category code (5814)' },
    country: { value: 'CODE', meaning: "the acceptor's country (USA)" },
    'no-cvv': { meaning: 'does not present the CVV2' },
    number: {
      value: 'PAN',
      meaning: 'a card by its number instead of --card, with --expiry and possibly --cvv',
    },
    expiry: { value: 'YYYY-MM', meaning: 'as presented with --number' },
    cvv: { value: 'CVV2', meaning: 'as presented with --number' },
  },
  run: sendAuthorization,
};

async function sendAuthorization(options: OptionValues, session: NetworkSession): Promise<NetworkOutcome> {
  const currency = textOption(options, 'currency', 'USD');
  const request: AuthorizationRequest = {
    networkId: `net-${session.newNumber()}`,
    ...(await presentedCard(options, session)),
    ...(options['of'] !== undefined && { originRecordNo: textOption(options, 'of') }),
    transCurrency: currency,
    transCurrencyAmt: amountOption(options, 'amount', 20),
    ...(options['billed'] !== undefined && { localCurrencyAmt: amountOption(options, 'billed', 0) }),
    merchantName: textOption(options, 'merchant', 'Coffee House'),
    merchantCategoryCode: textOption(options, 'mcc', '5814'),
    merchantCountry: textOption(options, 'country', 'USA'),
  };
  const result = await session.upstream.authorize(request);
  const { approved, respCode, respCodeDesc, approvalCode, recordNo } = result;
  const decision = approved
    ? `approved, code ${approvalCode}`
    : `declined with ${respCode} (${respCodeDesc})`;
  return { message: `${decision}, record ${recordNo}`, result };
}

/** The card data that the cardholder presents: as given, or as the merchant's Card Inquiry returns it. */
async function presentedCard(options: OptionValues, session: NetworkSession) {
  if (options['number'] !== undefined)
    return {
      cardNo: textOption(options, 'number'),
      expiry: textOption(options, 'expiry'),
      ...(options['cvv'] !== undefined && { cvv2: textOption(options, 'cvv') }),
    };
  const isOnItsCard = options['of'] !== undefined && options['card'] === undefined;
  const cardId = isOnItsCard
    ? (await transactionOf(session, textOption(options, 'of'))).cardId
    : await chooseCard(options, session);
  const card = await session.merchant.call('cardInfo', { cardId });
  return {
    cardNo: card.cardNo,
    expiry: card.cardExpiryDate,
    ...(!options['no-cvv'] && { cvv2: card.cardVerifyNo }),
  };
}
