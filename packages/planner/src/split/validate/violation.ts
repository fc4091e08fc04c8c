/** A rule of the contract that a plan breaks. */
export interface Violation {
  readonly rule: string;
  /** which trips of the reply, by index; none where a total is wrong */
  readonly trips: readonly number[];
  readonly message: string;
  /** only locked trips have a part in it: they stay as they are, and the plan says so */
  readonly locked: boolean;
}

export interface Finding {
  readonly rule: string;
  readonly trips: readonly number[];
  readonly message: string;
}
