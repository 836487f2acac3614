/** What the first comment of every generated file says. */
export const GENERATED_NOTE = 'Generated from the API catalogue by npm run generate:clients. Do not edit.';
