import { readTables } from '../../../infra/ops/audit.ts';
import { audit } from '../../../shared/audit/audit.ts';
import { readBooks, type TableContents } from '../../../shared/audit/books.ts';
import { openedCard } from '../../support/card-steps.ts';
import { reportedHolder } from '../../support/holder-steps.ts';
import { openTransactionWorld } from '../transactions/world.ts';
import { below, coins, parts } from './beside.ts';
import { endedCards, ordersOn, physicalCard, pools, transactionsOn } from './on-cards.ts';

/** Books of everything that this platform does, clean, with ids in them that a fault can be planted at. */
export interface AuditedBooks {
  readonly tables: TableContents;
  /** A card that was recharged, and used in every way. */
  readonly card: string;
  /** A card to which nothing happened. */
  readonly other: string;
  readonly closed: string;
  readonly group: string;
  readonly holder: string;
  readonly recharge: string;
  /** A settlement of 25 USD on `card`. */
  readonly clearing: string;
}

/** Makes the books by the domain's own functions. */
export async function auditedBooks(): Promise<AuditedBooks> {
  const world = await openTransactionWorld();
  const holder = await reportedHolder(world.own);
  const card = await openedCard(world.own, { cardUserId: holder });
  const other = await world.card();
  const recharge = await ordersOn(world, card);
  const clearing = await transactionsOn(world, card);
  const closed = await endedCards(world);
  const group = await pools(world);
  await physicalCard(world, holder);
  await below(world);
  await parts(world);
  await coins(world);
  const tables = await readTables(world.operator);
  return { tables, card, other, closed, group, holder, recharge, clearing };
}

/** Everything that the audit finds wrong. */
export const differencesOf = (tables: TableContents): string[] =>
  audit(readBooks(tables)).flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`));
