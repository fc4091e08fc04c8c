/** One field that is wrong: `path` as the sender wrote it, `stages.0.loads.2.xM`. */
export interface InputIssue {
  path: string;
  message: string;
}

/** A request of the right shape that still cannot be answered, with every field that stands in the way. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly errors: readonly InputIssue[];

  constructor(errors: readonly InputIssue[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.errors = errors;
  }
}
