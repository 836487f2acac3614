import * as z from 'zod/mini';
import { amount, choice, coinAmount, currency, describe, text, textChoice } from './fields.ts';
import { lenientCode, lenientText, lenientTime, upstreamId } from './webhook-fields.ts';

// Fields of notifications in both directions: outbound as merchants receive them, inbound as upstreams may send them.

/** A field's schema in each direction. */
interface TwoWayField<Outbound extends z.ZodMiniType, Inbound extends z.ZodMiniType> {
  readonly outbound: Outbound;
  readonly inbound: Inbound;
}

/** Declares a field with the same description in both directions. */
export function twoWayField<Outbound extends z.ZodMiniType, Inbound extends z.ZodMiniType>(
  outbound: Outbound,
  inbound: Inbound,
  description: string,
): TwoWayField<Outbound, Inbound> {
  return { outbound: describe(outbound, description), inbound: describe(inbound, description) };
}

export const idField = (description: string) => twoWayField(z.string(), upstreamId(), description);
export const textField = (max: number, description: string) =>
  twoWayField(z.string(), text(max), description);
export const currencyField = (description: string) => twoWayField(z.string(), currency(), description);
export const amountField = (description: string) =>
  twoWayField(z.number(), amount({ zero: true }), description);
/** An amount of coins as a chain reports it, possibly with more decimals than the coin has on this platform. */
export const coinAmountField = (description: string) => twoWayField(z.number(), coinAmount(), description);
export const choiceField = <const Value extends number>(description: string, ...values: Value[]) =>
  twoWayField(z.number(), choice(...values), description);
export const textChoiceField = <const Value extends string>(description: string, ...values: Value[]) =>
  twoWayField(z.string(), textChoice(...values), description);

// Informational fields: passed on where they are known, and no reason to reject an inbound message.
export const lenientTextField = (max: number, description: string) =>
  twoWayField(z.string(), lenientText(max), description);
export const codeField = (max: number, example: string, description: string) =>
  twoWayField(z.string(), lenientCode(max, example), description);
export const timeField = (description: string) => twoWayField(z.string(), lenientTime(), description);

export const optionalField = <Outbound extends z.ZodMiniType, Inbound extends z.ZodMiniType>({
  outbound,
  inbound,
}: TwoWayField<Outbound, Inbound>) => ({ outbound: z.optional(outbound), inbound: z.optional(inbound) });

type TwoWayFields = Readonly<Record<string, TwoWayField<z.ZodMiniType, z.ZodMiniType>>>;
type FieldsOf<All extends TwoWayFields, Direction extends 'outbound' | 'inbound'> = {
  [Name in keyof All]: All[Name][Direction];
};

/** Declares an object of these fields in both directions. */
export function twoWayObject<All extends TwoWayFields>(all: All) {
  const objectOf = <Direction extends 'outbound' | 'inbound'>(direction: Direction) =>
    z.object(
      Object.fromEntries(Object.entries(all).map(([name, field]) => [name, field[direction]])) as FieldsOf<
        All,
        Direction
      >,
    );
  return { outbound: objectOf('outbound'), inbound: objectOf('inbound') };
}

/** Declares the content of a notification type. `summary` says when it is sent. */
export const defineContent = <All extends TwoWayFields>(summary: string, all: All) => ({
  summary,
  ...twoWayObject(all),
});
