import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { imageWorker } from '../../shared/lambda/image-worker.ts';
import { writeLines } from '../../shared/statements/write-lines.ts';

const platform = cloudPlatform(process.env);

/** Lines: what changes in the ledger becomes lines of statements. */
export const handler = imageWorker((images) => writeLines(platform, images));
