import type { JsonObject } from '../codec/json.ts';
import { opTypes } from './codes.ts';
import type { NotificationType } from './notifications.ts';

/** Names that sibling deployments use for fields of card_operate (contract section 5). */
const CARD_OPERATE_ALIASES: Readonly<Record<string, string>> = {
  transactionType: 'opType',
  transactionStatus: 'status',
  createTime: 'createAt',
};

/** Returns the content with this contract's field names. A field that also has its own name keeps its value. */
export function resolveFieldAliases(type: NotificationType, content: JsonObject): JsonObject {
  if (type !== 'card_operate') return content;
  const present = Object.entries(content).filter(([, value]) => value !== null && value !== '');
  const renamed = present.flatMap(([name, value]) =>
    name in CARD_OPERATE_ALIASES ? [[CARD_OPERATE_ALIASES[name], value]] : [],
  );
  const own = present.filter(([name]) => !(name in CARD_OPERATE_ALIASES));
  const { resourceId, ...resolved } = Object.fromEntries([...renamed, ...own]) as JsonObject;
  return resourceId === undefined ? resolved : { ...resourceFields(resolved, resourceId), ...resolved };
}

/** Says what `resourceId` refers to for each opType. Recharges and refunds may be for a card or a group. */
function resourceFields({ opType }: JsonObject, resourceId: unknown): JsonObject {
  const kind = Number(opType);
  if (kind === opTypes.groupOpening) return { groupId: resourceId };
  if (kind === opTypes.cardOpening || kind === opTypes.cardCancellation) return { cardId: resourceId };
  return { cardId: resourceId, groupId: resourceId };
}
