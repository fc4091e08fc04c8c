import { AppError } from '@karavan/runtime';
import busboy from 'busboy';
import type { Request } from 'express';
import { refuseUnstorable } from './guard.ts';

export interface Upload {
  bytes: Buffer;
  fileName: string | null;
  fields: Record<string, string>;
}

/** No report comes near this; the parser's own limit is the same. */
export const MAX_UPLOAD_BYTES = 40 * 1024 * 1024;

/** Reads the one file of a multipart request into memory, never more than the limit of it. */
export function readUpload(req: Request): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      req.unpipe();
      req.resume(); // the client is still sending; let it finish, so that it can read the answer
      reject(error);
    };
    let form: busboy.Busboy;
    try {
      form = busboy({
        headers: req.headers,
        defParamCharset: 'utf8', // browsers send file names so; the default makes mojibake of Cyrillic ones
        limits: { files: 1, fileSize: MAX_UPLOAD_BYTES, fields: 10, fieldSize: 1000 },
      });
    } catch (cause) {
      fail(
        new AppError('UNSUPPORTED_MEDIA', 'Send the report as multipart/form-data with the file in the field "file".', { cause }),
      );
      return;
    }
    const broken = (cause: unknown) =>
      fail(new AppError('BAD_INPUT', 'The multipart body is broken; send the file again.', { cause }));
    const fields: Record<string, string> = {};
    let file: { chunks: Buffer[]; fileName: string | null } | undefined;
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (name, stream, info) => {
      stream.on('error', broken); // a body that ends too soon fails the file, not the form
      if (name !== 'file') {
        stream.resume();
        return;
      }
      const taken = { chunks: [] as Buffer[], fileName: info.filename?.slice(0, 300).toWellFormed() ?? null };
      file = taken;
      stream.on('data', (chunk: Buffer) => taken.chunks.push(chunk));
      stream.on('limit', () =>
        fail(new AppError('TOO_LARGE', `A report may have at most ${MAX_UPLOAD_BYTES / 1024 / 1024} MB.`)),
      );
    });
    form.on('error', broken);
    req.once('close', () => {
      if (!req.complete) broken(new Error('the client went away in the middle of the body'));
    });
    form.on('close', () => {
      try {
        if (file === undefined) throw missingFile();
        refuseUnstorable({ ...fields, file: file.fileName }, '');
        resolve({ bytes: Buffer.concat(file.chunks), fileName: file.fileName, fields });
      } catch (error) {
        fail(error);
      }
    });
    req.pipe(form);
  });
}

const missingFile = () =>
  new AppError('BAD_INPUT', 'file: is missing', {
    errors: [{ path: 'file', message: 'send the report in the multipart field "file"' }],
  });
