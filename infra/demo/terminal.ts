import { styleText } from 'node:util';
import { maskSecrets } from './card-data.ts';
import { formatJson } from './text-layout.ts';

type Style = Parameters<typeof styleText>[0];

const INDENT = '   ';
/** Hex digits that are shown of a ciphertext. */
const MAX_HEX_DIGITS = 24;

/** Where the demo tells its story. Card data never gets onto it. */
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

  /** Begins the next step. */
  step(text: string): void {
    this.#steps += 1;
    this.#print('');
    this.#print(this.#style(['bold', 'cyan'], `${String(this.#steps).padStart(2)} ${text}`));
  }

  say(text: string): void {
    this.#print(INDENT + text);
  }

  /** What the merchant sent, in clear. */
  sent(path: string, content: object): void {
    this.say(this.#style('dim', `POST ${path}`));
    this.#content('→', content);
  }

  /** What came back or in, in clear. */
  received(content: object): void {
    this.#content('←', content);
  }

  /** Two envelopes as they travelled, ciphertext shortened. */
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

/** JSON with each long run of hex cut to its beginning, and how long it is. */
function truncateHex(json: string): string {
  return json.replace(
    /[0-9a-f]{64,}/g,
    (hex) => `${hex.slice(0, MAX_HEX_DIGITS)}… (${hex.length} hex digits)`,
  );
}
