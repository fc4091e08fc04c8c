import type { Actor, Language, Role, User } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

interface Row {
  id: string;
  email: string;
  name: string;
  role: Role;
  company_id: string;
  customer_id: string | null;
  company_name: string;
  language: Language;
}
const SELECT = `SELECT u.id, u.email, u.name, u.role, u.company_id, u.customer_id, u.language, c.name AS company_name
  FROM users u JOIN companies c ON c.id = coalesce(u.customer_id, u.company_id)`;

const toUser = (row: Row): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  companyId: row.customer_id ?? row.company_id,
  companyName: row.company_name,
  language: row.language,
});

export const toActor = (row: Pick<Row, 'id' | 'email' | 'role' | 'company_id' | 'customer_id'>): Actor => ({
  companyId: row.company_id,
  customerId: row.customer_id,
  role: row.role,
  userId: row.id,
  name: row.email,
});

export interface NewUserRow {
  companyId: string;
  customerId: string | null;
  email: string;
  passwordHash: string;
  name: string;
  role: Role;
  language: Language;
}

/** Gives `undefined` when the e-mail is taken, by whomever: the caller says so without saying by whom. */
export async function insertUser(tx: Tx, user: NewUserRow): Promise<User | undefined> {
  const made = await tx.one<{ id: string }>(
    `INSERT INTO users (company_id, customer_id, email, password_hash, name, role, language) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (lower(email)) DO NOTHING RETURNING id`,
    [user.companyId, user.customerId, user.email, user.passwordHash, user.name, user.role, user.language],
  );
  if (made === undefined) return undefined;
  const row = await tx.one<Row>(`${SELECT} WHERE u.id = $1`, [made.id]);
  return row && toUser(row);
}

/** For sign-in: across companies, so in a system transaction. */
export async function findUserForLogin(
  tx: Tx,
  email: string,
): Promise<{ user: User; actor: Actor; passwordHash: string } | undefined> {
  const row = await tx.one<Row & { password_hash: string }>(
    `SELECT q.*, h.password_hash FROM (${SELECT}) q JOIN users h USING (id) WHERE lower(q.email) = lower($1) AND h.disabled_at IS NULL`,
    [email],
  );
  return row && { user: toUser(row), actor: toActor(row), passwordHash: row.password_hash };
}

export async function findUser(tx: Tx, id: string): Promise<User | undefined> {
  const row = await tx.one<Row>(`${SELECT} WHERE u.id = $1`, [id]);
  return row && toUser(row);
}

export async function listUsers(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<User>> {
  const after = decodeCursor(page.cursor, ['text']);
  const rows = await tx.many<Row>(`${SELECT} WHERE $2::text IS NULL OR u.email > $2 ORDER BY u.email LIMIT $1`, [
    page.limit + 1,
    after?.[0] ?? null,
  ]);
  return toPage(rows, page.limit, toUser, (row) => [row.email]);
}
