/** What every door of the API checks alike, before a shape is looked at. */
import { AppError } from '@karavan/runtime';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** No shape of the contract is nearly as deep. */
const DEEPEST = 40;

export const isUuid = (text: string): boolean => UUID.test(text);

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * PostgreSQL keeps neither NUL nor half a surrogate pair; whoever sends one hears where it stands.
 * @param path of `value` as the sender wrote it, '' for the whole
 * @throws AppError BAD_INPUT
 */
export function refuseUnstorable(value: unknown, path: string, depth = 0): void {
  if (depth > DEEPEST) throw refusal(path, 'is nested too deeply');
  if (typeof value === 'string' && !isStorable(value))
    throw refusal(path, 'holds a NUL character or half a surrogate pair; leave it out');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const inner = path === '' ? key : `${path}.${key}`;
    if (!isStorable(key)) throw refusal(path, 'has a name that holds a NUL character or half a surrogate pair');
    refuseUnstorable(part, inner, depth + 1);
  }
}

function refusal(path: string, message: string): AppError {
  return new AppError('BAD_INPUT', path === '' ? message : `${path}: ${message}`, { errors: [{ path, message }] });
}
