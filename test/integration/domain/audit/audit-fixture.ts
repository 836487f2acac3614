import { readTables } from '../../../../infra/cli/audit.ts';
import { audit } from '../../../../shared/domain/audit/audit.ts';
import { snapshotFrom, type TableContents } from '../../../../shared/domain/audit/snapshot.ts';
import { openedCard } from '../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../support/fixtures/cardholder-steps.ts';
import { openTransactionFixture } from '../issuing/transactions/transaction-fixture.ts';
import {
  closedCardActivity,
  groupActivity,
  orderActivity,
  physicalCardActivity,
  transactionActivity,
} from './card-activity-fixture.ts';
import { dptActivity, externalIssuerActivity, shardedAccountActivity } from './other-activity-fixture.ts';

/** Books of everything that this platform does, clean, with ids in them that a fault can be planted at. */
export interface AuditFixture {
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
export async function openAuditFixture(): Promise<AuditFixture> {
  const world = await openTransactionFixture();
  const holder = await reportedHolder(world.own);
  const card = await openedCard(world.own, { cardUserId: holder });
  const other = await world.card();
  const recharge = await orderActivity(world, card);
  const clearing = await transactionActivity(world, card);
  const closed = await closedCardActivity(world);
  const group = await groupActivity(world);
  await physicalCardActivity(world, holder);
  await externalIssuerActivity(world);
  await shardedAccountActivity(world);
  await dptActivity(world);
  const tables = await readTables(world.operator);
  return { tables, card, other, closed, group, holder, recharge, clearing };
}

/** Everything that the audit finds wrong. */
export const differencesOf = (tables: TableContents): string[] =>
  audit(snapshotFrom(tables)).flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`));
