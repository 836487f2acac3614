import { MOST_PARTS } from '../../../shared/ledger/parts.ts';
import { LISTINGS } from '../../../shared/orders/order.ts';
import type { Candidate } from './run.ts';

/** Orders of one balance item, as accounts are kept unless told. */
export const single: Candidate = { name: 'one balance item', parts: 1, keeps: 'refuse', listings: LISTINGS };

const grouped = (lanes: number): Candidate => ({
  name: lanes === 1 ? 'group commit' : `group commit, ${lanes} lanes`,
  parts: lanes,
  keeps: 'groups',
  listings: LISTINGS,
});

export const parted = (parts: number, listings = LISTINGS): Candidate => ({
  name: `${parts} parts${listings === 1 ? ', one listing' : ''}`,
  parts,
  keeps: 'level',
  listings,
});

/** Those that are compared where there is money enough. */
export const rivals: readonly Candidate[] = [
  single,
  grouped(1),
  grouped(8),
  grouped(16),
  parted(8),
  parted(32),
  parted(64),
  parted(MOST_PARTS),
  parted(MOST_PARTS, 1),
];

const overflowing = (name: string, change: Partial<Candidate>): Candidate => ({
  ...parted(MOST_PARTS),
  name,
  ...change,
});

/** Those that are compared where there is not. */
export const nearZero: readonly Candidate[] = [
  grouped(1),
  grouped(8),
  overflowing(`${MOST_PARTS} parts, each refuses`, { keeps: 'refuse' }),
  overflowing('… or another pays', { keeps: 'another' }),
  overflowing('… or 8 pay together', { keeps: 'gather', most: 8 }),
  overflowing('… or all pay together', { keeps: 'gather' }),
  overflowing('… and levelled', {}),
];
