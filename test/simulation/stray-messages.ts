import { EMBEDDED, type IssuerName } from '../../shared/domain/issuer-name.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import type { Stray } from './plan/actions.ts';
import { EXTERNAL } from './simulated-deployment.ts';
import type { Simulation } from './simulation.ts';

/**
 * First numbers of stray messages, and of messages that arrive before their card is open. No other message uses these
 * ranges.
 */
const [STRAY_FROM, EARLY_FROM] = [7 * 10 ** 15, 71 * 10 ** 14];

const KINDS = {
  clearing: { transType: '1', transCategory: 2 },
  refund: { transType: '3', transCategory: 2 },
  authorization: { transType: '1', transCategory: 1 },
} as const;

const transaction = (simulation: Simulation, recordNo: number, cardId: string, amount: number) => ({
  recordNo: String(recordNo),
  cardId,
  transactionTime: formatDateTime(simulation.timeline.now, '+08:00'),
  localCurrency: 'USD',
  localCurrencyAmt: amount / 100,
  settleAmount: amount / 100,
  merchantName: `${recordNo}:${recordNo}`,
  transStatus: '1',
});

/** An upstream reports something about an unknown card. */
export function sendStray(
  simulation: Simulation,
  { name, what, external, amount }: Stray & { name: string },
): void {
  const number = STRAY_FROM + Number(name.slice(1));
  const issuer: IssuerName = external ? EXTERNAL : EMBEDDED;
  const about = { name: `stray ${name}`, issuer, isStray: true as const };
  const cardId = '1';
  if (what === 'fee') {
    const content = { cardId, receiptNo: String(number), realCcy: 'USD', realFee: String(amount / 100) };
    simulation.upstreams.send({ ...about, type: 'trade_fee', content }, 0);
    return;
  }
  const content = { ...transaction(simulation, number, cardId, amount), ...KINDS[what] };
  simulation.upstreams.send({ ...about, type: 'card_transaction', content }, 0);
}

/** An external issuer reports a purchase with a card before it reports the card's opening. */
export function sendBeforeOpening(
  simulation: Simulation,
  order: string,
  cardId: string,
  afterMs: number,
): void {
  const number = EARLY_FROM + (Number(cardId) % 10 ** 12);
  const amount = simulation.random(`early ${order}`).between(1, 3_000);
  const content = { ...transaction(simulation, number, cardId, amount), transType: '7', transCategory: 2 };
  simulation.upstreams.send(
    { name: `early ${order}`, issuer: EXTERNAL, type: 'card_transaction', content },
    afterMs,
  );
}
