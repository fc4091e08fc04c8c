import { ENDPOINTS } from '@karavan/contracts';
import { currentLanguage } from '../i18n/index.ts';
import { ApiError, type Reply, refused, understand, url } from './client.ts';

export interface Uploaded {
  /** false when these very bytes had been received before */
  isNew: boolean;
  report: Reply<'uploadReport'>;
}

/** Sends one report file; `onProgress` gets the share sent, 0…1. XMLHttpRequest, because fetch cannot tell how much has left. */
export function uploadReport(file: File, onProgress: (share: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url(ENDPOINTS.uploadReport.path, {}));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', currentLanguage());
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new ApiError('offline', 0, null));
    request.onload = () => {
      const json = readJson(request.responseText);
      if (request.status >= 400) return reject(refused('uploadReport', request.status, json));
      try {
        resolve({ isNew: request.status === 201, report: understand('uploadReport', request.status, json) });
      } catch (error) {
        reject(error);
      }
    };
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
