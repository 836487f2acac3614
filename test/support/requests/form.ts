import type { Query } from '../../../shared/runtime/store/store.ts';
import type { Condition, Write } from '../../../shared/runtime/store/write.ts';
import type { Request } from './request.ts';

/**
 * Returns the form of a request: everything but its values, its keys and the number of repetitions. A table treats all
 * requests of one form alike.
 */
export function formOf(request: Request): string {
  switch (request.kind) {
    case 'get':
    case 'getMany':
      return `${request.kind} ${request.table}`;
    case 'batchGet':
      return `batchGet ${[...new Set(request.addresses.map(({ table }) => table))].sort().join(', ')}`;
    case 'query':
    case 'count':
      return `${request.kind} ${formOfQuery(request.query)}`;
    case 'write':
      return [...new Set(request.writes.map(formOfWrite))].sort().join(' + ');
  }
}

function formOfQuery({ table, index, from, to, where, newestFirst, limit }: Query): string {
  return words([
    index === undefined ? table : `${table}.${index}`,
    from !== undefined && 'from',
    to !== undefined && 'to',
    formOfConditions('where', where),
    newestFirst === true && 'newest first',
    limit !== undefined && 'limited',
  ]);
}

function formOfWrite(write: Write): string {
  return words([
    write.kind,
    write.table,
    write.kind === 'put' && write.replace === true && 'replacing',
    ...(write.kind === 'update'
      ? [names('set', write.set), names('add', write.add), list('remove', write.remove)]
      : []),
    formOfConditions('when', write.when),
  ]);
}

const formOfConditions = (word: string, conditions: readonly Condition[] = []) =>
  list(word, conditions.map(formOfCondition));

function formOfCondition(condition: Condition): string {
  const { kind, attribute } = condition;
  if (kind === 'equals') return `${attribute} equals a ${typeof condition.value}`;
  return `${attribute} ${kind}${kind === 'atMost' && condition.orAbsent ? ' or absent' : ''}`;
}

const names = (word: string, attributes: object = {}) => list(word, Object.keys(attributes));

/** Numbered attributes count as one. */
const list = (word: string, all: readonly string[] = []): string | false =>
  all.length > 0 && `${word} ${[...new Set(all.map((one) => one.replace(/\d+/g, '#')))].sort().join(', ')}`;

const words = (all: readonly (string | false)[]): string => all.filter(Boolean).join(' ');
