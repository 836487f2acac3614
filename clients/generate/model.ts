import { pascalCase } from '../../infra/openapi/names.ts';
import { catalogue, type OperationName } from '../../shared/wire/contract/catalogue.ts';
import { opTypes, orderStatuses, transTypes } from '../../shared/wire/contract/codes.ts';
import { deduplicationFields } from '../../shared/wire/contract/deduplication.ts';
import { methodNames } from '../../shared/wire/contract/method-names.ts';
import { type NotificationType, notifications } from '../../shared/wire/contract/notifications.ts';
import {
  isMutation,
  type Operation,
  possibleErrorCodes,
  takesRequestNumber,
} from '../../shared/wire/contract/operations/operation.ts';
import { responseCodes } from '../../shared/wire/contract/reference-data/response-codes.ts';
import { errorCodes } from '../../shared/wire/errors.ts';
import { version } from '../../shared/wire/version.ts';
import { type Field, fieldsOf, type ObjectType } from './fields.ts';
import { contentTypeName, TypeNames } from './type-names.ts';

// The Merchant API as generators of client libraries need it: plain data, no schemas, no language.

/** What an operation returns. */
export type ResultModel =
  /** One object. */
  | { readonly kind: 'object'; readonly type: ObjectType }
  /** An object with the single field `list`. */
  | { readonly kind: 'list'; readonly row: ObjectType }
  /** An object with totalCount, currentPage, pageSize, totalPages and `list`; the request has currentPage and pageSize. */
  | { readonly kind: 'page'; readonly row: ObjectType };

export interface OperationModel {
  /** Its name in the catalogue: `cardApply`. */
  readonly name: OperationName;
  /** Where client libraries have it, in camel case: group `cards`, method `apply`. */
  readonly group: string;
  readonly method: string;
  readonly title: string;
  readonly summary: string;
  readonly path: string;
  /** The outcome arrives by notification. */
  readonly async: boolean;
  /** Changes something. Such an operation may only be repeated with a userReqNo, and only with the same one. */
  readonly changes: boolean;
  /** Takes a userReqNo, which the client generates when the caller has none. */
  readonly takesRequestNumber: boolean;
  /** Name for the object with the fields of the request: `CardApplyRequest`. */
  readonly requestName: string;
  readonly request: readonly Field[];
  readonly result: ResultModel;
  readonly errorCodes: readonly string[];
}

export interface NotificationModel {
  /** On the wire: `card_operate`. */
  readonly type: NotificationType;
  readonly summary: string;
  readonly content: ObjectType;
  /** The fields that together identify the event; empty when only the header `webhook-id` does. */
  readonly identity: readonly string[];
}

/** A code with its name in camel case, if it has one, and its meaning in words. */
export interface CodeModel {
  readonly code: string | number;
  readonly name?: string;
  readonly meaning: string;
}

export interface ApiModel {
  readonly version: string;
  readonly operations: readonly OperationModel[];
  readonly notifications: readonly NotificationModel[];
  /** Every object that a result or notification has, each once, inner ones first. */
  readonly types: readonly ObjectType[];
  readonly errorCodes: readonly CodeModel[];
  readonly responseCodes: readonly CodeModel[];
  /** The codes that have names: opTypes, orderStatuses, transTypes. */
  readonly namedCodes: Readonly<Record<string, readonly CodeModel[]>>;
}

/** Returns the description of the API. */
export function apiModel(): ApiModel {
  const names = new TypeNames();
  const notified = (Object.keys(notifications) as NotificationType[]).map((type) =>
    notificationModel(type, names),
  );
  const operations = (Object.keys(catalogue) as OperationName[]).map((name) => operationModel(name, names));
  return {
    version,
    operations,
    notifications: notified,
    types: names.types,
    errorCodes: codesOf(errorCodes),
    responseCodes: codesOf(responseCodes),
    namedCodes: {
      opTypes: namedCodes(opTypes),
      orderStatuses: namedCodes(orderStatuses),
      transTypes: namedCodes(transTypes),
    },
  };
}

function operationModel(name: OperationName, names: TypeNames): OperationModel {
  const operation: Operation = catalogue[name];
  const [group = '', method = ''] = methodNames[name].split('.');
  return {
    name,
    group,
    method,
    title: operation.title,
    summary: operation.summary,
    path: operation.path,
    async: operation.async,
    changes: isMutation(operation),
    takesRequestNumber: takesRequestNumber(operation),
    requestName: `${pascalCase(name)}Request`,
    request: fieldsOf(operation.request, 'input', names.nameInner),
    result: resultModel(name, operation, names),
    errorCodes: possibleErrorCodes(operation),
  };
}

const PAGE_FIELDS = ['totalCount', 'currentPage', 'pageSize', 'totalPages', 'list'].join();

function resultModel(name: OperationName, { result }: Operation, names: TypeNames): ResultModel {
  const fields = fieldsOf(result, 'output', names.nameInner, contentTypeName(name, 'row'));
  const fieldNames = fields.map((field) => field.name).join();
  const list = fields.find((field) => field.name === 'list')?.type;
  if (list?.kind === 'list' && list.of.kind === 'object') {
    if (fieldNames === PAGE_FIELDS) return { kind: 'page', row: list.of };
    if (fieldNames === 'list') return { kind: 'list', row: list.of };
  }
  return { kind: 'object', type: names.name(contentTypeName(name, 'result'), fields) };
}

function notificationModel(type: NotificationType, names: TypeNames): NotificationModel {
  const { summary, outbound } = notifications[type];
  const fields = fieldsOf(outbound, 'output', names.nameInner);
  const identity: Partial<Record<string, readonly string[]>> = deduplicationFields;
  return {
    type,
    summary,
    content: names.name(pascalCase(type), fields),
    identity: identity[type] ?? [],
  };
}

const codesOf = (codes: Readonly<Record<string, string>>): CodeModel[] =>
  Object.entries(codes)
    .map(([code, meaning]) => ({ code, meaning }))
    .sort((one, other) => one.code.localeCompare(other.code));

const namedCodes = (codes: Readonly<Record<string, string | number>>): CodeModel[] =>
  Object.entries(codes).map(([name, code]) => ({ code, name, meaning: wordsOf(name) }));

/** `settlement difference` for `settlementDifference`. */
const wordsOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
