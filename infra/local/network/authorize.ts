import type { AuthorizationRequest } from '../../../shared/client/upstream.ts';
import { cardAtHand } from './card-at-hand.ts';
import { type NetworkCommand, shared } from './command.ts';
import { amountOf, type Given, textOf } from './options.ts';
import { type NetworkWorld, transactionOf } from './world.ts';

/** Asks for a decision on a purchase. */
export const authorize: NetworkCommand = {
  summary: 'asks whether a purchase may be made, or for more of one that was authorized',
  options: {
    card: shared.card,
    of: { value: 'RECORD', meaning: 'the authorization that this one increments, on its card' },
    amount: { value: 'AMOUNT', meaning: 'what is bought (20)' },
    currency: { value: 'CODE', meaning: 'the currency of the purchase (USD)' },
    billed: { value: 'AMOUNT', meaning: "the same in the card's currency, where that is another" },
    merchant: shared.merchant,
    mcc: { value: 'CODE', meaning: 'merchant category (5814)' },
    country: { value: 'CODE', meaning: "the acceptor's country (USA)" },
    'no-cvv': { meaning: 'the CVV2 is not presented' },
    number: {
      value: 'PAN',
      meaning: 'a card by its number instead of --card, with --expiry and maybe --cvv',
    },
    expiry: { value: 'YYYY-MM', meaning: 'as presented with --number' },
    cvv: { value: 'CVV2', meaning: 'as presented with --number' },
  },
  run: askToAuthorize,
};

async function askToAuthorize(given: Given, world: NetworkWorld): Promise<string> {
  const currency = textOf(given, 'currency', 'USD');
  const request: AuthorizationRequest = {
    networkId: `net-${world.newNumber()}`,
    ...(await presented(given, world)),
    ...(given['of'] !== undefined && { originRecordNo: textOf(given, 'of') }),
    transCurrency: currency,
    transCurrencyAmt: amountOf(given, 'amount', 20),
    ...(given['billed'] !== undefined && { localCurrencyAmt: amountOf(given, 'billed', 0) }),
    merchantName: textOf(given, 'merchant', 'Coffee House'),
    merchantCategoryCode: textOf(given, 'mcc', '5814'),
    merchantCountry: textOf(given, 'country', 'USA'),
  };
  const { approved, respCode, respCodeDesc, approvalCode, recordNo } =
    await world.upstream.authorize(request);
  const decision = approved
    ? `approved, code ${approvalCode}`
    : `declined with ${respCode} (${respCodeDesc})`;
  return `${decision}, record ${recordNo}`;
}

/** What the cardholder presents: as given, or as the merchant reads it from its own card. */
async function presented(given: Given, world: NetworkWorld) {
  if (given['number'] !== undefined)
    return {
      cardNo: textOf(given, 'number'),
      expiry: textOf(given, 'expiry'),
      ...(given['cvv'] !== undefined && { cvv2: textOf(given, 'cvv') }),
    };
  const isOnItsCard = given['of'] !== undefined && given['card'] === undefined;
  const cardId = isOnItsCard
    ? (await transactionOf(world, textOf(given, 'of'))).cardId
    : await cardAtHand(given, world);
  const card = await world.merchant.call('cardInfo', { cardId });
  return {
    cardNo: card.cardNo,
    expiry: card.cardExpiryDate,
    ...(!given['no-cvv'] && { cvv2: card.cardVerifyNo }),
  };
}
