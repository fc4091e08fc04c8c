/** What may be wrong, by the last part of a problem's `type`; one that is not here is shown as the server said it. */
export const problemEn = {
  'report-empty': 'The file holds no wagons. Send the report with its rows.',
  'report-truncated': 'The file is damaged or cut off before its end. Download it again and send it whole.',
  'report-encrypted': 'The file is protected by a password. Save it without one and send it again.',
  'report-too-large': 'The file is too large. Send the report of one day.',
  'report-zip-bomb': 'The archive unpacks to far more than any report holds. Send the report as it came from the railway.',
  'report-not-a-report': 'This is not a wagon report. Send XLSX, XLS, CSV or HTML as it came from the railway.',
  'report-unknown-layout': 'The columns of this report are not known yet. It is kept: say what they mean under “Waiting”.',
  'unsupported-media': 'This cannot be sent this way. Choose the file again.',
  'too-large': 'The file is too large: at most 40 MB.',
  'bad-input': 'Check what you filled in: {{fields}}.',
  forbidden: 'Your account may not do this.',
  conflict: 'Someone has changed this meanwhile, or it exists already. Reload the page and look again.',
  'too-many': 'Too many requests. Wait a minute and try again.',
  internal: 'Something went wrong on our side; it has been logged. Try again, and tell us if it stays.',
  unavailable: 'The server is busy or restarting. Try again in a minute.',
} as const;

/** Field names of requests in the words of the forms. */
export const fieldEn = {
  plate: 'plate',
  name: 'name',
  email: 'e-mail',
  password: 'password',
  uniqueId: 'device id',
  file: 'file',
  expiresAt: 'until when',
  baseUrl: 'address',
  url: 'address',
  host: 'server',
  port: 'port',
  login: 'login',
  everySeconds: 'every, seconds',
} as const;
