import { describe, expect, it } from 'vitest';
import { clearDocument } from '../../infra/openapi/clear/clear-document.ts';
import { clearView, loadTool, shownOperations } from './tools.ts';

/** What is used of a Postman collection. */
interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
  readonly request?: {
    readonly method: string;
    readonly url: { readonly path: readonly string[]; readonly host: readonly string[] };
    readonly body?: { readonly raw: string };
  };
  readonly response?: readonly { readonly code: number; readonly body: string }[];
}

interface Collection extends Item {
  readonly variable: readonly { readonly key: string; readonly value: string }[];
}

interface Converted {
  readonly result: boolean;
  readonly reason?: string;
  readonly output: readonly { readonly data: Collection }[];
}

interface Converter {
  convertV2(
    input: { type: 'string'; data: string },
    options: object,
    done: (error: Error | null, converted: Converted) => void,
  ): void;
}

const options = {
  folderStrategy: 'Tags',
  parametersResolution: 'Example',
  requestParametersResolution: 'Example',
};
const converted = await new Promise<Converted>((resolve, reject) =>
  loadTool<Converter>('openapi-to-postmanv2').convertV2(
    { type: 'string', data: clearView },
    options,
    (error, result) => (error ? reject(error) : resolve(result)),
  ),
);
const [collection] = converted.output.map(({ data }) => data);
const requests = (item: Item | undefined): Item[] =>
  item?.request ? [item] : (item?.item ?? []).flatMap((inner) => requests(inner));
const { schemas } = clearDocument().components;

it('the clear view becomes a collection for the clear gateway', () => {
  expect(converted).toMatchObject({ result: true });
  expect(collection?.variable).toEqual([
    expect.objectContaining({ key: 'baseUrl', value: 'http://127.0.0.1:8084' }),
  ]);
});

describe.each(shownOperations)('$path', ({ path, summary, contents, tag, errorCodes }) => {
  const folder = collection?.item?.find(({ name }) => name === tag);
  const found = requests(folder).find(({ name }) => name === summary);
  const [request = '', result = ''] = Object.keys(contents);

  it('is a request in the folder of its tag that can be sent as it is', () => {
    expect(found?.request).toMatchObject({
      method: 'POST',
      url: { host: ['{{baseUrl}}'], path: path.split('/').slice(1) },
    });
    expect(JSON.parse(found?.request?.body?.raw ?? '')).toEqual(schemas[request]?.examples?.[0]);
  });

  it('has its result and refusals as example responses', () => {
    const [success, ...others] = found?.response ?? [];
    expect(JSON.parse(success?.body ?? '')).toEqual(schemas[result]?.examples?.[0]);
    const refusal = others.find(({ code }) => code === 422);
    expect(errorCodes).toContain(JSON.parse(refusal?.body ?? '{}').errorCode);
  });
});
