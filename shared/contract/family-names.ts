import type { JsonObject } from '../codec/json.ts';
import { opTypes } from './codes.ts';
import type { NotificationType } from './notifications.ts';

/** Names that sibling deployments of this family of APIs have for fields of card_operate (contract section 5). */
const CARD_OPERATE: Readonly<Record<string, string>> = {
  transactionType: 'opType',
  transactionStatus: 'status',
  createTime: 'createAt',
};

/** The content by the names of this contract; a field that has its own name already keeps what it says. */
export function inOurNames(type: NotificationType, content: JsonObject): JsonObject {
  if (type !== 'card_operate') return content;
  const told = Object.entries(content).filter(([, value]) => value !== null && value !== '');
  const theirs = told.flatMap(([name, value]) => (name in CARD_OPERATE ? [[CARD_OPERATE[name], value]] : []));
  const own = told.filter(([name]) => !(name in CARD_OPERATE));
  const { resourceId, ...ours } = Object.fromEntries([...theirs, ...own]) as JsonObject;
  return resourceId === undefined ? ours : { ...subjectOf(ours, resourceId), ...ours };
}

/** What the resource is, by the kind of the order: an order on money may be about either. */
function subjectOf({ opType }: JsonObject, resourceId: unknown): JsonObject {
  const kind = Number(opType);
  if (kind === opTypes.groupOpening) return { groupId: resourceId };
  if (kind === opTypes.cardOpening || kind === opTypes.cardCancellation) return { cardId: resourceId };
  return { cardId: resourceId, groupId: resourceId };
}
