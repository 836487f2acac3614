/** A control cannot do what it was asked. The message is one sentence for the person who asked. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
