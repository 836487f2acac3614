import { redactText } from '../../shared/runtime/card-number/redact-text.ts';
import type { Failure, FuzzReport } from './fuzz.ts';

/** Maximum characters of a body that are printed. */
const MAX_PRINTED = 2_000;

/** Returns the report of a run: the counts, and the failure with its shrunk body, with card data masked. */
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
    `  sent ${how.slice(0, MAX_PRINTED)}`,
    `  content ${redactText(withoutSecrets(clear)).slice(0, MAX_PRINTED)}`,
  ];
}

/** Returns the text without the values of secret fields. The text may not be JSON. */
const withoutSecrets = (text: string): string =>
  text.replaceAll(/"(cardNo|cvv2|pin|otp|activationCode|expiry|cardVerifyNo)":"[^"]*"/g, '"$1":"[redacted]"');
