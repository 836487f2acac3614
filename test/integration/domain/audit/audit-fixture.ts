import { readTables } from '../../../../infra/cli/audit.ts';
import { audit } from '../../../../shared/domain/audit/audit.ts';
import { snapshotFrom, type TableContents } from '../../../../shared/domain/audit/snapshot.ts';
import { openedCard } from '../../../support/fixtures/card-steps.ts';
import { reportedHolder } from '../../../support/fixtures/cardholder-steps.ts';
import { START } from '../../../support/fixtures/test-platform.ts';
import { openTransactionFixture } from '../issuing/transactions/transaction-fixture.ts';
import {
  closedCardActivity,
  groupActivity,
  orderActivity,
  physicalCardActivity,
  transactionActivity,
} from './card-activity-fixture.ts';
import { dptActivity, externalIssuerActivity, shardedAccountActivity } from './other-activity-fixture.ts';

/** Clean books with every kind of activity, and the ids at which a fault can be planted. */
export interface AuditFixture {
  readonly tables: TableContents;
  /** A card that was recharged and used in every way. */
  readonly card: string;
  /** A card without any activity. */
  readonly other: string;
  readonly closed: string;
  readonly group: string;
  readonly holder: string;
  readonly recharge: string;
  /** A settlement of 25 USD on `card`. */
  readonly clearing: string;
}

/** Creates the books with the domain's own functions. */
export async function openAuditFixture(): Promise<AuditFixture> {
  const fixture = await openTransactionFixture();
  const holder = await reportedHolder(fixture.own);
  const card = await openedCard(fixture.own, { cardUserId: holder });
  const other = await fixture.card();
  const recharge = await orderActivity(fixture, card);
  const clearing = await transactionActivity(fixture, card);
  const closed = await closedCardActivity(fixture);
  const group = await groupActivity(fixture);
  await physicalCardActivity(fixture, holder);
  await externalIssuerActivity(fixture);
  await shardedAccountActivity(fixture);
  await dptActivity(fixture);
  const tables = await readTables(fixture.operator);
  return { tables, card, other, closed, group, holder, recharge, clearing };
}

/** Returns every difference that the audit finds in tables that were read at `readAt`. */
export const differencesOf = (tables: TableContents, readAt = START): string[] =>
  audit(snapshotFrom(tables, readAt)).flatMap(({ name, differences }) =>
    differences.map((one) => `${name}: ${one}`),
  );
