import type { JsonSchema } from '../../../shared/wire/contract/fields/wire-field.ts';
import { exampleOf } from '../examples.ts';
import type { Components, Side } from '../schemas.ts';
import { cardSamples } from './samples/card-samples.ts';
import { moneySamples } from './samples/money-samples.ts';
import { notificationSamples } from './samples/notification-samples.ts';

/** Samples by the names of requests, results and notifications, where fields alone do not make a true example. */
export const clearSamples: Readonly<Record<string, object>> = {
  ...cardSamples,
  ...moneySamples,
  ...notificationSamples,
};

/** Returns the example of a request, result or notification: the sample with its name, or one made from its schema. */
export const clearExample = (name: string, form: JsonSchema, components: Components, side: Side): unknown =>
  clearSamples[name] ?? exampleOf(form, components, side);
