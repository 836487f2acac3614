import type { Field } from './fields.ts';
import { GENERATED_NOTE } from './generated-note.ts';

// What the generated Python files have in common: names, docstrings, the first lines.

const WIDTH = 116;

/** `card_3ds_otp` for `card3dsOtp`. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `CARD_APPLY` for `cardApply`. */
export const upperCase = (name: string): string => snakeCase(name).toUpperCase();

/** Returns a description with the names of fields as they are called in Python: `channel_type` for `channelType`. */
export const inPython = (description: string): string =>
  description.replaceAll(/\b[a-z]+(?:[A-Z][a-z0-9]+)+\b/g, snakeCase);

/** Returns a module: the note, its docstring and its lines. */
export const pythonModule = (docstring: string, lines: readonly string[]): string =>
  [`# ${GENERATED_NOTE}`, `"""${docstring}"""`, '', ...lines, ''].join('\n');

/** Breaks a text into lines that fit after the indentation. Further lines get the hanging one. */
export function wrapped(text: string, indentation: string, hanging = indentation): string[] {
  const lines: string[] = [];
  let line = indentation;
  for (const word of text.split(' ')) {
    const isFull = line.trim() !== '' && line.length + word.length + 1 > WIDTH;
    if (isFull) lines.push(line);
    line = isFull ? hanging + word : line.trim() === '' ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Returns a docstring of several paragraphs or fields, each already indented. */
export function docstring(indentation: string, summary: string, more: readonly string[] = []): string[] {
  const first = wrapped(`"""${summary}`, indentation);
  if (more.length === 0 && first.length === 1) return [`${first[0]}"""`];
  return [...first, ...(more.length > 0 ? ['', ...more] : []), `${indentation}"""`];
}

/** The required fields first, as Python wants its arguments. */
export const requiredFirst = (fields: readonly Field[]): Field[] => [
  ...fields.filter(({ isRequired }) => isRequired),
  ...fields.filter(({ isRequired }) => !isRequired),
];
