import { writeGenerated } from '../../infra/openapi/generate.ts';
import { goFiles } from './go.ts';
import { javaFiles } from './java.ts';
import { type ApiModel, apiModel } from './model.ts';
import { phpFiles } from './php.ts';
import { pythonFiles } from './python.ts';

/** Writes the generated files of one client library: their texts, by their paths in the project. */
type Emitter = (api: ApiModel) => Readonly<Record<string, string>>;

/** One for each language. */
const emitters: readonly Emitter[] = [goFiles, javaFiles, phpFiles, pythonFiles];

/** Every generated file of the client libraries in its current form, by its path in the project. */
export const generatedClients = (): Readonly<Record<string, string>> => {
  const api = apiModel();
  return Object.assign({}, ...emitters.map((emit) => emit(api)));
};

if (import.meta.main) writeGenerated(generatedClients());
