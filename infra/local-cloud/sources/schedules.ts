import { randomUUID } from 'node:crypto';
import { TemplateUnsupported } from '../errors.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import { ACCOUNT, REGION, type Values } from '../template/values.ts';
import { findFunction } from './mappings.ts';

/** A rule that invokes functions at a fixed rate. */
export interface Schedule {
  readonly name: string;
  readonly readableId: string;
  readonly everyMs: number;
  readonly lambdas: readonly LambdaFunction[];
}

interface RuleProperties {
  readonly ScheduleExpression: string;
  readonly Targets?: readonly { readonly Arn: string }[];
}

const MINUTE_MS = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

/**
 * Reads the rules with a rate.
 *
 * @throws TemplateUnsupported for a cron expression
 */
export function readSchedules(
  resources: readonly Resource[],
  values: Values,
  functions: readonly LambdaFunction[],
): Schedule[] {
  return resourcesOfType<RuleProperties>(resources, 'AWS::Events::Rule', values).map((rule) => {
    const { name, readableId, where, ScheduleExpression, Targets = [] } = rule;
    const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(ScheduleExpression) ?? [];
    const unitMs = UNITS[unit];
    if (!unitMs) throw new TemplateUnsupported(where, `the schedule ${ScheduleExpression}`);
    const lambdas = Targets.map(({ Arn }) => findFunction(functions, Arn, where));
    return { name, readableId, everyMs: Number(count) * unitMs, lambdas };
  });
}

/**
 * Invokes the functions of a schedule once and waits for them. `now` is in epoch milliseconds.
 *
 * @throws InvocationFailed when one of them fails
 */
export async function fireSchedule({ name, lambdas }: Schedule, now: number): Promise<void> {
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`],
    detail: {},
  };
  await Promise.all(lambdas.map((lambda) => lambda.invoke(event)));
}
