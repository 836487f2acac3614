import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tables } from '../../../shared/runtime/store/tables.ts';
import {
  GONE_IN_NAMES,
  GONE_IN_STRINGS,
  GONE_IN_TEST_NAMES,
  GONE_IN_TITLES,
  GONE_NAMES,
  GONE_PHRASES,
  GONE_PREFIXES,
} from './gone-words.ts';
import { linksOf, pages, ROOT } from './markdown.ts';

interface Text {
  readonly path: string;
  readonly text: string;
}

const glossary: Text = {
  path: 'docs/glossary.md',
  text: readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8'),
};

/** The rows of the glossary's table: term, meaning, in code, table, on the wire. */
const rows = [...glossary.text.matchAll(/^\| (.+) \|$/gm)]
  .map(([, cells = '']) => cells.split(' | '))
  .filter(([term]) => term !== 'term' && !term?.startsWith('---'));

/** Returns the sources in a folder. */
const sourcesIn = (folder: string): Text[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|mjs)$/.test(name))
    .map((name) => ({
      path: `${folder}/${name}`,
      text: readFileSync(join(ROOT, folder, name), 'utf8'),
    }));

const shared = sourcesIn('shared');
const infra = sourcesIn('infra');
const sources = [...shared, ...infra, ...sourcesIn('functions')];
const stringSources = [...shared, ...infra];

const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
const TEMPLATE = /`(?:\\.|[^`\\])*`/g;

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<![:\\'"`])\/\/.*$/gm, '');

/** Returns code without its comments and without the texts of its strings. */
const codeOf = (text: string): string =>
  withoutComments(text)
    .replaceAll(STRING, "''")
    .replaceAll(TEMPLATE, (template) =>
      [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, value]) => value).join(' '),
    );

/** Returns the texts of the strings in code, one per line, without module names and template expressions. */
const stringsOf = (text: string): string =>
  [...withoutComments(text).matchAll(new RegExp(`${STRING.source}|${TEMPLATE.source}`, 'g'))]
    .map(([literal]) => literal.replaceAll(/\$\{[^}]*\}/g, '…'))
    .filter((literal) => !literal.endsWith(".ts'"))
    .join('\n');

/** Returns the titles of tests, one per line: strings that are followed by a function or options. */
const titlesOf = (text: string): string =>
  [
    ...withoutComments(text).matchAll(
      new RegExp(`\\(\\s*(${STRING.source}|${TEMPLATE.source}),\\s*(?=\\{|(?:async )?\\(|\\w+ =>)`, 'g'),
    ),
  ]
    .map(([, title = '']) => title.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, '…'))
    .filter((title) => /\w \w/.test(title))
    .join('\n');

/** Without this list itself, and without the tests of clients, which name what the clients name. */
const tests = sourcesIn('test').filter(({ path }) => !/\/gone-words\.ts$|^test\/unit\/clients\//.test(path));
const titles: Text[] = tests
  .filter(({ path }) => /\.(?:test|suite)\.ts$/.test(path))
  .map(({ path, text }) => ({ path, text: titlesOf(text) }));

const namesIn = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_$][\w$]*/g));

/** Returns the words of a name: `isTold` and `TOLD_AGAIN` contain the word told. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_$]+/);

/** Returns where each finding is, one line for each file and finding. */
const findings = (texts: readonly Text[], find: (text: string) => readonly string[]): string[] =>
  texts.flatMap(({ path, text }) => find(text).map((found) => `${path}: ${found}`)).sort();

const linesWith = (text: string, phrase: RegExp): string[] =>
  [...text.matchAll(new RegExp(phrase.source, `g${phrase.flags}`))].map(
    ({ 0: found, index }) => `${text.slice(0, index).split('\n').length}: ${found.trim()}`,
  );

describe('the glossary', () => {
  it('has its terms in alphabetical order, each once', () => {
    const terms = rows.map(([term = '']) => term.toLowerCase());
    expect(terms.length).toBeGreaterThan(50);
    expect(terms).toEqual([...new Set(terms)].sort((one, other) => one.localeCompare(other, 'en')));
  });

  it('has for each term its meaning and its place in code, tables and on the wire', () => {
    expect(rows.filter((cells) => cells.length !== 5 || cells.includes(''))).toEqual([]);
  });

  it('links to existing files, and at least one for each term', () => {
    const targets = rows.map(([, , code = '']) => linksOf({ ...glossary, text: code }));
    expect(targets.filter((links) => links.length === 0)).toEqual([]);
    const missing = targets.flat().filter(({ target }) => !existsSync(join(ROOT, target)));
    expect(missing).toEqual([]);
  });

  it('names existing tables', () => {
    const named = new Set(rows.flatMap(([, , , table = '']) => table.split(', ')));
    const others = ['–', 'all', 'several', 'index `due`'];
    expect([...named].filter((name) => !(name in tables) && !others.includes(name))).toEqual([]);
  });
});

describe('gone words', () => {
  it('are listed once', () => {
    expect(GONE_NAMES).toEqual([...new Set(GONE_NAMES)]);
  });

  it('are no names in code or comments of shared', () => {
    const gone = new Set(GONE_NAMES);
    expect(findings(shared, (text) => [...namesIn(text)].filter((name) => gone.has(name)))).toEqual([]);
  });

  it.each([
    ['the product', shared, GONE_IN_NAMES],
    ['a test', tests, [...GONE_IN_NAMES, ...GONE_IN_TEST_NAMES]],
  ])('are no part of a name in %s', (_, texts, words) => {
    const gone = new Set(words);
    const isGone = (name: string) =>
      GONE_PREFIXES.some((prefix) => name.startsWith(prefix)) || wordsOf(name).some((word) => gone.has(word));
    expect(findings(texts, (text) => [...namesIn(codeOf(text))].filter(isGone))).toEqual([]);
  });

  it.each(GONE_IN_STRINGS)('%s is in no string', (word) => {
    const inStrings = (text: string) =>
      stringsOf(text)
        .split('\n')
        .filter((line) => word.test(line));
    expect(findings(stringSources, inStrings)).toEqual([]);
  });

  it.each(GONE_PHRASES)('%s appears nowhere', (phrase) => {
    expect(findings([...sources, ...pages], (text) => linesWith(text, phrase))).toEqual([]);
  });

  it.each([...GONE_PHRASES, ...GONE_IN_TITLES])('%s is in no title of a test', (phrase) => {
    const withPhrase = (text: string) => text.split('\n').filter((title) => phrase.test(title));
    expect(findings(titles, withPhrase)).toEqual([]);
  });

  it('are found in titles', () => {
    const test = "it.each([1])('counts %i rows', async (nth) => {}); // it('is left out', () => {})";
    expect(titlesOf(test)).toBe('counts %i rows');
    const described = 'describe(`a page of $' + '{size}`, { timeout: 1 }, () => {})';
    expect(titlesOf(described)).toBe('a page of …');
    expect(titles.flatMap(({ text }) => text.split('\n')).length).toBeGreaterThan(2_500);
  });

  it('are found in all their forms', () => {
    expect(wordsOf('isTold')).toEqual(['is', 'told']);
    expect(wordsOf('TOLD_AGAIN')).toEqual(['told', 'again']);
    const code = "/** told */ const a = 'told'; // told\nconst b = `told $" + '{toldBy}`;';
    expect([...namesIn(codeOf(code))]).toEqual(['const', 'a', 'b', 'toldBy']);
    expect(stringsOf(code)).toBe("'told'\n`told …`");
  });
});
