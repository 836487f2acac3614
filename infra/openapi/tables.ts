import { networkOperations } from '../../shared/wire/contract/card-network.ts';
import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import { deduplicationFields } from '../../shared/wire/contract/deduplication.ts';
import { notifications } from '../../shared/wire/contract/notifications.ts';
import { webhooks } from '../../shared/wire/contract/webhooks.ts';
import { errorCodes } from '../../shared/wire/errors.ts';
import { type Row, table } from './markdown-table.ts';
import type { SealedOperation } from './operations.ts';

/** The tables of docs/reference.md by the names of their markers. */
export const referenceTables: Readonly<Record<string, () => string>> = {
  operations: () =>
    table(['operation', 'path', 'async', 'function', ''], Object.values(catalogue).map(operationRow)),
  network: () =>
    table(['operation', 'path', 'async', 'function', ''], Object.values(networkOperations).map(operationRow)),
  notifications: () =>
    table(
      ['notification', 'when', 'one fact has one `webhook-id`, and one'],
      Object.entries(notifications).map(([type, { summary }]) => [code(type), summary, factCell(type)]),
    ),
  webhooks: () =>
    table(
      ['type', 'path', 'function', ''],
      Object.values(webhooks).map((entry) => [
        code(entry.type),
        code(entry.path),
        code(entry.function),
        firstSentence(entry.summary),
      ]),
    ),
  'error codes': () =>
    table(
      ['code', 'meaning'],
      Object.entries(errorCodes).map(([errorCode, meaning]) => [code(errorCode), meaning]),
    ),
};

const operationRow = (entry: SealedOperation): Row => [
  entry.title,
  code(entry.path),
  entry.async ? 'yes' : 'no',
  code(entry.function),
  firstSentence(entry.summary),
];

/** The fields that identify one fact of the type; empty where only the header does. */
const factCell = (type: string): string =>
  Object.entries(deduplicationFields)
    .filter(([known]) => known === type)
    .flatMap(([, fields]) => fields.map(code))
    .join(' + ');

const firstSentence = (text: string) => text.split(/(?<=\.) /, 1).join();
const code = (text: string) => `\`${text}\``;
/** A text has no place for a table, or a place for a table that does not exist. */
export class MarkerMissing extends Error {
  override readonly name = 'MarkerMissing';
}

/**
 * Returns the text with the current form of each table between its markers, `<!-- generated: NAME -->` and
 * `<!-- /generated -->`.
 *
 * @throws MarkerMissing when a table has no markers or a marker no table
 */
export function withTables(text: string, tables: Readonly<Record<string, () => string>>): string {
  const placed = new Set<string>();
  const filled = text.replaceAll(
    /(<!-- generated: (.+?) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, begin: string, name: string, end: string) => {
      const make = tables[name];
      if (make === undefined) throw new MarkerMissing(`there is no table ${name}`);
      placed.add(name);
      return `${begin}\n${make()}\n\n${end}`;
    },
  );
  const missing = Object.keys(tables).filter((name) => !placed.has(name));
  if (missing.length > 0) throw new MarkerMissing(`no markers for: ${missing.join(', ')}`);
  return filled;
}
