import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { awsClientSettings } from '../aws-client-settings.ts';
import type { DataKey, DataKeys, KeyContext } from './data-key.ts';

/** Data keys wrapped by an AWS KMS key, which never leaves KMS. */
export class KmsKey implements DataKeys {
  readonly #client: KMSClient;
  readonly #arn: string;

  constructor(arn: string, client = new KMSClient(awsClientSettings(process.env))) {
    this.#arn = arn;
    this.#client = client;
  }

  async generate(context: KeyContext): Promise<DataKey> {
    const output = await this.#client.send(
      new GenerateDataKeyCommand({ KeyId: this.#arn, KeySpec: 'AES_256', EncryptionContext: { ...context } }),
    );
    if (!output.Plaintext || !output.CiphertextBlob) throw new Error('KMS returned no data key');
    return {
      key: Buffer.from(output.Plaintext),
      wrapped: Buffer.from(output.CiphertextBlob).toString('base64'),
    };
  }

  async unwrap(wrapped: string, context: KeyContext): Promise<Buffer> {
    const CiphertextBlob = Buffer.from(wrapped, 'base64');
    const output = await this.#client.send(
      new DecryptCommand({ KeyId: this.#arn, CiphertextBlob, EncryptionContext: { ...context } }),
    );
    if (!output.Plaintext) throw new Error('KMS returned no data key');
    return Buffer.from(output.Plaintext);
  }
}
