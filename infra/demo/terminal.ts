import { styleText } from 'node:util';
import { maskSecrets } from '../../clients/cli/common/mask-card-data.ts';
import { formatJson } from './text-layout.ts';

type Style = Parameters<typeof styleText>[0];

const INDENT = '   ';
/** The number of hex digits to show of a ciphertext. */
const MAX_HEX_DIGITS = 24;

/** The output of the demo. It never shows card data. */
export class Terminal {
  readonly #print: (line: string) => void;
  readonly #colour: boolean;
  #steps = 0;

  constructor(print: (line: string) => void, colour: boolean) {
    this.#print = print;
    this.#colour = colour;
  }

  title(text: string): void {
    this.#print(this.#style('bold', text));
  }

  /** Starts the next step. */
  step(text: string): void {
    this.#steps += 1;
    this.#print('');
    this.#print(this.#style(['bold', 'cyan'], `${String(this.#steps).padStart(2)} ${text}`));
  }

  say(text: string): void {
    this.#print(INDENT + text);
  }

  /** Shows what was sent, in clear. */
  sent(path: string, content: object): void {
    this.say(this.#style('dim', `POST ${path}`));
    this.#content('→', content);
  }

  /** Shows what was received, in clear. */
  received(content: object): void {
    this.#content('←', content);
  }

  /** Shows two envelopes as they were on the wire, with truncated ciphertext. */
  wire(request: string, response: string): void {
    for (const [arrow, body] of [
      ['→', request],
      ['←', response],
    ]) {
      this.say(this.#style('dim', `${arrow} ${truncateHex(body ?? '')}`));
    }
  }

  success(text: string): void {
    this.say(`${this.#style('green', '✓')} ${text}`);
  }

  failure(text: string): void {
    this.#print(`${this.#style(['bold', 'red'], '✗')} ${text}`);
  }

  #content(arrow: string, content: object): void {
    const lines = formatJson(maskSecrets(content), `${INDENT}  `);
    this.say(`${this.#style('yellow', arrow)} ${lines}`);
  }

  #style(style: Style, text: string): string {
    return this.#colour ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** Truncates each long run of hex digits and adds its length. */
function truncateHex(json: string): string {
  return json.replace(
    /[0-9a-f]{64,}/g,
    (hex) => `${hex.slice(0, MAX_HEX_DIGITS)}… (${hex.length} hex digits)`,
  );
}
