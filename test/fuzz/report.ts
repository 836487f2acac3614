import { redactText } from '../../shared/runtime/card-number/redact-text.ts';
import type { Failure, FuzzReport } from './fuzz.ts';

/** Characters of a body that are printed. */
const SHOWN = 2_000;

/** What came of a run, to be printed: counts, and the failure with its smallest body, card data masked. */
export function reportOf({ outcomes, failure }: FuzzReport, seed: number): string {
  const rows = [...outcomes]
    .sort()
    .map(([outcome, count]) => `  ${outcome.padEnd(20)} ${String(count).padStart(7)}`);
  return [...rows, ...(failure ? failureLines(failure, seed) : [])].join('\n');
}

function failureLines({ index, problem, body, clear }: Failure, seed: number): string[] {
  const { target, ...made } = body;
  const how =
    made.kind === 'garbage'
      ? made.kind
      : JSON.stringify({
          encoding: made.encoding,
          seal: made.seal,
          envelope: made.envelope,
          transport: made.transport,
          signing: made.signing,
        });
  return [
    `seed ${seed}, body ${index}: ${target.path} ${redactText(problem)}`,
    `  sent ${how.slice(0, SHOWN)}`,
    `  saying ${redactText(secretless(clear)).slice(0, SHOWN)}`,
  ];
}

/** Without the values of fields that hold secrets; the text may be no JSON. */
const secretless = (text: string): string =>
  text.replaceAll(/"(cardNo|cvv2|pin|otp|activationCode|expiry|cardVerifyNo)":"[^"]*"/g, '"$1":"[redacted]"');
