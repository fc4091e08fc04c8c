/** One row of a linear programme: Σ coefficient × variable, compared with `rhs`. */
export interface LinearRow {
  readonly terms: readonly (readonly [variable: number, coefficient: number])[];
  readonly sense: '<=' | '>=' | '=';
  readonly rhs: number;
}
export interface LinearProgramme {
  readonly variables: number;
  /** to be made as small as possible; every variable is at least 0 */
  readonly objective: readonly (readonly [variable: number, coefficient: number])[];
  readonly rows: readonly LinearRow[];
}
export type LinearResult = { value: number; x: Float64Array } | 'infeasible' | 'unfinished';

const EPSILON = 1e-9;
const FEASIBLE = 1e-7;
const BLAND_AFTER = 400;

interface Tableau {
  rows: Float64Array[];
  basis: Int32Array;
  /** columns that may enter: artificial ones stand behind */
  real: number;
  width: number;
}

/** Two-phase simplex on a dense tableau: for the few hundred columns of a small plan. Rows are scaled to their largest coefficient. */
export function solveLinear(programme: LinearProgramme, maxPivots = 20_000): LinearResult {
  const tableau = startTableau(programme);
  const budget = { left: maxPivots };
  const first = new Float64Array(tableau.width + 1);
  for (let column = tableau.real; column < tableau.width; column += 1) first[column] = 1;
  if (!improve(tableau, priced(tableau, first), { ...limits(tableau, budget), columns: tableau.width })) return 'unfinished';
  if (artificialSum(tableau) > FEASIBLE) return 'infeasible';
  driveOut(tableau);
  const second = new Float64Array(tableau.width + 1);
  for (const [variable, coefficient] of programme.objective) second[variable] = (second[variable] ?? 0) + coefficient;
  if (!improve(tableau, priced(tableau, second), { ...limits(tableau, budget), columns: tableau.real })) return 'unfinished';
  return readOff(tableau, programme);
}

const limits = (_: Tableau, budget: { left: number }) => ({ budget });

function startTableau({ variables, rows }: LinearProgramme): Tableau {
  const signed = rows.map((row) => (row.rhs < 0 ? negate(row) : row));
  const slacks = signed.filter(({ sense }) => sense !== '=').length;
  const artificials = signed.filter(({ sense }) => sense !== '<=').length;
  const real = variables + slacks;
  const width = real + artificials;
  const basis = new Int32Array(rows.length);
  let [slack, artificial] = [variables, real];
  const filled = signed.map((row, index) => {
    const cells = new Float64Array(width + 1);
    const scale = Math.max(...row.terms.map(([, coefficient]) => Math.abs(coefficient)), 1e-12);
    for (const [variable, coefficient] of row.terms) cells[variable] = (cells[variable] ?? 0) + coefficient / scale;
    cells[width] = row.rhs / scale;
    if (row.sense === '<=') {
      basis[index] = slack;
      cells[slack++] = 1;
      return cells;
    }
    if (row.sense === '>=') cells[slack++] = -1;
    basis[index] = artificial;
    cells[artificial++] = 1;
    return cells;
  });
  return { rows: filled, basis, real, width };
}

function negate({ terms, sense, rhs }: LinearRow): LinearRow {
  const turned = sense === '<=' ? '>=' : sense === '>=' ? '<=' : '=';
  return { terms: terms.map(([variable, coefficient]) => [variable, -coefficient] as const), sense: turned, rhs: -rhs };
}

/** The objective row with the basic columns eliminated. */
function priced({ rows, basis, width }: Tableau, costs: Float64Array): Float64Array {
  const line = Float64Array.from(costs);
  for (const [index, row] of rows.entries()) {
    const cost = costs[basis[index] ?? 0] ?? 0;
    if (cost === 0) continue;
    for (let column = 0; column <= width; column += 1) line[column] = (line[column] ?? 0) - cost * (row[column] ?? 0);
  }
  return line;
}

function improve(
  tableau: Tableau,
  line: Float64Array,
  { budget, columns }: { budget: { left: number }; columns: number },
): boolean {
  for (let pivots = 0; ; pivots += 1) {
    const column = entering(line, columns, pivots > BLAND_AFTER);
    if (column < 0) return true;
    const row = leaving(tableau, column);
    if (row < 0) return true; // unbounded: no plan is, every variable is held by a row
    if (budget.left <= 0) return false;
    budget.left -= 1;
    pivot(tableau, line, { row, column });
  }
}

function entering(line: Float64Array, columns: number, bland: boolean): number {
  let [best, bestCost] = [-1, -EPSILON];
  for (let column = 0; column < columns; column += 1) {
    const cost = line[column] ?? 0;
    if (cost >= bestCost) continue;
    if (bland) return column;
    [best, bestCost] = [column, cost];
  }
  return best;
}

function leaving({ rows, basis, width }: Tableau, column: number): number {
  let [best, bestRatio] = [-1, Number.POSITIVE_INFINITY];
  for (const [index, row] of rows.entries()) {
    const cell = row[column] ?? 0;
    if (cell <= EPSILON) continue;
    const ratio = (row[width] ?? 0) / cell;
    const tie = ratio <= bestRatio + EPSILON && best >= 0 && (basis[index] ?? 0) < (basis[best] ?? 0);
    if (ratio < bestRatio - EPSILON || tie) [best, bestRatio] = [index, Math.min(ratio, bestRatio)];
  }
  return best;
}

function pivot({ rows, basis, width }: Tableau, line: Float64Array, at: { row: number; column: number }): void {
  const row = rows[at.row] as Float64Array;
  const scale = row[at.column] as number;
  for (let column = 0; column <= width; column += 1) row[column] = (row[column] as number) / scale;
  for (const other of [...rows, line]) {
    if (other === row) continue;
    const factor = other[at.column] as number;
    if (factor === 0) continue;
    for (let column = 0; column <= width; column += 1) {
      const cell = row[column] as number;
      if (cell !== 0) other[column] = (other[column] as number) - factor * cell;
    }
    other[at.column] = 0;
  }
  basis[at.row] = at.column;
}

function artificialSum({ rows, basis, real, width }: Tableau): number {
  return rows.reduce((sum, row, index) => ((basis[index] ?? 0) >= real ? sum + Math.abs(row[width] ?? 0) : sum), 0);
}

/** Artificial columns left at zero leave the basis where they can; where not, the row says nothing and is emptied. */
function driveOut(tableau: Tableau): void {
  const idle = new Float64Array(tableau.width + 1);
  for (const [index, row] of tableau.rows.entries()) {
    if ((tableau.basis[index] ?? 0) < tableau.real) continue;
    const column = row.findIndex((cell, at) => at < tableau.real && Math.abs(cell) > FEASIBLE);
    if (column >= 0) pivot(tableau, idle, { row: index, column });
    else row.fill(0);
  }
}

function readOff({ rows, basis, width }: Tableau, { variables, objective }: LinearProgramme): LinearResult {
  const x = new Float64Array(variables);
  for (const [index, row] of rows.entries()) {
    const column = basis[index] ?? 0;
    if (column < variables) x[column] = Math.max(0, row[width] ?? 0);
  }
  return { value: objective.reduce((sum, [variable, coefficient]) => sum + coefficient * (x[variable] ?? 0), 0), x };
}
