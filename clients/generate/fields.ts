import type * as z from 'zod/mini';
import { type Components, jsonSchema, type Side } from '../../infra/openapi/schemas.ts';
import type { JsonSchema } from '../../shared/wire/contract/fields/wire-field.ts';
import type { ObjectSchema } from '../../shared/wire/contract/operations/operation.ts';

/** A field of a request, a result or a notification. */
export interface Field {
  /** On the wire, in camel case. */
  readonly name: string;
  readonly type: FieldType;
  readonly isRequired: boolean;
  /** What the platform assumes when a request omits the field. */
  readonly default?: string | number;
  readonly description: string;
  /** A card number, verification number, PIN, activation code or one-time password: never to be logged. */
  readonly isSecret: boolean;
}

export type FieldType =
  | { readonly kind: 'text'; readonly format?: TextFormat }
  /** A whole number that a double holds. */
  | { readonly kind: 'integer' }
  /** A JSON number of at most 15 digits, in requests also its digits as text. Never a binary float in a client. */
  | { readonly kind: 'decimal' }
  | { readonly kind: 'boolean' }
  /** One of a few values. Only in requests: results may have values that are newer than the client. */
  | { readonly kind: 'enum'; readonly values: readonly string[] | readonly number[] }
  | { readonly kind: 'list'; readonly of: FieldType }
  | ObjectType;

/** A text with a form of its own: `date` yyyy-MM-dd, `month` yyyy-MM, `dateTime` yyyy-MM-dd HH:mm:ss. */
export type TextFormat =
  | 'id'
  | 'date'
  | 'month'
  | 'dateTime'
  | 'dateOrTime'
  | 'timestamp'
  | 'currency'
  | 'country'
  | 'callingCode'
  | 'pin'
  | 'image';

export interface ObjectType {
  readonly kind: 'object';
  /** In Pascal case: `CardTransaction`. */
  readonly name: string;
  readonly fields: readonly Field[];
}

/** Names an object that is inside another one: by its field, or by `hint`. */
export type NameInner = (hint: string, fields: readonly Field[]) => ObjectType;

/** The kinds of fields that the contract gives a title, with the types that clients see. */
const TITLED: Readonly<Record<string, FieldType>> = {
  Amount: { kind: 'decimal' },
  AmountOrZero: { kind: 'decimal' },
  Coins: { kind: 'decimal' },
  Currency: { kind: 'text', format: 'currency' },
  CardCurrency: { kind: 'text', format: 'currency' },
  Country: { kind: 'text', format: 'country' },
  CallingCode: { kind: 'text', format: 'callingCode' },
  Date: { kind: 'text', format: 'date' },
  Month: { kind: 'text', format: 'month' },
  DateTime: { kind: 'text', format: 'dateTime' },
  DateOrTime: { kind: 'text', format: 'dateOrTime' },
  Timestamp: { kind: 'text', format: 'timestamp' },
  Id: { kind: 'text', format: 'id' },
  Pin: { kind: 'text', format: 'pin' },
  Image: { kind: 'text', format: 'image' },
};

/**
 * The names of numbers with decimals in results, where the schema only says that they are numbers. The others are
 * codes and counts.
 */
const DECIMAL_NAME = /(?:[aA]mount|Amt|Balance|[bB]alanceAfter|frozenAfter|[fF]ee|FeeRate|exchangeRate)$/;

const SECRET_NAMES = ['cardNo', 'cardVerifyNo', 'pin', 'activationCode', 'otp'];

/** Spellings for old clients, which begin with a capital. */
const isOldSpelling = (name: string) => /^[A-Z]/.test(name);

/**
 * Returns the fields of an object.
 *
 * @param rowName names the objects of the field `list`; those of other lists are named by their field
 * @throws RangeError for a field whose JSON Schema has a form that is not known here
 */
export function fieldsOf(schema: ObjectSchema, side: Side, nameInner: NameInner, rowName?: string): Field[] {
  const { shape } = schema.def;
  return fieldsIn(jsonSchema(schema, side, {}), { nameInner, rowName }).map((field) => ({
    ...field,
    ...defaultIn(shape[field.name] as z.ZodMiniType),
  }));
}

/** The default of a field. The JSON Schema of what the platform receives does not have it. */
const defaultIn = ({ def }: z.ZodMiniType): Pick<Field, 'default'> =>
  def.type === 'default' ? { default: (def as z.core.$ZodDefaultDef).defaultValue as string | number } : {};

interface Naming {
  readonly nameInner: NameInner;
  readonly rowName: string | undefined;
}

function fieldsIn({ properties = {}, required = [] }: JsonSchema, naming: Naming): Field[] {
  return Object.entries(properties as Components)
    .filter(([name]) => !isOldSpelling(name))
    .map(([name, form]) => ({
      name,
      type: typeOf(name, form, naming),
      isRequired: required.includes(name),
      description: form.description ?? '',
      isSecret: SECRET_NAMES.includes(name),
    }));
}

function typeOf(name: string, form: JsonSchema, naming: Naming): FieldType {
  if (form.$ref !== undefined) return titledType(form.$ref.slice(form.$ref.lastIndexOf('/') + 1));
  // Requests accept some values in two forms; the first is the one that the contract prints.
  if (form.anyOf) return typeOf(name, form.anyOf[0] as JsonSchema, naming);
  if (form.enum) return enumType(form.enum as readonly (string | number)[]);
  switch (form.type) {
    case 'object':
      return naming.nameInner(name, fieldsIn(form, naming));
    case 'array':
      return { kind: 'list', of: typeOf(rowNameOf(name, naming), form.items as JsonSchema, naming) };
    case 'number':
      return { kind: DECIMAL_NAME.test(name) ? 'decimal' : 'integer' };
    case 'integer':
      return { kind: 'integer' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'string':
      return { kind: 'text' };
    default:
      throw new RangeError(`the field ${name} has a form that clients do not know`);
  }
}

/** The objects of `list` have their own name, those of `holderCardBins` are each a `holderCardBin`. */
const rowNameOf = (name: string, { rowName }: Naming) =>
  name === 'list' && rowName !== undefined ? rowName : name.replace(/s$/, '');

function titledType(title: string): FieldType {
  const type = TITLED[title];
  if (type === undefined) throw new RangeError(`the kind of field ${title} has no type for clients`);
  return type;
}

/** Enumerations accept numbers and digits alike; the form that the contract prints comes first. */
function enumType(values: readonly (string | number)[]): FieldType {
  return typeof values[0] === 'number'
    ? { kind: 'enum', values: values.filter((value) => typeof value === 'number') }
    : { kind: 'enum', values: values.filter((value) => typeof value === 'string') };
}
