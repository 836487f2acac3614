import type { JsonObject } from '../codec/json.ts';
import { opTypes } from './codes.ts';
import type { NotificationType } from './notifications.ts';

/** Names that sibling deployments of this family of APIs have for fields of card_operate (contract section 5). */
const CARD_OPERATE_ALIASES: Readonly<Record<string, string>> = {
  transactionType: 'opType',
  transactionStatus: 'status',
  createTime: 'createAt',
};

/** The content by the names of this contract; a field that has its own name already keeps what it says. */
export function resolveFieldAliases(type: NotificationType, content: JsonObject): JsonObject {
  if (type !== 'card_operate') return content;
  const present = Object.entries(content).filter(([, value]) => value !== null && value !== '');
  const renamed = present.flatMap(([name, value]) =>
    name in CARD_OPERATE_ALIASES ? [[CARD_OPERATE_ALIASES[name], value]] : [],
  );
  const own = present.filter(([name]) => !(name in CARD_OPERATE_ALIASES));
  const { resourceId, ...ours } = Object.fromEntries([...renamed, ...own]) as JsonObject;
  return resourceId === undefined ? ours : { ...resourceFields(ours, resourceId), ...ours };
}

/** What the resource is, by the kind of the order: an order on money may be about either. */
function resourceFields({ opType }: JsonObject, resourceId: unknown): JsonObject {
  const kind = Number(opType);
  if (kind === opTypes.groupOpening) return { groupId: resourceId };
  if (kind === opTypes.cardOpening || kind === opTypes.cardCancellation) return { cardId: resourceId };
  return { cardId: resourceId, groupId: resourceId };
}
