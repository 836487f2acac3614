import { GENERATED_NOTE } from './generated-note.ts';
import type { ApiModel } from './model.ts';
import { pythonMethods } from './python-methods.ts';
import { pythonCodes, pythonModels, pythonNotifications } from './python-models.ts';

const FOLDER = 'clients/python/src/issuary';

/** Returns the generated modules of the Python client library, by their paths in the project. */
export const pythonFiles = (api: ApiModel): Readonly<Record<string, string>> => ({
  [`${FOLDER}/_models.py`]: pythonModels(api),
  [`${FOLDER}/_methods.py`]: pythonMethods(api),
  [`${FOLDER}/_notifications.py`]: pythonNotifications(api),
  [`${FOLDER}/codes.py`]: pythonCodes(api),
  [`${FOLDER}/_version.py`]: `# ${GENERATED_NOTE}\nVERSION = "${api.version}"\n`,
});
