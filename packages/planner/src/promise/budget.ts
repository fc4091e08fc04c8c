/** Work is counted, not timed: the same request has the same answer on every machine. */
export interface Budget {
  left: number;
}

/** False once the work allowed is done; what was not looked at is then not proven. */
export function spend(budget: Budget, work: number): boolean {
  budget.left -= work;
  return budget.left >= 0;
}
