import { ImportReply } from '@karavan/contracts';
import { ApiError, refused, url } from '../../api/client.ts';
import { currentLanguage } from '../../i18n/index.ts';

/** Sends one file to an import; gives what was made of it. */
export async function sendFile(path: string, file: File): Promise<ImportReply> {
  const form = new FormData();
  form.append('file', file);
  const headers = { Accept: 'application/json', 'Accept-Language': currentLanguage() };
  const response = await fetch(url(path, {}), { method: 'POST', credentials: 'same-origin', headers, body: form }).catch(
    (cause: unknown) => {
      throw new ApiError('offline', 0, null, cause);
    },
  );
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refused('importStations', response.status, json);
  return ImportReply.parse(json);
}
