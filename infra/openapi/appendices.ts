import { transTypes } from '../../shared/wire/contract/codes.ts';
import { allCallingCodes } from '../../shared/wire/contract/reference-data/calling-codes.ts';
import { allCountries, countryName } from '../../shared/wire/contract/reference-data/countries.ts';
import { responseCodes } from '../../shared/wire/contract/reference-data/response-codes.ts';
import { scenes } from '../../shared/wire/contract/reference-data/scenes.ts';
import { allUsStates } from '../../shared/wire/contract/reference-data/us-states.ts';
import { allCurrencies } from '../../shared/wire/money/currency.ts';

interface Appendix {
  readonly title: string;
  readonly text: string;
}

const codes = (all: Iterable<string>) => [...all].map((code) => `\`${code}\``).join(', ');
const rows = (entries: Iterable<readonly [string | number, string]>) =>
  [...entries].map(([code, meaning]) => `- \`${code}\` ${meaning}`).join('\n');
/** `settlement difference` for `settlementDifference`. */
const toWords = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The lists that fields choose from (contract section 7). */
const appendices = (): readonly Appendix[] => [
  {
    title: 'Transaction types',
    text: rows(Object.entries(transTypes).map(([name, code]) => [code, toWords(name)])),
  },
  { title: 'Transaction response codes', text: rows(allResponseCodes()) },
  { title: 'Currencies and coins, by their decimals', text: currencies() },
  { title: 'Countries', text: rows([...allCountries().keys()].map((code) => [code, countryName(code)])) },
  { title: 'Calling codes', text: codes(allCallingCodes()) },
  { title: 'American states', text: codes(allUsStates()) },
  {
    title: 'Scenes',
    text: rows(scenes.map((scene) => [scene.sceneCode, `${scene.sceneName}: ${scene.description}`])),
  },
];

/** Success first: an object's own order has numbers without leading zeros before it. */
const allResponseCodes = () =>
  Object.entries(responseCodes).sort(([one], [other]) => Number(one) - Number(other));

function currencies(): string {
  const byDecimals = Map.groupBy(allCurrencies(), ([, decimals]) => decimals);
  return [...byDecimals]
    .map(([decimals, entries]) => `- ${decimals}: ${codes(entries.map(([code]) => code).sort())}`)
    .join('\n');
}

/** Returns all appendices in Markdown. */
export const appendicesText = (): string =>
  appendices()
    .map(({ title, text }) => `## ${title}\n\n${text}`)
    .join('\n\n');

/** The lists of docs/reference.md by the names of their markers. */
export const listTables: Readonly<Record<string, () => string>> = {
  lists: () =>
    appendices()
      .map(({ title, text }) => `### ${title}\n\n${text}`)
      .join('\n\n'),
};
